"""Somebody with two soft phones, both registered: whoever calls them is one call, whichever phone answers, declines or hangs up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalix_presence.hub.pbx.protocol import CallSeen, PbxEvent, Talked
from tests.pbx.asterisk.test_calls import driver, hands, until, until_calls
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hands import KARIN
from tests.pbx.sip_phones import Phones
from tests.pbx.soft_phone import SoftPhone

pytestmark = pytest.mark.asterisk

Two = tuple[SoftPhone, SoftPhone]
CALLER = ("Karin Berg", KARIN)


@pytest.fixture
def two(asterisk: AsteriskServer) -> Iterator[Two]:
    """Both phones of 2050, registered."""
    with SoftPhone(asterisk, "2050", at=1) as desk_phone, SoftPhone(asterisk, "2050", at=2) as mobile:
        yield desk_phone, mobile
        asterisk.hang_up_all()


def seen(told: list[PbxEvent]) -> list[tuple[str, str]]:
    """Each call at 2050 as it was told: which of them, by order of appearance, and what it does."""
    calls = [event.call for event in told if isinstance(event, CallSeen) and event.call.extension == "2050"]
    ids = list(dict.fromkeys(call.id for call in calls))
    return list(dict.fromkeys((str(ids.index(call.id)), call.state) for call in calls))


@pytest.mark.parametrize("answering", [0, 1])
async def test_whichever_of_two_phones_answers_it_is_one_call(
    asterisk: AsteriskServer, phones: Phones, two: Two, answering: int
) -> None:
    async with driver(asterisk.settings) as (pbx, told):
        caller = phones.call_until_put_down("2050", caller=CALLER)
        await until(lambda: all(phone.rings for phone in two))
        await until_calls(pbx, {("2050", KARIN, "ringing")})
        await hands(two[answering].pick_up)
        await until(lambda: not two[1 - answering].rings)
        [talks] = await until_calls(pbx, {("2050", KARIN, "talking")})
        await hands(two[answering].put_down)
        await until_calls(pbx, set())
        await hands(caller.done)
        assert seen(told) == [("0", "ringing"), ("0", "talking"), ("0", "ended")]
        assert {event.call.id for event in told if isinstance(event, CallSeen)} == {talks.id}
        # One with a key comes from the PBX's own journal as well, when they talked for a second or more.
        heard = [(event.extension, event.number) for event in told if isinstance(event, Talked) and not event.key]
        assert heard == [("2050", KARIN)]


async def test_one_phone_declines_and_the_other_has_the_call_to_pass_on(
    asterisk: AsteriskServer, phones: Phones, two: Two
) -> None:
    async with driver(asterisk.settings) as (pbx, told):
        phones.answers("2042")
        phones.call_until_put_down("2050", caller=CALLER)
        await until(lambda: all(phone.rings for phone in two))
        [rings] = await until_calls(pbx, {("2050", KARIN, "ringing")})
        await hands(two[0].put_down)
        await hands(two[1].pick_up)
        [talks] = await until_calls(pbx, {("2050", KARIN, "talking")})
        assert talks.id == rings.id
        await pbx.move_call(talks.id, "2042")
        await until_calls(pbx, {("2042", KARIN, "talking")})
        assert seen(told) == [("0", "ringing"), ("0", "talking"), ("0", "ended")]


async def test_a_hub_that_starts_while_both_ring_sees_one_call(asterisk: AsteriskServer, phones: Phones, two: Two) -> None:
    phones.call_until_put_down("2050", caller=CALLER)
    async with driver(asterisk.settings) as (pbx, _):
        await until(lambda: all(phone.rings for phone in two))
    async with driver(asterisk.settings) as (pbx, told):
        await until_calls(pbx, {("2050", KARIN, "ringing")})
        await hands(two[1].pick_up)
        await until_calls(pbx, {("2050", KARIN, "talking")})
        assert len({event.call.id for event in told if isinstance(event, CallSeen)}) == 1
