"""The model PBX: who is told that nobody answered, which calls there are now, and how placed calls end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.embedded.virtual_exchange import VirtualPhone
from kalix_presence.hub.pbx.protocol import (
    CallRecord,
    CallRecorded,
    CallSeen,
    PbxEvent,
    PlacedCallEnded,
    PresentCall,
    RangFromPhone,
    Talked,
)
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.hub.house import embedded

OUTSIDE = "0701234567"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pbx(clock: Clock) -> EmbeddedPbx:
    made = embedded(clock)
    await made.start()
    return made


@pytest.fixture
async def told(pbx: EmbeddedPbx) -> AsyncIterator[list[PbxEvent]]:
    """Everything that was told so far."""
    events: list[PbxEvent] = []
    reader = pbx.events()

    async def listen() -> None:
        async for event in reader:
            events.append(event)

    listening = asyncio.ensure_future(listen())
    yield events
    listening.cancel()


async def of(told: list[PbxEvent], kind: type) -> list[PbxEvent]:
    await asyncio.sleep(0)
    return [event for event in told if isinstance(event, kind)]


def lunch(clock: Clock, extension: str = "2041", target: str = "9") -> ForwardingRule:
    return ForwardingRule(extension, "a1", Divert.ALWAYS, target, clock() + timedelta(hours=1), "lunch")


@pytest.mark.parametrize("where", ["phone", "announcement", "switchboard"])
async def test_who_hung_up_before_an_answer_is_a_missed_call_of_the_person_first_called(
    pbx: EmbeddedPbx, clock: Clock, told: list[PbxEvent], where: str
) -> None:
    if where != "phone":
        await pbx.apply(lunch(clock))
    story = pbx.call(OUTSIDE, "2041", hangs_up=where, waited=7)
    assert story.answered_by is None
    [record] = await pbx.calls()
    wanted = ("missed", "2041", OUTSIDE, where, False, 7, clock())
    assert (record.kind, record.extension, record.caller, record.where, record.internal, record.waited, record.at) == wanted
    assert await of(told, CallRecorded) == [CallRecorded(record)]
    assert await pbx.present_calls() == []
    await pbx.forget_call(record.key)
    await pbx.forget_call(record.key)
    assert await pbx.calls() == []


async def test_through_a_colleague_to_the_switchboard_it_is_still_the_first_one_s(pbx: EmbeddedPbx, clock: Clock) -> None:
    await pbx.apply(lunch(clock, "2041", "2042"))
    pbx.phones["2042"].answers = False
    pbx.call("2043", "2041", hangs_up="switchboard")
    [record] = await pbx.calls()
    assert (record.extension, record.where, record.internal) == ("2041", "switchboard", True)


async def test_an_answered_call_is_no_missed_call(pbx: EmbeddedPbx) -> None:
    pbx.call(OUTSIDE, "2041")
    assert await pbx.calls() == []


async def test_the_key_in_the_announcement_asks_to_be_called_back(pbx: EmbeddedPbx, clock: Clock) -> None:
    await pbx.apply(lunch(clock))
    assert pbx.call(OUTSIDE, "2041", presses="1").answered_by is None
    [record] = await pbx.calls()
    assert (record.kind, record.caller, record.where) == ("asked", OUTSIDE, "announcement")


async def test_a_withheld_number_cannot_be_called_back_and_goes_on_to_the_switchboard(pbx: EmbeddedPbx, clock: Clock) -> None:
    await pbx.apply(lunch(clock))
    assert pbx.call("", "2041", presses="1").answered_by == "9"
    assert await pbx.calls() == []


async def test_a_call_rings_is_talked_and_ends_with_one_id(pbx: EmbeddedPbx, clock: Clock, told: list[PbxEvent]) -> None:
    pbx.call(OUTSIDE, "2041", name="Karin Berg")
    clock.move(seconds=40)
    pbx.hang_up("2041")
    await asyncio.sleep(0)
    seen = [event.call for event in told if isinstance(event, CallSeen)]
    assert [call.state for call in seen] == ["ringing", "talking", "ended"]
    assert len({call.id for call in seen}) == 1
    assert {(call.extension, call.number, call.name, call.outward) for call in seen} == {("2041", OUTSIDE, "Karin Berg", False)}
    assert await of(told, Talked) == [Talked("2041", OUTSIDE, False, 40.0)]


async def test_a_caller_waits_before_the_switchboard_and_is_told_for_whom_and_why(pbx: EmbeddedPbx, clock: Clock) -> None:
    await pbx.apply(lunch(clock))
    call_id = pbx.call(OUTSIDE, "2041", stays="switchboard").call_id
    [call] = await pbx.present_calls()
    assert call == PresentCall(call_id, "9", OUTSIDE, "", False, "ringing", clock(), "2041", "absence", waiting=True)
    pbx.answer(call_id)
    [call] = await pbx.present_calls()
    assert (call.state, call.waiting) == ("talking", False)
    await pbx.move_call(call_id, "2042")
    [call] = await pbx.present_calls()
    assert (call.extension, call.number, call.state) == ("2042", OUTSIDE, "talking")


async def test_who_gives_up_while_waiting_is_a_missed_call(pbx: EmbeddedPbx) -> None:
    pbx.phones["2041"].answers = False
    pbx.give_up(pbx.call(OUTSIDE, "2041", stays="switchboard").call_id)
    assert [(record.extension, record.where) for record in await pbx.calls()] == [("2041", "switchboard")]


async def test_a_placed_call_ends_once_with_what_was_talked(pbx: EmbeddedPbx, clock: Clock, told: list[PbxEvent]) -> None:
    call_id = await pbx.place_call("2041", OUTSIDE)
    [call] = await pbx.present_calls()
    assert (call.id, call.outward, call.state, call.number) == (call_id, True, "talking", OUTSIDE)
    assert await of(told, PlacedCallEnded) == []
    clock.move(seconds=75)
    pbx.hang_up("2041")
    pbx.hang_up("2041")
    assert await of(told, PlacedCallEnded) == [PlacedCallEnded(call_id, "answered", 75.0)]
    assert await of(told, Talked) == [Talked("2041", OUTSIDE, True, 75.0)]
    assert pbx.phones["2041"].state is LineState.IDLE


async def test_where_nobody_is_there_to_hang_up_a_conversation_ends_by_itself() -> None:
    clock = Clock()
    policy, reasons = shipped.default_policy(), shipped.default_reasons()
    pbx = EmbeddedPbx(["2041", "2042"], policy=policy, reasons=reasons, clock=clock, talks_for=0.01)
    await pbx.start()
    events = pbx.events()
    call_id = await pbx.place_call("2041", "2042")
    async for event in events:
        if isinstance(event, PlacedCallEnded):
            assert event == PlacedCallEnded(call_id, "answered", 0.0)
            break
    assert await pbx.present_calls() == []
    assert {phone.state for phone in pbx.phones.values()} == {LineState.IDLE}


@pytest.mark.parametrize(
    ("phone", "outcome"),
    [
        (VirtualPhone(LineState.BUSY), "busy"),
        (VirtualPhone(answers=False), "no_answer"),
        (VirtualPhone(LineState.NOT_REGISTERED), "failed"),
    ],
)
async def test_a_placed_call_that_reaches_nobody_says_why(
    pbx: EmbeddedPbx, told: list[PbxEvent], phone: VirtualPhone, outcome: str
) -> None:
    pbx.outside[OUTSIDE] = phone
    call_id = await pbx.place_call("2041", OUTSIDE)
    assert await of(told, PlacedCallEnded) == [PlacedCallEnded(call_id, outcome)]
    assert (await pbx.present_calls(), pbx.phones["2041"].state) == ([], LineState.IDLE)


async def test_an_own_phone_that_is_not_picked_up_fails(pbx: EmbeddedPbx, told: list[PbxEvent]) -> None:
    pbx.phones["2041"].answers = False
    call_id = await pbx.place_call("2041", OUTSIDE)
    assert await of(told, PlacedCallEnded) == [PlacedCallEnded(call_id, "failed")]


async def test_a_placed_call_that_ends_at_the_switchboard_was_not_answered(
    pbx: EmbeddedPbx, clock: Clock, told: list[PbxEvent]
) -> None:
    await pbx.apply(lunch(clock, "2042"))
    call_id = await pbx.place_call("2041", "2042")
    assert await of(told, PlacedCallEnded) == [PlacedCallEnded(call_id, "no_answer")]
    assert await pbx.present_calls() == []


async def test_a_colleague_is_asked_and_then_has_the_caller(pbx: EmbeddedPbx) -> None:
    held = pbx.call(OUTSIDE, "2041").call_id
    asking = await pbx.consult_call(held, "2042")
    states = {(call.extension, call.number): call.state for call in await pbx.present_calls()}
    assert states == {("2041", OUTSIDE): "held", ("2041", "2042"): "talking", ("2042", "2041"): "talking"}
    await pbx.complete_consult(asking)
    [call] = await pbx.present_calls()
    assert (call.extension, call.number, call.state) == ("2042", OUTSIDE, "talking")
    assert pbx.phones["2041"].state is LineState.IDLE


async def test_who_was_asked_says_no_and_the_caller_is_taken_back(pbx: EmbeddedPbx) -> None:
    held = pbx.call(OUTSIDE, "2041").call_id
    await pbx.cancel_consult(await pbx.consult_call(held, "2042"))
    [call] = await pbx.present_calls()
    assert (call.id, call.state) == (held, "talking")
    pbx.phones["2043"].answers = False
    await pbx.consult_call(held, "2043")
    assert [call.state for call in await pbx.present_calls()] == ["talking"]
    with pytest.raises(Unavailable, match="pbx-refused"):
        await pbx.complete_consult(held)


async def test_the_code_for_callbacks_rings_the_first_one(pbx: EmbeddedPbx, told: list[PbxEvent]) -> None:
    assert pbx.ring_back("2041") is None
    await pbx.message_lamp("2041", 2, OUTSIDE)
    assert pbx.ring_back("2041") == "answered"
    [rang] = await of(told, RangFromPhone)
    assert (rang.extension, rang.number, rang.outcome, rang.talked) == ("2041", OUTSIDE, "answered", 20.0)
    await pbx.message_lamp("2041", 0)
    assert pbx.ring_back("2041") is None


async def test_unplugged_it_tells_no_calls(pbx: EmbeddedPbx) -> None:
    pbx.unplug()
    for refused in (pbx.calls(), pbx.forget_call("1-1"), pbx.present_calls(), pbx.move_call("call-1", "2041")):
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await refused


def test_a_record_is_a_plain_value(clock: Clock) -> None:
    assert CallRecord("1-1", "missed", "2041", "", "phone", False, 1, clock()).caller == ""
