"""`kalix-hub check` against a real Asterisk that is joined wrongly in each of many ways, and rightly in some."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.pbx.protocol import Checked
from kalix_presence.hub.site.config import read_config
from kalix_presence.hub.web.local_door import LocalDoor, ask_at_door
from kalix_presence.model.days_off import days_off
from kalix_presence.model.eves import day_of
from kalix_presence.model.policy import Policy
from tests.clocks import machine_now
from tests.hub.serving import serving
from tests.pbx.asterisk_server import wait_until
from tests.pbx.joined_site import Changes, JoinedSite

pytestmark = pytest.mark.asterisk

SITE, PLAN, OURS, ACCOUNT, HUB, POLICY = (
    "kalix-presence-site.conf", "extensions.conf", "kalix-presence.conf", "manager.conf", "hub/kalix-hub.toml", "hub/policy.toml",
)  # fmt: skip


def value(name: str, wrong: str) -> Changes:
    return {SITE: [(rf"Set\(KALIX_{name}=.*\)$", f"Set(KALIX_{name}={wrong})")]}


def account(old: str, new: str) -> Changes:
    return {ACCOUNT: [(rf"(\[kalix\](?:\n.*)*?){old}", rf"\g<1>{new}")]}


READ, WRITE = "read = system,call,user,reporting,agent", "write = system,call,originate,reporting"
QUEUE = [(r"Set\(KALIX_SWITCHBOARD_QUEUE=\)", "Set(KALIX_SWITCHBOARD_QUEUE=switchboard)")]
HUB_QUEUE = [("#switchboard_queue = .*", 'switchboard_queue = "switchboard"')]

TODAY = machine_now().date()
HOURS = (r"Set\(KALIX_OPEN_DAYS=\)", "Set(KALIX_OPEN_DAYS=1234567)")
OFF = "|".join(str(day) for day in days_off(Policy(), TODAY - timedelta(days=1), TODAY + timedelta(days=200)))
KNOWN = days_off(Policy(), TODAY, TODAY + timedelta(days=40))
SOON = next(day for day in (TODAY + timedelta(days=n) for n in range(5, 40)) if day not in KNOWN)
HOLIDAYS = (r"Set\(KALIX_CLOSED_DATES=\)", f"Set(KALIX_CLOSED_DATES=^({OFF})$)")
ENDS_EARLY = ("maundy_thursday", "walpurgis", "all_saints_eve", "day_before_christmas_eve")
EVES = (
    'eves = ["christmas_eve off", "midsummer_eve off", "new_years_eve off", '
    + ", ".join(f'"{name} 11:00"' for name in ENDS_EARLY)
    + "]\n"
)
"""In any half a year there is one of them."""
SHORT = "&".join(f"{day_of(name, TODAY.year + year)}@11:00" for year in (0, 1) for name in ENDS_EARLY)

WRONG: dict[str, tuple[Changes, str]] = {
    "no extension passes": (
        {PLAN: [(r"^(exten => _20XX,1),Gosub.*", r"\1,Dial(PJSIP/${EXTEN})"), (r"^exten => 2099.*", "")]},
        r"Calls to 2041 in the context \[.*extensions.conf.*Gosub\(kalix-presence,\$\{EXTEN\},1\)",
    ),
    "phones ring by themselves": (
        {PLAN: [(r"^\[phones\]", "[phones]\nexten => _20XX,1,Dial(PJSIP/${EXTEN})")]},
        r"Calls to 2041 in the context \[phones\] do not pass",
    ),
    "codes not included": ({PLAN: [("include => kalix-codes\n", "")]}, r"include => kalix-codes under \[phones\]"),
    "no kalix-dial": ({PLAN: [(r"^\[kalix-dial\]", "[other]")]}, r"KALIX_DIAL is \"kalix-dial\", but 2041"),
    "no kalix-outside": ({PLAN: [(r"^\[kalix-outside\]", "[other]")]}, r"KALIX_OUTSIDE is \"kalix-outside\", but 0701234567"),
    "KALIX_DIAL nowhere": (value("DIAL", "kalix-dail"), r"KALIX_DIAL is \"kalix-dail\""),
    "KALIX_DIAL empty of extensions": (value("DIAL", "kalix-outside"), r"KALIX_DIAL is \"kalix-outside\""),
    "KALIX_OUTSIDE nowhere": (value("OUTSIDE", "trunk"), r"KALIX_OUTSIDE is \"trunk\""),
    "dial_context nowhere": ({HUB: [('#dial_context = .*', 'dial_context = "internal"')]}, r'dial_context .* is "internal"'),
    "switchboard differs": (value("SWITCHBOARD", "90"), r'KALIX_SWITCHBOARD is "90".*switchboard \(policy.toml\) is "9"'),
    "signals differ": (value("SIGNALS", "4"), r'KALIX_SIGNALS is "4".*"5"'),
    "signal seconds differ": (value("SIGNAL_SECONDS", "6"), r'KALIX_SIGNAL_SECONDS is "6".*"1"'),
    "day starts at another time": (value("DAY_START", "07:00"), r'KALIX_DAY_START is "07:00".*day_start'),
    "fewer forbidden prefixes": (value("FORBIDDEN", "^(0900|0939)"), r"begin with 0944 are forbidden at the hub.*KALIX_FORBIDDEN"),
    "more forbidden prefixes": (value("FORBIDDEN", "^(0900|0939|0944|0771)"), r"begin with 0771 are forbidden in the exchange"),
    "a digit means another reason": ({SITE: [("Return\\(lunch:60:Lunch", "Return(meeting:60:Möte")]}, r"digit 1 means.*Return\(lunch:60:Lunch\)"),
    "a digit is missing": ({SITE: [("^exten => 11,1.*\n", "")]}, r"digit 11 means \"\".*exten => 11,1,Return\(do_not_disturb"),
    "a digit too many": ({SITE: [("^exten => 13,1.*", r"\g<0>\nexten => 14,1,Return(away:60:Borta)")]}, r"digit 14 means.*no reason"),
    "another usual time": ({SITE: [("lunch:60", "lunch:30")]}, r"digit 1 means \"lunch:30:Lunch\""),
    "a sensitive reason on desk phones": ({SITE: [("away:open:Annan frånvaro", "away:open:Sjuk")]}, r"digit 6 means"),
    "a queue that is not there": (
        {SITE: [(r"Set\(KALIX_SWITCHBOARD_QUEUE=\)", "Set(KALIX_SWITCHBOARD_QUEUE=vaxel)")], HUB: [("#switchboard_queue = .*", 'switchboard_queue = "vaxel"')]},
        r'KALIX_SWITCHBOARD_QUEUE is "vaxel".*no queue has that name.*queues.conf',
    ),
    "a queue in the PBX only": ({SITE: QUEUE}, r'KALIX_SWITCHBOARD_QUEUE is "switchboard".*is "" at the hub'),
    "a queue at the hub only": ({HUB: HUB_QUEUE}, r'KALIX_SWITCHBOARD_QUEUE is "" .*switchboard_queue.*"switchboard"'),
    "a switchboard that cannot be rung": (value("SWITCHBOARD_DIAL", "PJSIP/90"), r'KALIX_SWITCHBOARD_DIAL is "PJSIP/90"'),
    "a switchboard context that is not there": (value("SWITCHBOARD_DIAL", "Local/9@vaxel"), r'KALIX_SWITCHBOARD_DIAL is "Local/9@vaxel"'),
    "other extensions": (value("EXTENSIONS", "^3[0-9]{3}$"), r"KALIX_EXTENSIONS is .* does not fit 2041"),
    "extensions broken": (value("EXTENSIONS", "^[0-9]{3"), r"KALIX_EXTENSIONS is .* no whole regular expression"),
    "extensions too wide": (value("EXTENSIONS", "^[0-9]+$"), r"KALIX_EXTENSIONS is .* fits 0701234567 too"),
    "numbers too wide": (value("NUMBERS", "^0"), r'KALIX_NUMBERS is "\^0".*fits 00467'),
    "numbers that are none": (value("NUMBERS", "^08[0-9]+$"), r"KALIX_NUMBERS is .* does not fit 0701234567"),
    "all numbers forbidden": (value("FORBIDDEN", "^0"), r"KALIX_FORBIDDEN is .* fits 0701234567 too"),
    "anybody sets for others": (value("MAY_SET_OTHERS", ".*"), r"KALIX_MAY_SET_OTHERS is .*any phone"),
    "every extension sets for others": (value("MAY_SET_OTHERS", "^[0-9]{4}$"), r"KALIX_MAY_SET_OTHERS is .*any phone"),
    "no clips": (value("CLIPS", "kalx"), r'clips are missing.*KALIX_CLIPS is "kalx"'),
    "no names": (value("NAMES", "/nowhere/names"), r'KALIX_NAMES is "/nowhere/names"'),
    "a zone that is none": (value("ZONE", "Europe/Stokholm"), r'KALIX_ZONE is "Europe/Stokholm".*Europe/Stockholm'),
    "open on days off": (value("OPEN_DAYS", "1234567"), r"days off.*Set\(KALIX_CLOSED_DATES=\^\(\d{4}-\d\d-\d\d"),
    "open on one's own closed day": (
        {POLICY: [(r"\A", f'closed_days = [{SOON}]\n')], SITE: [HOURS, HOLIDAYS]},
        rf"days off.*\({SOON}\).*KALIX_CLOSED_DATES",
    ),
    "an eve that the switchboard does not know": (
        {POLICY: [(r"\A", EVES)], SITE: [HOURS, HOLIDAYS]}, r"days that end early .*00.*Set\(KALIX_SHORT_DAYS=\d{4}-\d\d-\d\d@11:00",
    ),
    "an eve at another time": (
        {POLICY: [(r"\A", EVES)], SITE: [HOURS, HOLIDAYS, (r"SHORT_DAYS=\)", f"SHORT_DAYS={SHORT.replace('11:00', '13:00')})")]}, r"days that end early",
    ),
    "short days that cannot be read": ({SITE: [HOURS, HOLIDAYS, (r"SHORT_DAYS=\)", "SHORT_DAYS=2026-04-30 12.00)")]}, r"KALIX_SHORT_DAYS cannot be read"),
    "opening days that cannot be read": (value("OPEN_DAYS", "mon-fri"), r'hours are "mon-fri 08:00 16:30".*KALIX_OPEN_DAYS=12345'),
    "open from a time that is none": ({SITE: [HOURS, (r"OPEN_FROM=08:00", "OPEN_FROM=8")]}, r'hours are "1234567 8 16:30"'),
    "closed before it opens": ({SITE: [HOURS, (r"OPEN_UNTIL=16:30", "OPEN_UNTIL=07:30")]}, r'hours are "1234567 08:00 07:30"'),
    "closed dates broken": ({SITE: [HOURS, (r"CLOSED_DATES=\)", "CLOSED_DATES=^[2026)")]}, r"KALIX_CLOSED_DATES is .* no whole regular"),
    "another technology in the PBX": (value("TECHNOLOGY", "SIP"), r'KALIX_TECHNOLOGY is "SIP".*"PJSIP"'),
    "another technology at the hub": ({HUB: [("#technology = .*", 'technology = "SIP"')]}, r'technology .* is "SIP"'),
    "names from outside in other words": (value("OUTSIDE_NAMES", "ja"), r'KALIX_OUTSIDE_NAMES is "ja".*it takes "no"'),
    "a switchboard that is our own line": (value("SWITCHBOARD_DIAL", "Local/9@kalix-presence"), r'KALIX_SWITCHBOARD_DIAL is "Local/9@kalix-presence"'),
    "a switchboard with a time of its own": (value("SWITCHBOARD_DIAL", "PJSIP/9,30"), r'KALIX_SWITCHBOARD_DIAL is "PJSIP/9,30"'),
    "an offer that is none": (value("OFFER_CALLBACK", "maybe"), r'KALIX_OFFER_CALLBACK is "maybe"'),
    "another prefix of codes": ({POLICY: [(r"\A", 'code_set = "*22*"\n')]}, r"phone code \*22\* .*kalix-codes"),
    "account without call": (account(WRITE, "write = system,originate,reporting"), r"user lacks call\. .*write = in \[kalix\]"),
    "account without originate": (account(WRITE, "write = system,call,reporting"), r"user lacks originate\. "),
    "account without reporting": (account(WRITE, "write = system,call,originate"), r"user lacks reporting\. "),
    "account without system": (account(WRITE, "write = call,originate,reporting"), r"user lacks system\. "),
    "account that does not hear of itself": (account(READ, "read = system,call,reporting,agent"), r"Add user to the line read ="),
    "account that hears of no calls": (account(READ, "read = system,user,reporting,agent"), r"Add call to the line read ="),
    "account that hears of no queues": (
        account(READ, "read = system,call,user,reporting") | {SITE: QUEUE, HUB: HUB_QUEUE}, r"Add agent to the line read =",
    ),
    "account that hears of no start": (account(READ, "read = call,user,reporting,agent"), r"Add system to the line read ="),
    "a filter that hides ours": (
        account("(eventfilter = Event.*\n)eventfilter = UserEvent: Kalix", r"eventfilter = !UserEvent: Kalix"), r"\(user\).*eventfilter",
    ),
    "an older site file": ({SITE: [(r"^ same => n,Set\(KALIX_HOLD_SECONDS.*\n", "")]}, r"lacks KALIX_HOLD_SECONDS"),
    "no dialplan": ({PLAN: [("#include kalix-presence.conf", "")]}, r"#include kalix-presence.conf"),
    "a dialplan of an older version": (
        {OURS: [(r"^ same => n,ExecIf\(\$\[\$\{LEN\(\$\{KALIX_CLAIMS.*\n", "")]}, r"does not run the shipped kalix-presence.conf: it differs in \[kalix-begin\]",
    ),
    "a dialplan that somebody changed": ({OURS: [(r"KALIX_TRIES=20", "KALIX_TRIES=200")]}, r"it differs in \[kalix-held\]"),
    "a context of the site's with a name of ours": ({PLAN: [(r"\Z", "[kalix-own]\nexten => _9X,1,NoOp()\n")]}, r"it differs in \[kalix-own\]"),
    "seconds with a unit": (value("HOLD_SECONDS", "3m"), r'KALIX_HOLD_SECONDS is "3m".*cannot read: it takes "180"'),
    "minutes in place of seconds": (value("SWITCHBOARD_SECONDS", "5 min"), r'KALIX_SWITCHBOARD_SECONDS is "5 min"'),
    "something else to hear": (value("SWITCHBOARD_HEARS", "moh"), r'KALIX_SWITCHBOARD_HEARS is "moh".*"ringing"'),
    "another country's prefix": (value("COUNTRY", "+47"), r'KALIX_COUNTRY is "\+47".*country \(policy.toml\) is "SE, \+46"'),
    "a wrong secret": ({"hub/asterisk.secret": [("^.*", "wrong")]}, r"does not accept the hub's name or secret"),
    "a wrong port": ({HUB: [("#port = 5038", "port = 5037")]}, r"No telephone exchange answers"),
    "TLS on the plain port": ({HUB: [("#tls = false", "tls = true")]}, r"does not speak TLS.*port = 5039"),
}  # fmt: skip

RIGHT: dict[str, Changes] = {
    "as it is": {},
    "a queue": {SITE: QUEUE, HUB: HUB_QUEUE},
    "extensions of four figures": value("EXTENSIONS", "^2[0-9]{3}$"),
    "open, and closed on the days off": {SITE: [HOURS, HOLIDAYS]},
    "short on the hub's eves": {POLICY: [(r"\A", EVES)], SITE: [HOURS, HOLIDAYS, (r"SHORT_DAYS=\)", f"SHORT_DAYS={SHORT})")]},
    "one who sets for others": value("MAY_SET_OTHERS", "^(2041|2042)$"),
    "the joint by a Local channel": {PLAN: [(r"^(exten => _20XX,1),Gosub.*", r"\1,Dial(Local/${EXTEN}@kalix-presence)")]},
    "the joint by another context": {
        PLAN: [(r"^(exten => _20XX,1),Gosub.*", r"\1,Goto(inner,${EXTEN},1)\n[inner]\nexten => _20XX,1,Gosub(kalix-presence,${EXTEN},1)\n[outside-more]\nexten => 1,1,NoOp()")],
    },
    "callbacks not offered": value("OFFER_CALLBACK", "no"),
    "two switchboard phones": value("SWITCHBOARD_DIAL", "PJSIP/9&PJSIP/2044"),
    "some people without a phone": {"pjsip.conf": [(r"^\[2050\]", "[2051]")]},
    "more minutes for a phone that shows another word": {SITE: [("Return\\(lunch:60:Lunch", "Return(lunch:60:Mat")]},
}  # fmt: skip


@pytest.fixture(scope="module")
def site(joined_site: JoinedSite) -> JoinedSite:
    return joined_site


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch, nothing_late: None) -> None:
    """Nothing here answers late, so that what never comes is given up soon."""
    monkeypatch.setattr("kalix_presence.hub.commands.check.PBX_SECONDS", 3.0)
    monkeypatch.setattr("kalix_presence.hub.pbx.asterisk.ami.CONNECT_SECONDS", 1.0)


@pytest.mark.parametrize("state", WRONG)
def test_what_is_joined_wrongly_is_told_with_the_line_to_change(site: JoinedSite, state: str) -> None:
    changes, sentence = WRONG[state]
    site.is_told(changes, sentence)


def test_a_module_that_is_not_loaded_is_named(site: JoinedSite) -> None:
    site.server.command("module unload app_read.so")
    try:
        assert re.search(r"lacks modules .*: app_read\. ", site.check().output)
    finally:
        site.server.command("module load app_read.so")


@pytest.mark.parametrize("state", RIGHT)
def test_what_is_joined_rightly_is_well(site: JoinedSite, state: str) -> None:
    with site.spoilt(RIGHT[state]):
        checked = site.check()
    assert checked.exit_code == 0, checked.output
    assert "Calls are told: OK" in checked.output


def test_another_program_that_answers_at_the_port_is_not_taken_for_a_pbx_that_is_away(site: JoinedSite) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        changes = {
            HUB: [(r"^host = \"127\.(?!0\.0\.1).*", 'host = "127.0.0.1"'), ("#port = 5038", f"port = {other.getsockname()[1]}")]
        }
        with site.spoilt(changes):
            checked = site.check()
    assert re.search(r"not as Asterisk's manager.*tls = true", checked.output), checked.output


def test_a_serving_hub_is_asked_and_nobody_signs_in_a_second_time(site: JoinedSite, tmp_path: Path) -> None:
    once = {ACCOUNT: [("allowmultiplelogin = yes", "allowmultiplelogin = no")]}
    with site.spoilt(once):
        with serving(tmp_path, config=read_config(site.folder)) as hub:
            wait_until(lambda: hub.hub.pbx.connected, "the hub does not reach the PBX")
            before = site.server.log().count("logged on")
            door = site.folder / "kalix-hub.door"
            assert door.stat().st_mode & 0o077 == 0
            checked = site.check()
            assert (checked.exit_code, site.server.log().count("logged on")) == (0, before), checked.output
            with site.spoilt(value("SWITCHBOARD", "90")):
                assert 'KALIX_SWITCHBOARD is "90"' in site.check().output
        assert not door.exists()
        assert site.check().exit_code == 0, "without a hub, the check signs in by itself"


def test_another_hub_at_the_same_exchange_is_told(site: JoinedSite, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with serving(tmp_path / "kept", config=read_config(site.folder)) as hub:
        wait_until(lambda: hub.hub.pbx.connected, "the hub does not reach the PBX")
        assert site.check().exit_code == 0, "asked at its door the hub is alone"
        (site.folder / "kalix-hub.door").unlink()
        checked = site.check()
        assert checked.exit_code == 1
        assert re.search(r"Another hub is signed in .*allowmultiplelogin = no", checked.output), checked.output
    assert site.check().exit_code == 0
    assert site.server.database("kalix-check") == {}


def test_a_door_that_a_killed_hub_left_leads_nowhere_and_is_not_waited_for(site: JoinedSite) -> None:
    door = site.folder / "kalix-hub.door"
    door.write_text('{"port": 1, "token": "x"}', "utf-8")
    assert site.check().exit_code == 0
    door.unlink()


async def test_the_door_opens_for_its_token_alone(tmp_path: Path) -> None:
    async def check() -> Checked:
        return [("reachable", None)]

    door = LocalDoor(tmp_path, check)
    await door.start()
    place = json.loads((tmp_path / "kalix-hub.door").read_text("utf-8"))
    for said in ("wrong check", f"{place['token']} stop", "x" * 4000, f"{place['token']}"):
        reader, writer = await asyncio.open_connection("127.0.0.1", place["port"])
        writer.write(said.encode() + b"\n")
        with suppress(ConnectionError):
            assert await reader.read() == b"", said[:30]
        writer.close()
    assert await ask_at_door(tmp_path) == [("reachable", None)]
    await door.stop()
    assert await ask_at_door(tmp_path) is None
