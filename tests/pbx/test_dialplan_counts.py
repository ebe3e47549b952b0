"""Every call that is over is written down once as far as it is counted, with real SIP calls, and nothing of the caller is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import read_count
from kalix_presence.hub.pbx.counted_call import CountedCall
from tests.clocks import pbx_second
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


def cut_off(asterisk: AsteriskServer) -> None:
    """The PBX hangs up on the caller."""
    [line] = re.findall(r"^PJSIP/outside-[0-9a-f]+", asterisk.command("core show channels concise"), re.MULTILINE)
    asterisk.command(f"channel request hangup {line}")


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


@pytest.mark.parametrize("queue", ["", "switchboard"])
@pytest.mark.parametrize("number", ["2041", "9"])
def test_who_is_cut_off_by_the_pbx_has_not_given_up(site: AsteriskServer, hand_phones: Make, number: str, queue: str) -> None:
    """So it is when the PBX is shut down: its line is named as the source of no hang-up."""
    site.set_up(SWITCHBOARD_QUEUE=queue)
    outside, phone = hand_phones("outside"), hand_phones(number)
    call = outside.dial(number, headers=KARIN)
    phone.ringing()
    cut_off(site)
    outside.ended(call)
    assert brief(site) == [(number, False, False, "none", number == "9", "pbx")]
    [kept] = site.database("kalix-call").values()
    assert kept.endswith("|pbx"), "a short call that was cut off is a missed one"


@pytest.mark.parametrize(
    ("number", "queue", "took"), [("2041", "", "own"), ("9", "", "switchboard"), ("9", "switchboard", "switchboard")]
)
def test_a_conversation_that_the_pbx_cuts_off_was_answered(
    site: AsteriskServer, hand_phones: Make, number: str, queue: str, took: str
) -> None:
    site.set_up(SWITCHBOARD_QUEUE=queue)
    outside, phone = hand_phones("outside"), hand_phones(number)
    call = outside.dial(number, headers=KARIN)
    phone.pick_up()
    outside.connected(call)
    cut_off(site)
    outside.ended(call)
    assert brief(site) == [(number, False, False, took, number == "9", "caller")]
    assert site.database("kalix-call") == {}


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


def given_up(asterisk: AsteriskServer, outside: HandPhone, phone: HandPhone, headers: str = KARIN) -> None:
    """A call to 2041 whose caller hangs up while it rings."""
    call = outside.dial("2041", headers=headers)
    phone.ringing()
    outside.put_down(outside.told(call, 180))
    wait_until(lambda: "0 active channels" in asterisk.command("core show channels"), "a call does not end")


def test_who_calls_again_is_known_as_the_same_and_as_nobody(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    for headers in (KARIN, KARIN.replace("567", "568"), KARIN):
        given_up(asterisk, outside, phone, headers)
    first, other, again = counted(asterisk)
    assert [len(each.marks) for each in (first, other, again)] == [1, 1, 1]
    assert first.marks == again.marks != other.marks
    assert "0701234567" not in str(asterisk.database("kalix-mark"))


def test_of_calls_that_end_together_one_makes_the_day_s_key(asterisk: AsteriskServer, hand_phones: Make) -> None:
    """The test's dialplan plays the other one, which is about to make it when the first real call of the day ends."""
    phone, outside = hand_phones("2041"), hand_phones("outside")
    asterisk.forget("makes-key")
    asterisk.command("channel originate Local/s@makes-key application Wait 20")
    wait_until(lambda: "holds" in asterisk.database("makes-key"), "nobody makes a key")
    call = outside.dial("2041", headers=KARIN)
    phone.ringing()
    outside.put_down(outside.told(call, 180))
    asterisk.put("goes-on", "1", family="makes-key")
    wait_until(lambda: asterisk.database("kalix-count"), "the call is not written down")
    asterisk.hang_up_all()
    key = asterisk.database("kalix-mark")["now"]
    assert key.endswith(":1111")
    assert counted(asterisk)[0].marks == (hashlib.sha1(f"{key}:+46701234567".encode()).hexdigest(),)


def test_a_day_s_key_holds_over_the_next_midnight_and_is_thrown_away_then(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    given_up(asterisk, outside, phone)
    today = asterisk.database("kalix-mark")["now"]
    day = (pbx_second() - timedelta(days=1)).strftime("%Y%m%d")
    asterisk.command(f"database put kalix-mark now {day}:1111")
    asterisk.command("database put kalix-mark before 20200101:2222")
    given_up(asterisk, outside, phone)
    kept = asterisk.database("kalix-mark")
    assert kept["before"] == f"{day}:1111"
    assert kept["now"].partition(":")[0] == today.partition(":")[0]
    assert kept["now"] != today, "made anew each day"
    assert "2222" not in str(kept)
    expected = hashlib.sha1(f"{day}:1111:+46701234567".encode()).hexdigest()
    assert counted(asterisk)[1].marks[1] == expected


def test_a_withheld_number_and_a_colleague_have_no_marks(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside, colleague = hand_phones("2041"), hand_phones("outside"), hand_phones("2042")
    given_up(asterisk, outside, phone, KARIN + "Privacy: id\r\n")
    given_up(asterisk, colleague, phone, "")
    given_up(asterisk, outside, phone, "P-Asserted-Identity: <sip:2042@trunk>\r\n")
    assert [each.marks for each in counted(asterisk)] == [(), (), ()]
