"""Every call that is over is written down once as far as it is counted, with real SIP calls, and nothing of the caller is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import read_count
from kalix_presence.hub.pbx.counted_call import CountedCall
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import HandPhone

pytestmark = pytest.mark.asterisk

LUNCH = "1|0|always|9|lunch|a-1"
KARIN = "P-Asserted-Identity: <sip:+46701234567@trunk>\r\n"
Make = Callable[..., HandPhone]
Brief = tuple[str, bool, bool, str, bool, str]


@pytest.fixture
def site(asterisk: AsteriskServer) -> Iterator[AsteriskServer]:
    """An Asterisk whose site file the test changes."""
    yield asterisk
    asterisk.set_up()


def counted(asterisk: AsteriskServer) -> list[CountedCall]:
    """The journal, once no call goes on any more."""
    wait_until(lambda: "0 active channels" in asterisk.command("core show channels"), "a call does not end")
    found = asterisk.database("kalix-count")
    assert "0701234567" not in str(found)
    assert "46701234567" not in str(found)
    read = [read_count(key, text) for key, text in found.items()]
    assert None not in read, found
    return sorted((each for each in read if each is not None), key=lambda each: each.key)


def brief(asterisk: AsteriskServer) -> list[Brief]:
    return [(c.extension, c.internal, c.away, c.took, c.stood, c.ended_by) for c in counted(asterisk)]


def test_answered_at_the_own_phone(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    call = outside.dial("2041", headers=KARIN)
    talk = phone.pick_up()
    outside.connected(call)
    phone.put_down(talk)
    outside.ended(call)
    assert brief(asterisk) == [("2041", False, False, "own", False, "caller")]
    assert counted(asterisk)[0].rang is not None


def test_by_a_colleague_and_hung_up_while_it_rings(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, colleague = hand_phones("2041"), hand_phones("2042")
    call = colleague.dial("2041")
    phone.ringing()
    colleague.put_down(colleague.told(call, 180))
    assert brief(asterisk) == [("2041", True, False, "none", False, "caller")]


def test_who_does_not_want_to_be_known_is_counted_all_the_same(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    call = outside.dial("2041", headers=KARIN + "Privacy: id\r\n")
    phone.ringing()
    outside.put_down(outside.told(call, 180))
    assert brief(asterisk) == [("2041", False, False, "none", False, "caller")]


def test_away_and_hung_up_in_the_announcement(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside = hand_phones("outside")
    asterisk.put("2041", LUNCH)
    outside.put_down(outside.told(outside.dial("2041", headers=KARIN), 183))
    assert brief(asterisk) == [("2041", False, True, "none", False, "caller")]


def test_who_asks_to_be_called_back_is_counted(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside = hand_phones("outside")
    asterisk.put("2041", LUNCH)
    call = outside.dial("2041", headers=KARIN)
    outside.press(outside.told(call, 183), "1")
    outside.ended(outside.connected(call))
    assert brief(asterisk) == [("2041", False, True, "none", False, "caller")]


def test_an_absence_that_is_over_is_none(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    asterisk.put("2041", "1|1000000000|always|9|lunch|a-1")
    call = outside.dial("2041", headers=KARIN)
    phone.put_down(phone.pick_up())
    outside.ended(call)
    assert brief(asterisk) == [("2041", False, False, "own", False, "caller")]


@pytest.mark.parametrize("queue", ["", "switchboard"])
def test_away_and_answered_by_the_switchboard(site: AsteriskServer, hand_phones: Make, queue: str) -> None:
    site.set_up(SWITCHBOARD_QUEUE=queue)
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    site.put("2041", LUNCH)
    call = outside.dial("2041", headers=KARIN)
    switchboard.pick_up()
    outside.put_down(outside.connected(call))
    assert brief(site) == [("2041", False, True, "switchboard", True, "caller")]
    assert counted(site)[0].waited is not None


@pytest.mark.parametrize("queue", ["", "switchboard"])
def test_given_up_before_the_switchboard(site: AsteriskServer, hand_phones: Make, queue: str) -> None:
    site.set_up(SWITCHBOARD_QUEUE=queue)
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    call = outside.dial("9", headers=KARIN)
    switchboard.ringing()
    outside.put_down(call)
    assert brief(site) == [("9", False, False, "none", True, "caller")]
    assert counted(site)[0].waited is not None


def test_a_busy_phone_and_then_a_busy_switchboard(asterisk: AsteriskServer, hand_phones: Make) -> None:
    outside = hand_phones("outside")
    hand_phones("2041", busy=True)
    hand_phones("9", busy=True)
    outside.ended(outside.dial("2041", headers=KARIN))
    assert brief(asterisk) == [("2041", False, False, "none", True, "pbx")]


def test_a_mobile_that_answers_is_the_person(asterisk: AsteriskServer, hand_phones: Make) -> None:
    mobile, outside = hand_phones("2043"), hand_phones("outside")
    asterisk.put("2041", "1|0|always|0701112233|meeting|a-1")
    call = outside.dial("2041", headers=KARIN)
    talk = mobile.pick_up()
    outside.connected(call)
    mobile.put_down(talk)
    outside.ended(call)
    assert brief(asterisk) == [("2041", False, True, "mobile", False, "caller")]


def test_a_colleague_who_answers_is_not_the_person(asterisk: AsteriskServer, hand_phones: Make) -> None:
    colleague, outside = hand_phones("2042"), hand_phones("outside")
    asterisk.put("2041", "1|0|always|2042|lunch|a-1")
    call = outside.dial("2041", headers=KARIN)
    talk = colleague.pick_up()
    outside.connected(call)
    colleague.put_down(talk)
    outside.ended(call)
    assert brief(asterisk) == [("2041", False, True, "other", False, "caller")]


def test_a_call_that_the_switchboard_passes_on_is_one_for_each(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside, switchboard = hand_phones("2041"), hand_phones("outside"), hand_phones("9")
    call = outside.dial("9", headers=KARIN)
    talk = switchboard.pick_up()
    outside.connected(call)
    switchboard.refer(talk, "2041")
    phone.put_down(phone.pick_up())
    outside.ended(call)
    assert sorted(brief(asterisk)) == [
        ("2041", False, False, "own", False, "caller"),
        ("9", False, False, "switchboard", True, "caller"),
    ]
