"""Whom the dialplan tells what: the hub why a call was diverted, English callers in English, desk phones by their lamps."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import rule_text
from kalix_presence.model.announcement import spoken
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import machine_now
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.raw_manager import RawManager
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk


def rule(
    extension: str = "2041", *, target: str = "9", divert: Divert = Divert.ALWAYS, ahead: timedelta = timedelta(hours=1)
) -> ForwardingRule:
    until = machine_now().replace(microsecond=0) + ahead
    return ForwardingRule(extension, f"a-{extension}", divert, target, until, "lunch", 1)


def diverted(manager: RawManager) -> tuple[str, str, str, str]:
    told = manager.told("KalixDiverted")
    return told["Extension"], told["Target"], told["Why"], told["Rule"]


def test_an_absence(asterisk: AsteriskServer, phones: Phones, manager: RawManager) -> None:
    asterisk.put("2041", rule_text(rule()))
    switchboard = phones.answers("9")
    phones.call("2041", user="2042").done()
    switchboard.done()
    told = manager.told("KalixDiverted")
    assert (told["Extension"], told["Target"], told["Why"], told["Rule"]) == ("2041", "9", "absence", "a-2041")


def test_no_answer(asterisk: AsteriskServer, phones: Phones, manager: RawManager) -> None:
    asterisk.put("2041", rule_text(rule(divert=Divert.NO_ANSWER, target="2042")))
    phone, colleague = phones.rings("2041"), phones.answers("2042")
    phones.call("2041").done()
    phone.done()
    colleague.done()
    assert diverted(manager) == ("2041", "2042", "no_answer", "")


def test_busy(phones: Phones, manager: RawManager) -> None:
    phone, switchboard = phones.busy("2041"), phones.answers("9")
    phones.call("2041").done()
    phone.done()
    switchboard.done()
    assert diverted(manager) == ("2041", "9", "busy", "")


def test_a_rule_for_busy_has_a_target_of_its_own(asterisk: AsteriskServer, phones: Phones, manager: RawManager) -> None:
    asterisk.put("2041", rule_text(rule(divert=Divert.BUSY, target="2042")))
    phone, colleague = phones.busy("2041"), phones.answers("2042")
    phones.call("2041").done()
    phone.done()
    colleague.done()
    assert diverted(manager) == ("2041", "2042", "busy", "")


def test_no_phone(phones: Phones, manager: RawManager) -> None:
    switchboard = phones.answers("9")
    phones.call("2050").done()
    switchboard.done()
    assert diverted(manager) == ("2050", "9", "unregistered", "")


def test_a_circle(asterisk: AsteriskServer, phones: Phones, manager: RawManager) -> None:
    asterisk.put("2041", rule_text(rule("2041", target="2042")))
    asterisk.put("2042", rule_text(rule("2042", target="2041")))
    switchboard = phones.answers("9")
    phones.call("2041").done()
    switchboard.done()
    told = [diverted(manager) for _ in range(3)]
    assert told == [
        ("2041", "2042", "absence", "a-2041"),
        ("2042", "2041", "absence", "a-2042"),
        ("2041", "9", "loop", ""),
    ]


def test_a_call_that_the_switchboard_sends_back_is_no_circle(
    asterisk: AsteriskServer, phones: Phones, manager: RawManager
) -> None:
    asterisk.put("2041", rule_text(rule()))
    switchboard, phone = phones.answers("9"), phones.answers("2041")
    caller = phones.call("2041", talk_ms=4000)
    wait_until(lambda: caller.saw("SIP/2.0 200"), "the switchboard does not answer")
    asterisk.command("database del kalix 2041")
    channels = asterisk.command("core show channels concise").splitlines()
    answered = next(line.partition("!")[0] for line in channels if line.startswith("PJSIP/9-"))
    moved = manager.ask(f"Action: BlindTransfer\r\nChannel: {answered}\r\nContext: outside\r\nExten: 2041")
    assert moved["Response"] == "Success"
    phone.done()
    switchboard.done()
    caller.done()


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(days=1), timedelta(days=3), timedelta(days=40)])
def test_who_calls_in_english_hears_english_in_its_own_order(
    asterisk: AsteriskServer, phones: Phones, ahead: timedelta
) -> None:
    english = rule(ahead=ahead)
    asterisk.put("2041", rule_text(english))
    switchboard = phones.answers("9")
    phones.call("2041", user="abroad").done()
    switchboard.done()
    assert asterisk.played() == spoken(english, language="en", now=machine_now(), zone="Europe/Stockholm", name_clip=None)
    assert "(language 'en')" in asterisk.log()


def test_a_whole_hour_is_said_as_the_model_says_it_in_both_languages(asterisk: AsteriskServer, phones: Phones) -> None:
    for user, language in (("outside", "sv"), ("abroad", "en")):
        (asterisk.folder / "log" / "full").write_text("", "utf-8")
        whole = datetime.fromtimestamp(machine_now().timestamp() // 3600 * 3600 + 50 * 3600, UTC)
        away = ForwardingRule("2041", "a-1", Divert.ALWAYS, "9", whole, "away")
        asterisk.put("2041", rule_text(away))
        switchboard = phones.answers("9")
        phones.call("2041", user=user).done()
        switchboard.done()
        said = spoken(away, language=language, now=machine_now(), zone="Europe/Stockholm", name_clip=None)
        assert asterisk.played() == said


def test_until_further_notice_is_said(asterisk: AsteriskServer, phones: Phones) -> None:
    asterisk.put("2041", "1|0|always|9|away|a-1")
    switchboard = phones.answers("9")
    phones.call("2041").done()
    switchboard.done()
    assert asterisk.played() == ["person", "away", "until_further_notice", "callback_offer", "connecting"]


def test_who_has_a_clip_of_the_name_is_named(asterisk: AsteriskServer, phones: Phones, tmp_path: Path) -> None:
    names = tmp_path / "sv" / "names"
    names.mkdir(parents=True)
    shutil.copy(asterisk.folder / "data/sounds/sv/kalix/person.wav", names / "2041.wav")
    site = asterisk.folder / "etc" / "kalix-presence-site.conf"
    before = site.read_text("utf-8")
    site.write_text(before.replace("KALIX_NAMES=", f"KALIX_NAMES={tmp_path}"), "utf-8")
    asterisk.command("dialplan reload")
    asterisk.put("2041", "1|0|always|9|away|a-1")
    asterisk.put("2042", "1|0|always|9|away|a-2")
    for number in ("2041", "2042"):
        switchboard = phones.answers("9")
        phones.call(number).done()
        switchboard.done()
    site.write_text(before, "utf-8")
    asterisk.command("dialplan reload")
    assert f"Playing '{names}/2041." in asterisk.log()
    assert asterisk.played() == [
        "away",
        "until_further_notice",
        "callback_offer",
        "connecting",
        "person",
        "away",
        "until_further_notice",
        "callback_offer",
        "connecting",
    ]


def test_a_desk_phone_s_lamp_and_text_follow_the_code(asterisk: AsteriskServer, phones: Phones, manager: RawManager) -> None:
    asterisk.command("devstate change Custom:kalix-2041 NOT_INUSE")
    desk = phones.watches("2041", user="2042")
    wait_until(lambda: desk.saw("<state>terminated</state>"), "the desk phone is told nothing")
    code = phones.call("*230*2041*1*2359#", user="2044")
    wait_until(lambda: desk.saw("<state>confirmed</state>"), "the lamp does not light")
    text = manager.ask("Action: PresenceState\r\nProvider: CustomPresence:2041")
    assert (text["State"], text["Message"]) == ("away", "Lunch, åter 23.59")
    code.done()


@pytest.mark.parametrize(("waiting", "said"), [(2, "Messages-Waiting: yes"), (0, "Messages-Waiting: no")])
def test_the_message_lamp_is_lit_and_put_out(phones: Phones, manager: RawManager, waiting: int, said: str) -> None:
    phone = phones.shows_lamp("2044")
    asked = manager.ask(
        "Action: Originate\r\nChannel: Local/s@kalix-lamp/n\r\nApplication: MinivmMWI\r\n"
        f"Data: 2044@kalix,0,{waiting},0\r\nAsync: true"
    )
    assert asked["Response"] == "Success"
    phone.done()
    assert phone.saw(said)
