"""Calls passed on after asking, with the phone's own transfer key (REFER with Replaces): who is in a call with whom stays right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kalix_presence.hub.pbx.protocol import CallSeen, PbxEvent, Talked
from tests.pbx.asterisk.test_calls import driver, hands, until, until_calls
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hand_phone import Call, HandPhone
from tests.pbx.hands import KARIN, OUTSIDE

pytestmark = pytest.mark.asterisk

Make = Callable[..., HandPhone]
HEADERS = f'P-Asserted-Identity: "Karin Berg" <sip:{KARIN}@trunk>\r\n'
TRUNK = "2043"
"""The test's line to the outside is played by this phone."""


@dataclass
class Around:
    """Who is in the call: the phone that passes on, whoever is passed on, and how each sees the call."""

    phone: HandPhone
    talk: Call
    other: HandPhone
    call: Call


async def karin_called(make: Make, extension: str) -> Around:
    other, phone = make("outside"), make(extension)
    call = other.dial(extension, headers=HEADERS)
    talk = await hands(phone.pick_up)
    await hands(other.connected, call)
    return Around(phone, talk, other, call)


async def asked(around: Around, colleague: HandPhone) -> Call:
    """The phone has a second call with the colleague, who has answered."""
    asking = around.phone.dial(colleague.number)
    await hands(colleague.pick_up)
    await hands(around.phone.connected, asking)
    return asking


def talked(told: list[PbxEvent]) -> set[tuple[str, str]]:
    return {(event.extension, event.number) for event in told if isinstance(event, Talked) and not event.key}


def left_over(told: list[PbxEvent]) -> set[str]:
    """The calls whose end was never told."""
    state = {event.call.id: event.call.state for event in told if isinstance(event, CallSeen)}
    return {call for call, last in state.items() if last != "ended"}


async def test_the_caller_is_with_the_colleague_and_nobody_else_has_a_call(asterisk: AsteriskServer, hand_phones: Make) -> None:
    async with driver(asterisk.settings) as (pbx, told):
        around = await karin_called(hand_phones, "2041")
        colleague = hand_phones("2042")
        asking = await asked(around, colleague)
        await until_calls(pbx, {("2041", KARIN, "talking"), ("2041", "2042", "talking"), ("2042", "2041", "talking")})
        await hands(around.phone.refer, around.talk, "2042", asking)
        await hands(around.phone.ended, asking)
        [now] = await until_calls(pbx, {("2042", KARIN, "talking")})
        assert not now.outward
        assert not around.call.over
        await hands(around.other.put_down, around.call)
        await until_calls(pbx, set())
        await until(lambda: ("2042", KARIN) in talked(told))
        assert ("2041", KARIN) in talked(told)
        await until(lambda: left_over(told) == set())
    asterisk.all_calls_over()
    assert asterisk.database("kalix-call") == {}


async def test_the_one_whom_the_phone_had_called_is_with_the_colleague(asterisk: AsteriskServer, hand_phones: Make) -> None:
    async with driver(asterisk.settings) as (pbx, told):
        phone, karin, colleague = hand_phones("2041"), hand_phones(TRUNK), hand_phones("2042")
        talk = phone.dial(OUTSIDE)
        call = await hands(karin.pick_up)
        await hands(phone.connected, talk)
        around = Around(phone, talk, karin, call)
        asking = await asked(around, colleague)
        await hands(phone.refer, talk, "2042", asking)
        await hands(phone.ended, asking)
        await until_calls(pbx, {("2042", TRUNK, "talking"), (TRUNK, "2042", "talking")})
        await hands(colleague.put_down, colleague.calls[-1])
        await until_calls(pbx, set())
        await until(lambda: left_over(told) == set())
    asterisk.all_calls_over()
    assert asterisk.database("kalix-call") == {}


async def test_a_colleague_who_does_not_answer_leaves_the_caller_where_she_was(
    asterisk: AsteriskServer, hand_phones: Make
) -> None:
    async with driver(asterisk.settings) as (pbx, told):
        around = await karin_called(hand_phones, "2041")
        colleague = hand_phones("2042")
        asking = around.phone.dial("2042")
        await hands(colleague.ringing)
        await hands(around.phone.put_down, around.phone.told(asking, 180))
        await until_calls(pbx, {("2041", KARIN, "talking")})
        await hands(around.phone.put_down, around.talk)
        await until_calls(pbx, set())
        await until(lambda: left_over(told) == set())
    asterisk.all_calls_over()
    [record] = asterisk.database("kalix-call").values()
    assert record.startswith("2|missed|2042|2041|phone|1|"), (
        "a colleague's call, which becomes a callback only where a site wants it"
    )


async def test_a_caller_who_waited_at_the_switchboard_is_passed_on(asterisk: AsteriskServer, hand_phones: Make) -> None:
    asterisk.put("2041", "1|0|always|9|lunch|a-1")
    async with driver(asterisk.settings) as (pbx, told):
        other, phone, colleague = hand_phones("outside"), hand_phones("9"), hand_phones("2042")
        call = other.dial("2041", headers=HEADERS)
        talk = await hands(phone.pick_up)
        await hands(other.connected, call)
        asking = await asked(Around(phone, talk, other, call), colleague)
        await hands(phone.refer, talk, "2042", asking)
        await hands(phone.ended, asking)
        await until_calls(pbx, {("2042", KARIN, "talking")})
        await hands(colleague.put_down, colleague.calls[-1])
        await until_calls(pbx, set())
        await until(lambda: left_over(told) == set())
        assert ("2042", KARIN) in talked(told)
    asterisk.all_calls_over()
    assert asterisk.database("kalix-call") == {}
