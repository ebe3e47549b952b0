"""A plain exchange with phones, which forwards and knows nothing of us, and an answer point of ours that it forwards to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.pbx.asterisk_server import ROOT, SECRET, AsteriskServer, port_of, wait_until
from tests.pbx.hand_phone import HandPhone

PLAIN = """
[outside]
exten => _20XX,1,Gosub(plain,${EXTEN},1)
exten => 9,1,Dial(PJSIP/9,60)
[phones]
include => outside

[plain]
exten => _X!,1,Set(GOES=${DB(CFA/${EXTEN})})
 same => n,GotoIf($[!${LEN(${GOES})}]?rings)
 same => n,GotoIf($[${REGEX("^20" ${GOES})}]?colleague)
 same => n,Set(__HISTORY=${DB(said/history)})
 same => n,GotoIf($[${LEN(${HISTORY})} | ${LEN(${DB(said/nothing)})}]?said)
 same => n,Set(REDIRECTING(from-num,i)=${EXTEN})
 same => n,Set(REDIRECTING(to-num,i)=${GOES})
 same => n,Set(REDIRECTING(reason,i)=unconditional)
 same => n,Set(REDIRECTING(count,i)=$[0${REDIRECTING(count)} + 1])
 same => n(said),Dial(PJSIP/${GOES}@point,60,b(hops^s^1))
 same => n,GotoIf($[${REGEX("^(CHANUNAVAIL|CONGESTION)$" ${DIALSTATUS})}]?rings)
 same => n,Hangup()
 same => n(colleague),Gosub(plain,${GOES},1)
 same => n(rings),Dial(PJSIP/${EXTEN},20)
 same => n,Hangup()

[hops]
exten => s,1,ExecIf($[${LEN(${HOPS})}]?Set(PJSIP_HEADER(add,X-Kalix-Hops)=${HOPS}))
 same => n,ExecIf($[${LEN(${HISTORY})}]?Set(PJSIP_HEADER(add,History-Info)=${HISTORY}))
 same => n,Return()

[from-point]
exten => 9,1,Dial(PJSIP/9,60)
exten => _*0X!,1,GotoIf($[${LEN(${DB(wrong/${EXTEN:2})})}]?wrong)
 same => n,Dial(PJSIP/${EXTEN:2},20)
 same => n,Hangup()
; An exchange that forwards past its forward all the same; with "carries" it hands on what it was told of hops.
 same => n(wrong),ExecIf($["${DB(wrong/${EXTEN:2})}" = "carries"]?Set(__HOPS=${PJSIP_HEADER(read,X-Kalix-Hops)}))
 same => n,Gosub(plain,${EXTEN:2},1)
"""
POINT = """
#include kalix-presence-site.conf
#include kalix-presence.conf
[outside]
[phones]
[from-exchange]
exten => _88X.,1,Gosub(kalix-answer-point,${EXTEN:2},1)
 same => n,Hangup()
exten => 7700,1,Gosub(kalix-answer-point,common,1)
 same => n,Hangup()
"""


def trunk(name: str, context: str, to: str, *, asks: bool) -> str:
    """A line to the exchange at the address `to`: known by address, and by password when it `asks` for one."""
    auth = "auth=line-auth\n" if asks else "outbound_auth=line-auth\n"
    return (
        f"[{name}]\ntype=endpoint\ncontext={context}\ndisallow=all\nallow=alaw\naors={name}\ndirect_media=no\n{auth}"
        f"identify_by=ip\nsend_diversion=yes\ntrust_id_inbound=yes\nlanguage=sv\n"
        f"[{name}]\ntype=aor\ncontact=sip:{to}:5060\nqualify_frequency=1\nqualify_timeout=5\n"
        f"[{name}]\ntype=identify\nendpoint={name}\nmatch={to}\n"
        f"[line-auth]\ntype=auth\nauth_type=userpass\nusername=line\npassword={SECRET}\n"
    )


class TwoExchanges:
    """`plain` with the phones, `point` behind it; both run."""

    def __init__(self, folder: Path) -> None:
        (folder / "plain").mkdir()
        (folder / "point").mkdir()
        plain = AsteriskServer(folder / "plain", dialplan=PLAIN)
        point = AsteriskServer(folder / "point", dialplan=POINT)
        self.plain = replace(plain, more_pjsip=trunk("point", "from-point", point.address, asks=False))
        self.point = replace(point, more_pjsip=trunk("exchange", "from-exchange", plain.address, asks=True))
        records = ROOT / "resources/asterisk/examples/cdr.conf"
        (self.point.folder / "etc" / "cdr.conf").write_text(records.read_text("utf-8"), "utf-8")
        self.plain.start()
        self.point.start()
        self.point.set_up(BEHIND="exchange", SWITCHBOARD_DIAL="PJSIP/9@exchange", SIGNALS="3")
        self.joined()

    def joined(self) -> None:
        """Wait until both know that the other is there: one that was not answered for a moment, by a machine with much to do, sends
        no call until it is."""
        for here, there in ((self.plain, "point"), (self.point, "exchange")):
            if self.plain.is_running and self.point.is_running:
                self._knows(here, there, "Avail")

    def trunk_is(self, state: str) -> None:
        """Wait until the plain exchange knows that it is so with its line to the answer point."""
        self._knows(self.plain, "point", state)

    def _knows(self, here: AsteriskServer, there: str, state: str) -> None:
        wait_until(
            lambda: state in here.command(f"pjsip show aor {there}").split(f"Contact:  {there}")[-1].split("\n")[0],
            lambda: here.command("pjsip show contacts"),
        )

    def phone(self, number: str, **more: bool) -> HandPhone:
        """A phone of the plain exchange."""
        return HandPhone(self.plain, number, **more)

    def place_of(self, number: str) -> int:
        """The port at which the plain exchange rings the phone of `number`."""
        return port_of(number)

    def wrong(self, extension: str, how: str) -> None:
        """The plain exchange forwards past its forward all the same, and "carries" or "forgets" what it was told of hops."""
        self.plain.put(extension, how, family="wrong")

    def forward(self, extension: str, to: str) -> None:
        """As the plain exchange does it, for ever."""
        self.plain.put(extension, to, family="CFA")

    def say(self, history: str) -> None:
        """The plain exchange says this of where a call comes from (History-Info), and nothing else; "": nothing at all."""
        self.plain.put("nothing", "1", family="said")
        if history:
            told = history.replace('"', '\\"')
            self.plain.command(
                f"database query \"INSERT OR REPLACE INTO astdb (key, value) VALUES ('/said/history', '{told}')\""
            )
            wait_until(lambda: history in self.plain.database("said").values(), "the exchange does not take it")

    def forwards(self) -> dict[str, str]:
        """What is forwarded where."""
        return self.plain.database("CFA")

    def turns(self, extension: str) -> int:
        """How often a call for `extension` has come to the answer point."""
        return self.point.log().count(f"Executing [{extension}@kalix-answer-point:1]")

    def clear(self) -> None:
        """No call, no forward, no rule; each knows that the other is there."""
        for each in (self.plain, self.point):
            if each.is_running:
                each.hang_up_all()
        self.plain.forget("CFA", "wrong", "said")
        self.point.forget("kalix")
        (self.point.folder / "log" / "full").write_text("", "utf-8")
        self.point.command("logger reload")
        self.joined()

    def stop(self) -> None:
        """End both."""
        self.plain.stop()
        self.point.stop()
