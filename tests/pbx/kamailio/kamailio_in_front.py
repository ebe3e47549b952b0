"""Kamailio with phones, as the exchange in front, and an answer point of ours that it forwards to."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.pbx.asterisk_server import ROOT, AsteriskServer, port_of, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.kamailio.kamailio_server import DOMAIN, KamailioServer
from tests.pbx.two_exchanges import POINT, SECRET


class KamailioInFront:
    """`plain` with the phones, `point` behind it; both run. What tests ask of it is as in `TwoExchanges`."""

    def __init__(self, folder: Path) -> None:
        (folder / "point").mkdir()
        point = AsteriskServer(folder / "point", dialplan=POINT)
        short = Path(tempfile.mkdtemp(prefix="kk"))  # the path of a socket may be 107 bytes long
        self.plain = KamailioServer(short, point=point.address, secret=SECRET)
        self.point = replace(point, more_pjsip=trunk("exchange", "from-exchange", self.plain.address))
        records = ROOT / "resources/asterisk/examples/cdr.conf"
        (self.point.folder / "etc" / "cdr.conf").write_text(records.read_text("utf-8"), "utf-8")
        self.plain.start()
        self.point.start()
        self.point.set_up(BEHIND="exchange", SWITCHBOARD_DIAL="PJSIP/9@exchange", SIGNALS="3")
        self._phones: list[HandPhone] = []
        self._forwarded: set[str] = set()
        self._wrong: set[str] = set()
        self._places: set[str] = set()
        self.joined()

    def joined(self) -> None:
        """Wait until both know that the other is there."""
        self.trunk_is("Avail")
        wait_until(
            lambda: "Avail" in self.point.command("pjsip show aor exchange").split("Contact:  exchange")[-1].split("\n")[0],
            "the answer point does not see Kamailio",
        )

    def trunk_is(self, state: str) -> None:
        """Wait until Kamailio knows that it is so with the answer point."""
        flags = {"Avail": "A", "Unavail": "I"}[state]
        wait_until(
            lambda: re.search(rf"'FLAGS': '{flags}", str(self.plain.ask("dispatcher.list"))),
            lambda: str(self.plain.ask("dispatcher.list")),
        )

    def phone(self, number: str, **more: bool) -> HandPhone:
        """A phone that tells Kamailio where it is; one outside does not."""
        made = HandPhone(self.plain, number, **(more | {"elsewhere": True}))
        if number.isdigit():
            made.register()
            self._phones.append(made)
        return made

    def place_of(self, number: str) -> int:
        """The port at which Kamailio rings the phone of `number` from now on, whoever plays it."""
        phone = self.phone(number)
        phone.register_at(port_of(number))
        phone.close()
        self._phones.remove(phone)
        self._places.add(number)
        return port_of(number)

    def wrong(self, extension: str, how: str) -> None:
        """Kamailio forwards past its forward all the same, and "carries" or "forgets" what it was told of hops."""
        self._wrong.add(extension)
        self.plain.ask("htable.sets", "wrong", extension, how)

    def forward(self, extension: str, to: str) -> None:
        """As whoever runs Kamailio does it, for ever."""
        self._forwarded.add(extension)
        self.plain.forward_by_hand(extension, to)

    def take_back(self) -> None:
        """No forward by hand is left."""
        for extension in self._forwarded:
            self.plain.ask("cpl.remove", f"sip:{extension}@{DOMAIN}")
        self._forwarded = set()

    def turns(self, extension: str) -> int:
        """How often a call for `extension` has come to the answer point."""
        return self.point.log().count(f"Executing [{extension}@kalix-answer-point:1]")

    def clear(self) -> None:
        """No call, no forward, no rule, no phone; each knows that the other is there."""
        if self.point.is_running:
            self.point.hang_up_all()
        for number in self._places:
            phone = self.phone(number)
            phone.forget_all()
            phone.close()
            self._phones.remove(phone)
        for each in self._phones:
            each.forget_all()
        self._places = set()
        self.take_back()
        for extension in self._wrong:
            self.plain.ask("htable.delete", "wrong", extension)
        self._phones, self._wrong = [], set()
        self.point.forget("kalix")
        (self.point.folder / "log" / "full").write_text("", "utf-8")
        self.point.command("logger reload")
        self.joined()

    def stop(self) -> None:
        """End both."""
        self.plain.stop()
        self.point.stop()
        shutil.rmtree(self.plain.folder, ignore_errors=True)


def trunk(name: str, context: str, to: str) -> str:
    """The answer point's line to a proxy: known by address and port, and by password."""
    return (
        f"[{name}]\ntype=endpoint\ncontext={context}\ndisallow=all\nallow=alaw\naors={name}\ndirect_media=no\n"
        f"auth=line-auth\nidentify_by=ip\nsend_diversion=yes\ntrust_id_inbound=yes\nlanguage=sv\n"
        f"[{name}]\ntype=aor\ncontact=sip:{to}:5060\nqualify_frequency=1\nqualify_timeout=5\n"
        f"[{name}]\ntype=identify\nendpoint={name}\nmatch={to}:5060\n"
        f"[line-auth]\ntype=auth\nauth_type=userpass\nusername=line\npassword={SECRET}\n"
    )
