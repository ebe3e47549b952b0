"""Calls passed on with the transfer key of the phone itself: the caller reaches the colleague, or somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.pbx.asterisk.test_calls import driver, hands, until_calls
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


@pytest.mark.parametrize("claims", [KARIN, "2042"])
async def test_who_is_passed_on_after_asking_is_shown_to_the_one_who_was_asked(
    asterisk: AsteriskServer, hand_phones: Make, claims: str
) -> None:
    outside, phone, colleague = hand_phones("outside"), hand_phones("2041"), hand_phones("2043")
    async with driver(asterisk.settings) as (pbx, _):
        call = outside.dial("2041", headers=f"P-Asserted-Identity: <sip:{claims}@trunk>\r\n")
        talk = await hands(phone.pick_up)
        await until_calls(pbx, {("2041", claims, "talking")})
        phone.hold(talk)
        asked = phone.dial("2043")
        answered = await hands(colleague.pick_up)
        await until_calls(pbx, {("2041", claims, "held"), ("2041", "2043", "talking"), ("2043", "2041", "talking")})
        await hands(phone.refer, talk, "2043", asked)
        [now] = await until_calls(pbx, {("2043", claims, "talking")})
        assert (now.internal, now.outward) == (False, False), "whoever was asked is told who it really is"
        await hands(colleague.put_down, answered)
        await hands(outside.ended, call)
        await until_calls(pbx, set())
