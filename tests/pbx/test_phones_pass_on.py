"""Calls passed on with the transfer key of the phone itself: the caller reaches the colleague, or somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.hand_phone import Call, HandPhone
from tests.pbx.hands import KARIN

pytestmark = pytest.mark.asterisk

Make = Callable[..., HandPhone]
HEADERS = f"P-Asserted-Identity: <sip:{KARIN}@trunk>\r\n"


def passed_on(make: Make, target: str) -> tuple[HandPhone, Call]:
    """Somebody outside has called 2041, who passes the call on to `target` and is out of it."""
    outside, phone = make("outside"), make("2041")
    call = outside.dial("2041", headers=HEADERS)
    talk = phone.pick_up()
    outside.connected(call)
    phone.refer(talk, target)
    return outside, call


def test_the_caller_talks_to_the_colleague(asterisk: AsteriskServer, hand_phones: Make) -> None:
    colleague = hand_phones("2042")
    outside, call = passed_on(hand_phones, "2042")
    talk = colleague.pick_up()
    assert not call.over
    colleague.put_down(talk)
    outside.ended(call)
    assert asterisk.database("kalix-call") == {}


@pytest.mark.parametrize("rule", ["1|0|always|9|lunch|a-1", "none"])
def test_a_colleague_who_is_not_there_leaves_the_caller_to_the_switchboard(
    asterisk: AsteriskServer, hand_phones: Make, rule: str
) -> None:
    asterisk.put("2042", rule)
    switchboard = hand_phones("9")
    if rule == "none":
        hand_phones("2042", busy=True)
    outside, call = passed_on(hand_phones, "2042")
    talk = switchboard.pick_up()
    assert ("lunch" in asterisk.played()) == (rule != "none")
    switchboard.put_down(talk)
    outside.ended(call)
    assert asterisk.database("kalix-call") == {}


@pytest.fixture
def patient(asterisk: AsteriskServer) -> Iterator[AsteriskServer]:
    """Phones ring half a minute, so that a loaded machine sees it."""
    asterisk.set_up(SIGNAL_SECONDS="6")
    yield asterisk
    asterisk.set_up()


def test_a_caller_who_is_passed_on_and_gives_up_has_missed_the_colleague(patient: AsteriskServer, hand_phones: Make) -> None:
    colleague = hand_phones("2042")
    outside, call = passed_on(hand_phones, "2042")
    colleague.ringing()
    outside.put_down(call)
    wait_until(lambda: patient.database("kalix-call") != {}, "nobody is told")
    [record] = patient.database("kalix-call").values()
    assert record.startswith(f"2|missed|2042|{KARIN}|phone|0|")
