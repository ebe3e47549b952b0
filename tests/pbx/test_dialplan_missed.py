"""Who called and was not answered, and who asked to be called back: with real SIP calls, the dialplan alone, no hub."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import read_call
from kalix_presence.hub.pbx.protocol import CallRecord
from tests.clocks import machine_now, pbx_second
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone
from tests.pbx.raw_manager import RawManager

pytestmark = pytest.mark.asterisk

LUNCH = "1|0|always|9|lunch|a-1"
KARIN = "P-Asserted-Identity: <sip:+46701234567@trunk>\r\n"
Make = Callable[..., HandPhone]


@pytest.fixture
def site(asterisk: AsteriskServer) -> Iterator[AsteriskServer]:
    """An Asterisk whose site file the test changes."""
    yield asterisk
    asterisk.set_up()


def records(asterisk: AsteriskServer) -> list[CallRecord]:
    """The journal, once no call goes on any more."""
    wait_until(lambda: "0 active channels" in asterisk.command("core show channels"), "a call does not end")
    found = asterisk.database("kalix-call")
    read = [read_call(key, text) for key, text in found.items()]
    assert None not in read, found
    return [record for record in read if record is not None]


def brief(asterisk: AsteriskServer) -> list[tuple[str, str, str, str, bool]]:
    return [(each.kind, each.extension, each.caller, each.where, each.internal) for each in records(asterisk)]


def test_hung_up_while_the_phone_rings(asterisk: AsteriskServer, hand_phones: Make, manager: RawManager) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    before = pbx_second().timestamp()
    call = outside.dial("2041", headers=KARIN)
    phone.ringing()
    outside.put_down(outside.told(call, 180))
    [record] = records(asterisk)
    assert (record.kind, record.extension, record.caller, record.where) == ("missed", "2041", "+46701234567", "phone")
    assert not record.internal
    assert 0 <= record.waited <= machine_now().timestamp() - before
    assert before <= record.at.timestamp() <= machine_now().timestamp()
    told = manager.told("KalixCall")
    assert {told["Key"]: told["Val"]} == asterisk.database("kalix-call")


def test_hung_up_in_the_announcement(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside = hand_phones("outside")
    asterisk.put("2041", LUNCH)
    outside.put_down(outside.told(outside.dial("2041", headers=KARIN), 183))
    assert brief(asterisk) == [("missed", "2041", "+46701234567", "announcement", False)]


def test_a_broken_expression_in_the_site_file_loses_no_call(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(EXTENSIONS="^[0-9]{3")
    outside = hand_phones("outside")
    site.put("2041", LUNCH)
    outside.put_down(outside.told(outside.dial("2041", headers=KARIN), 183))
    assert brief(site) == [("missed", "2041", "+46701234567", "announcement", False)]


@pytest.mark.parametrize("queue", ["", "switchboard"])
def test_hung_up_before_the_switchboard_answers(site: AsteriskServer, hand_phones: Make, queue: str) -> None:
    site.set_up(SWITCHBOARD_QUEUE=queue)
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    site.put("2041", LUNCH)
    call = outside.dial("2041", headers=KARIN)
    switchboard.ringing()
    outside.put_down(call)
    assert brief(site) == [("missed", "2041", "+46701234567", "switchboard", False)]


@pytest.mark.parametrize("queue", ["", "switchboard"])
def test_answered_by_the_switchboard_it_is_not_missed(site: AsteriskServer, hand_phones: Make, queue: str) -> None:
    site.set_up(SWITCHBOARD_QUEUE=queue)
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    site.put("2041", LUNCH)
    call = outside.dial("2041", headers=KARIN)
    switchboard.pick_up()
    outside.put_down(outside.connected(call))
    assert records(site) == []


def test_answered_at_the_phone_it_is_not_missed(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    call = outside.dial("2041")
    talk = phone.pick_up()
    outside.connected(call)
    phone.put_down(talk)
    outside.ended(call)
    assert records(asterisk) == []


def test_through_a_chain_it_is_the_person_s_who_was_called_first(asterisk: AsteriskServer, hand_phones: Make) -> None:
    colleague, outside, switchboard = hand_phones("2042"), hand_phones("outside"), hand_phones("9")
    asterisk.put("2041", "1|0|always|2042|lunch|a-1")
    call = outside.dial("2041", headers=KARIN)
    colleague.put_down(colleague.ringing())
    switchboard.ringing()
    outside.put_down(call)
    assert brief(asterisk) == [("missed", "2041", "+46701234567", "switchboard", False)]


def test_a_switchboard_that_is_busy_misses_the_call_too(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside = hand_phones("outside")
    hand_phones("9", busy=True)
    asterisk.put("2041", LUNCH)
    outside.ended(outside.dial("2041", headers=KARIN))
    assert brief(asterisk) == [("missed", "2041", "+46701234567", "switchboard", False)]


def test_a_colleague_is_known_by_the_phone_and_not_by_the_number_it_claims(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, colleague, outside = hand_phones("2041"), hand_phones("2042"), hand_phones("outside")
    for caller, claims in ((colleague, ""), (outside, "P-Asserted-Identity: <sip:2042@trunk>\r\n")):
        call = caller.dial("2041", headers=claims)
        phone.ringing()
        caller.put_down(caller.told(call, 180))
        wait_until(lambda: phone.calls[-1].over, "it still rings")
    assert sorted(brief(asterisk), key=str) == [
        ("missed", "2041", "2042", "phone", False),
        ("missed", "2041", "2042", "phone", True),
    ]


def test_who_does_not_want_to_be_known_is_not_known(asterisk: AsteriskServer, hand_phones: Make, manager: RawManager) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    call = outside.dial("2041", headers=KARIN + "Privacy: id\r\n")
    phone.ringing()
    outside.put_down(outside.told(call, 180))
    assert brief(asterisk) == [("missed", "2041", "", "phone", False)]
    manager.told("KalixWithheld")


@pytest.mark.parametrize(
    "claimed", ["070123%7C1%7C1", "0701%0D%0AAction:x", "07;ext=1", "0701'\"$(x)", "070,1&2", "070${EPOCH}"]
)
def test_what_is_slipped_into_a_number_stays_digits(asterisk: AsteriskServer, hand_phones: Make, claimed: str) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    call = outside.dial("2041", headers=f"P-Asserted-Identity: <sip:{claimed}@trunk>\r\n", shown='"a\\"|1|2, ${EPOCH}" ')
    phone.ringing()
    outside.put_down(outside.told(call, 180))
    [record] = records(asterisk)
    assert record.caller == ("07" if ";" in claimed else ""), "what is left of it would be another number"


@pytest.mark.parametrize(
    ("claimed", "number"),
    [
        ("112", "112"),
        ("116117", "116117"),
        ("90510", "90510"),
        ("0", "0"),
        ("+46-70-123.45.67", "+46701234567"),
        ("-1", ""),
        ("anna.berg70", ""),
        ("x2041", ""),
        ("46+70123", ""),
        ("+467012345671234567123456789", ""),
        ("070123456712345671234567890", ""),
    ],
)
def test_a_number_is_kept_as_it_is_or_not_at_all(
    asterisk: AsteriskServer, hand_phones: Make, claimed: str, number: str
) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    call = outside.dial("2041", headers=f"P-Asserted-Identity: <sip:{claimed}@trunk>\r\n")
    phone.ringing()
    outside.put_down(outside.told(call, 180))
    assert brief(asterisk) == [("missed", "2041", number, "phone", False)]


def test_the_key_in_the_announcement_keeps_the_number_says_it_and_ends_the_call(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    outside = hand_phones("outside")
    asterisk.put("2041", LUNCH)
    call = outside.dial("2041", headers=KARIN)
    outside.press(outside.told(call, 183), "1")
    outside.ended(outside.connected(call))
    assert brief(asterisk) == [("asked", "2041", "+46701234567", "announcement", False)], "once: it is not missed as well"
    digits = [f"digit_{digit}" for digit in "0701234567"]
    assert asterisk.played()[-12:] == ["callback_number", *digits, "callback_thanks"]


def test_a_withheld_number_is_said_to_be_and_the_call_goes_on(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    asterisk.put("2041", LUNCH)
    call = outside.dial("2041", headers=KARIN + "Privacy: id\r\n")
    outside.press(outside.told(call, 183), "1")
    switchboard.put_down(switchboard.pick_up())
    outside.ended(call)
    assert records(asterisk) == []
    assert asterisk.played()[-2:] == ["callback_withheld", "connecting"]


def test_another_key_changes_nothing(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    asterisk.put("2041", LUNCH)
    call = outside.dial("2041", headers=KARIN)
    outside.press(outside.told(call, 183), "5")
    switchboard.put_down(switchboard.pick_up())
    outside.ended(call)
    assert records(asterisk) == []


def test_a_site_may_answer_first_so_that_every_trunk_lets_the_key_through(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(OFFER_CALLBACK="answer")
    outside = hand_phones("outside")
    site.put("2041", LUNCH)
    call = outside.connected(outside.dial("2041", headers=KARIN))
    outside.press(call, "1")
    outside.ended(call)
    assert brief(site) == [("asked", "2041", "+46701234567", "announcement", False)]


def test_an_answered_announcement_is_no_answer(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(OFFER_CALLBACK="answer")
    outside = hand_phones("outside")
    site.put("2041", LUNCH)
    outside.put_down(outside.connected(outside.dial("2041", headers=KARIN)))
    assert brief(site) == [("missed", "2041", "+46701234567", "announcement", False)]


def test_a_site_may_not_offer_it(site: AsteriskServer, hand_phones: Make) -> None:
    site.set_up(OFFER_CALLBACK="no")
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    site.put("2041", LUNCH)
    call = outside.dial("2041", headers=KARIN)
    outside.press(outside.told(call, 183), "1")
    switchboard.put_down(switchboard.pick_up())
    outside.ended(call)
    assert records(site) == []
    assert site.played() == ["person", "lunch", "until_further_notice"]


def test_outside_phone_hours_callers_hear_when_the_next_begin(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    asterisk.put("2041", f"1|{int(machine_now().timestamp()) + 3 * 86400}|always|9|phone_hours|a-1")
    call = outside.dial("2041", headers=KARIN)
    switchboard.put_down(switchboard.pick_up())
    outside.ended(call)
    assert asterisk.played()[:3] == ["person", "phone_hours", "hours_begin"]


def test_of_a_group_that_rang_only_nobody_has_missed_it_when_one_answered(asterisk: AsteriskServer, hand_phones: Make) -> None:
    one, other, outside = hand_phones("2041"), hand_phones("2042"), hand_phones("outside")
    call = outside.dial("2099", headers=KARIN)
    other.ringing()
    talk = one.pick_up()
    outside.connected(call)
    one.put_down(talk)
    outside.ended(call)
    assert records(asterisk) == []
