"""Calls as the driver for Asterisk tells them, where it is hard: refusals, queues, and numbers that are no numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence.hub.pbx.protocol import PlacedCallEnded
from kalix_presence.model.errors import Unavailable
from tests.pbx.asterisk.listening import HEADERS, LUNCH, Make, driver, ended, hands, until, until_calls
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hands import KARIN, OUTSIDE

pytestmark = pytest.mark.asterisk
BAD = [
    "",
    "0701\r\nAction: Command",
    "2042,s,1",
    "20&42",
    "2042;x",
    "${EPOCH}",
    "２０４２",
    "+46701234567",
    "Local/2042@phones",
    "1" * 19,
]


async def test_a_placed_call_that_nobody_answers(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("2043")
    async with driver(asterisk.settings) as (pbx, told):
        call_id = await pbx.place_call("2041", OUTSIDE)
        call = await hands(phone.pick_up)
        await hands(outside.ringing)
        phone.put_down(call)
        await until(lambda: bool(ended(told)))
        assert ended(told) == [PlacedCallEnded(call_id, "no_answer")]


async def test_a_placed_call_that_ends_at_the_switchboard_was_not_answered(asterisk: AsteriskServer, hand_phones: Make) -> None:
    asterisk.put("2042", LUNCH)
    phone, switchboard = hand_phones("2041"), hand_phones("9")
    async with driver(asterisk.settings) as (pbx, told):
        call_id = await pbx.place_call("2041", "2042")
        call = await hands(phone.pick_up)
        talk = await hands(switchboard.pick_up)
        await hands(switchboard.put_down, talk)
        await hands(phone.ended, call)
        await until(lambda: bool(ended(told)))
        assert ended(told) == [PlacedCallEnded(call_id, "no_answer")]


async def test_callers_in_the_switchboard_s_queue_wait(asterisk: AsteriskServer, hand_phones: Make) -> None:
    settings = replace(asterisk.settings, switchboard_queue="switchboard")
    outside, switchboard = hand_phones("outside"), hand_phones("9")
    async with driver(settings) as (pbx, _):
        call = outside.dial("2098", headers=HEADERS)
        [waits] = await until_calls(pbx, {("9", KARIN, "ringing")})
        assert waits.waiting
        async with driver(settings) as (later, _):
            [seen] = await until_calls(later, {("9", KARIN, "ringing")})
            assert (seen.id, seen.waiting) == (waits.id, True)
        await hands(switchboard.pick_up)
        [talks] = await until_calls(pbx, {("9", KARIN, "talking")})
        assert not talks.waiting
        await hands(outside.put_down, outside.connected(call))
        await until_calls(pbx, set())


async def test_who_does_not_want_to_be_known_is_not_shown(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    async with driver(asterisk.settings) as (pbx, told):
        call = outside.dial("2041", headers=HEADERS + "Privacy: id\r\n")
        await hands(phone.pick_up)
        await until_calls(pbx, {("2041", "", "talking")})
        await hands(outside.put_down, outside.connected(call))
        await until_calls(pbx, set())
        assert KARIN not in repr(told)
        assert "Karin" not in repr(told)


async def test_a_call_on_hold_is_told(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside = hand_phones("2041"), hand_phones("outside")
    async with driver(asterisk.settings) as (pbx, _):
        outside.dial("2041", headers=HEADERS)
        talk = await hands(phone.pick_up)
        await until_calls(pbx, {("2041", KARIN, "talking")})
        phone.hold(talk)
        await until_calls(pbx, {("2041", KARIN, "held")})
        phone.hold(talk, on=False)
        await until_calls(pbx, {("2041", KARIN, "talking")})


async def test_who_was_asked_refuses_and_the_caller_is_back(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside, colleague = hand_phones("2041"), hand_phones("outside"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        call = outside.dial("2041", headers=HEADERS)
        await hands(phone.pick_up)
        [talks] = await until_calls(pbx, {("2041", KARIN, "talking")})
        await pbx.consult_call(talks.id, "2042")
        colleague.put_down(await hands(colleague.ringing))
        await until_calls(pbx, {("2041", KARIN, "talking")})
        asterisk.put("2042", LUNCH)
        await pbx.consult_call(talks.id, "2042")
        await until(lambda: "lunch" in asterisk.played())
        await until_calls(pbx, {("2041", KARIN, "talking")})
        await hands(outside.put_down, outside.connected(call))
        await until_calls(pbx, set())
        assert await pbx.calls() == []


async def test_the_held_caller_rings_again_when_the_phone_is_put_down_hub_or_no_hub(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    phone, outside, colleague = hand_phones("2041"), hand_phones("outside"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        call = outside.dial("2041", headers=HEADERS)
        talk = await hands(phone.pick_up)
        [talks] = await until_calls(pbx, {("2041", KARIN, "talking")})
        await pbx.consult_call(talks.id, "2042")
        await hands(colleague.pick_up)
    await hands(phone.put_down, talk)
    again = await hands(phone.pick_up)
    await hands(phone.put_down, again)
    await hands(outside.ended, call)


async def test_completing_while_it_still_rings_lets_the_held_caller_ring(asterisk: AsteriskServer, hand_phones: Make) -> None:
    phone, outside, colleague = hand_phones("2041"), hand_phones("outside"), hand_phones("2042")
    async with driver(asterisk.settings) as (pbx, _):
        outside.dial("2041", headers=HEADERS)
        await hands(phone.pick_up)
        [talks] = await until_calls(pbx, {("2041", KARIN, "talking")})
        asking = await pbx.consult_call(talks.id, "2042")
        await hands(colleague.ringing)
        await pbx.complete_consult(asking)
        await until_calls(pbx, {("2042", KARIN, "ringing")})
        await hands(colleague.pick_up)
        await until_calls(pbx, {("2042", KARIN, "talking")})


@pytest.mark.parametrize("bad", BAD, ids=repr)
async def test_what_is_no_number_never_reaches_the_pbx(asterisk: AsteriskServer, bad: str) -> None:
    async with driver(asterisk.settings) as (pbx, _):
        refusals = [
            pbx.place_call(bad, OUTSIDE),
            pbx.place_call("2041", bad),
            pbx.move_call("call-1", bad),
            pbx.consult_call("call-1", bad),
            pbx.message_lamp(bad, 1),
        ]
        if bad:
            refusals.append(pbx.message_lamp("2041", 1, bad))
        for refused in refusals:
            with pytest.raises(Unavailable, match="pbx-refused"):
                await refused  # type: ignore[misc]
        assert asterisk.database("kalix-waiting") == {}
