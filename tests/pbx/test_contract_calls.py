"""What every driver tells of calls and does with them: one suite, for the embedded PBX and for a real Asterisk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.protocol import (
    CallRecorded,
    CallSeen,
    Pbx,
    PbxEvent,
    PbxReady,
    PlacedCallEnded,
    PresentCall,
    RangFromPhone,
    Talked,
)
from kalix_presence.model.errors import Unavailable
from tests.clocks import Clock
from tests.hub.house import embedded
from tests.pbx.hands import KARIN, OUTSIDE, Hands, RealHands, VirtualHands, brief
from tests.pbx.test_contract import DRIVERS, rule

Told = TypeVar("Told", bound=PbxEvent)


@dataclass
class Site:
    """A driver that is connected, the hands at its phones, and all that it told."""

    pbx: Pbx
    hands: Hands
    events: list[PbxEvent] = field(default_factory=list)

    async def told(self, kind: type[Told], holds: Callable[[Told], bool] = lambda event: True) -> Told:
        """The first event of this kind that `holds`; waits for it."""
        async with asyncio.timeout(60):
            while True:
                for event in self.events:
                    if isinstance(event, kind) and holds(event):
                        return event
                await asyncio.sleep(0.01)

    async def seen(self, extension: str, state: str, **more: object) -> PresentCall:
        """A present call of `extension` in `state`; waits for it."""

        def holds(event: CallSeen) -> bool:
            call = event.call
            return (call.extension, call.state) == (extension, state) and all(
                getattr(call, name) == value for name, value in more.items()
            )

        return (await self.told(CallSeen, holds)).call

    async def counted(self, count: int) -> list[CountedCall]:
        """What is kept to be counted, once it is so many."""
        async with asyncio.timeout(60):
            while len(found := await self.pbx.counted_calls()) < count:
                await asyncio.sleep(0.01)
        return found

    async def until(self, wanted: set[tuple[str, str, str]]) -> None:
        """Wait until the present calls are these."""
        async with asyncio.timeout(60):
            while brief(await self.pbx.present_calls()) != wanted:
                await asyncio.sleep(0.01)


@pytest.fixture(params=DRIVERS)
async def site(request: pytest.FixtureRequest) -> AsyncIterator[Site]:
    if request.param == "embedded":
        model = embedded(Clock())
        made = Site(model, VirtualHands(model))
    else:
        assert request.param == "asterisk", f"lend a hand at {request.param} here"
        server = request.getfixturevalue("asterisk")
        made = Site(AsteriskPbx(server.settings), RealHands(request.getfixturevalue("hand_phones")))
    events = made.pbx.events()

    async def listen() -> None:
        async for event in events:
            made.events.append(event)

    listening = asyncio.create_task(listen())
    await made.pbx.start()
    await made.told(PbxReady)
    yield made
    listening.cancel()
    await made.pbx.stop()


async def test_a_call_is_seen_from_the_first_ring_to_the_end(site: Site) -> None:
    await site.hands.have_phones("2041")
    await site.hands.karin_calls("2041")
    rings = await site.seen("2041", "ringing", number=KARIN, name="Karin Berg", outward=False)
    assert (rings.diverted_from, rings.why, rings.waiting) == ("", "", False)
    await site.hands.pick_up("2041")
    talks = await site.seen("2041", "talking")
    assert talks.since >= rings.since
    assert await site.pbx.present_calls() == [talks]
    await site.hands.put_down("2041")
    ended = await site.seen("2041", "ended")
    assert rings.id == talks.id == ended.id
    talked = await site.told(Talked)
    assert (talked.extension, talked.number, talked.outward) == ("2041", KARIN, False)
    assert 0 <= talked.seconds < 60
    assert await site.pbx.present_calls() == []
    assert await site.pbx.calls() == []


async def test_who_gives_up_at_the_phone_is_written_down_until_the_hub_has_it(site: Site) -> None:
    await site.hands.have_phones("2041")
    await site.hands.karin_calls("2041")
    await site.seen("2041", "ringing")
    await site.hands.karin_gives_up()
    told = await site.told(CallRecorded)
    record = told.record
    assert (record.kind, record.extension, record.caller) == ("missed", "2041", KARIN)
    assert (record.where, record.internal) == ("phone", False)
    assert await site.pbx.calls() == [record]
    await site.seen("2041", "ended")
    for _ in range(2):
        await site.pbx.forget_call(record.key)
        assert await site.pbx.calls() == []


async def test_who_waits_before_the_switchboard_is_seen_with_whom_and_why_and_missed_when_giving_up(site: Site) -> None:
    await site.pbx.apply(rule())
    await site.hands.have_phones("9")
    await site.hands.karin_calls("2041")
    waits = await site.seen("9", "ringing", waiting=True)
    assert (waits.number, waits.name, waits.diverted_from, waits.why) == (KARIN, "Karin Berg", "2041", "absence")
    await site.until({("9", KARIN, "ringing")})
    if not isinstance(site.hands, VirtualHands):
        await asyncio.to_thread(site.hands._phone("9").ringing)  # type: ignore[attr-defined]
    await site.hands.karin_gives_up()
    record = (await site.told(CallRecorded)).record
    assert (record.extension, record.where) == ("2041", "switchboard")
    await site.until(set())


async def test_a_call_that_is_over_is_kept_to_be_counted_until_the_hub_has_it(site: Site) -> None:
    await site.hands.have_phones("2041")
    await site.hands.karin_calls("2041")
    await site.seen("2041", "ringing")
    await site.hands.pick_up("2041")
    await site.seen("2041", "talking")
    await site.hands.put_down("2041")
    await site.seen("2041", "ended")
    [call] = await site.counted(1)
    assert (call.extension, call.internal, call.away, call.took) == ("2041", False, False, "own")
    assert (call.stood, call.waited, call.ended_by) == (False, None, "caller")
    assert call.rang is not None
    for _ in range(2):
        await site.pbx.forget_counted_call(call.key)
        assert await site.pbx.counted_calls() == []


async def test_who_gives_up_before_the_switchboard_is_counted_for_whom_they_called(site: Site) -> None:
    await site.pbx.apply(rule())
    await site.hands.have_phones("9")
    await site.hands.karin_calls("2041")
    await site.seen("9", "ringing", waiting=True)
    await site.hands.karin_gives_up()
    [call] = await site.counted(1)
    assert (call.extension, call.away, call.took, call.rang, call.stood) == ("2041", True, "none", None, True)
    assert call.waited is not None


async def test_the_switchboard_answers_and_passes_the_call_on_blind(site: Site) -> None:
    await site.pbx.apply(rule())
    await site.hands.have_phones("9", "2042")
    await site.hands.karin_calls("2041")
    await site.seen("9", "ringing", waiting=True)
    await site.hands.pick_up("9")
    talks = await site.seen("9", "talking", waiting=False)
    await site.until({("9", KARIN, "talking")})
    await site.pbx.move_call(talks.id, "2042")
    await site.hands.pick_up("2042")
    await site.until({("2042", KARIN, "talking")})
    await site.hands.put_down("2042")
    await site.until(set())
    assert await site.pbx.calls() == []


async def test_a_caller_who_waits_is_sent_on_without_being_answered(site: Site) -> None:
    await site.pbx.apply(rule())
    await site.hands.have_phones("9", "2042")
    await site.hands.karin_calls("2041")
    waits = await site.seen("9", "ringing", waiting=True)
    await site.pbx.move_call(waits.id, "2042")
    await site.hands.pick_up("2042")
    talks = await site.seen("2042", "talking", number=KARIN)
    assert (talks.diverted_from, talks.why) == ("2041", "absence"), "whoever takes it would not know whom it was for"
    await site.until({("2042", KARIN, "talking")})
    await site.hands.put_down("2042")
    await site.until(set())


async def test_a_call_that_rings_is_taken_away_to_a_colleague(site: Site) -> None:
    await site.hands.have_phones("2041", "2042")
    await site.hands.karin_calls("2041")
    rings = await site.seen("2041", "ringing", number=KARIN)
    await site.pbx.move_call(rings.id, "2042")
    await site.hands.pick_up("2042")
    await site.until({("2042", KARIN, "talking")})
    await site.hands.put_down("2042")
    await site.until(set())
    assert await site.pbx.calls() == []


async def test_a_colleague_is_asked_first_and_then_has_the_caller(site: Site) -> None:
    await site.hands.have_phones("2041", "2042")
    await site.hands.karin_calls("2041")
    await site.hands.pick_up("2041")
    talks = await site.seen("2041", "talking", number=KARIN)
    asking = await site.pbx.consult_call(talks.id, "2042")
    await site.hands.pick_up("2042")
    await site.until({("2041", KARIN, "held"), ("2041", "2042", "talking"), ("2042", "2041", "talking")})
    with pytest.raises(Unavailable, match="pbx-refused"):
        await site.pbx.consult_call(talks.id, "2042")
    await site.pbx.complete_consult(asking)
    await site.until({("2042", KARIN, "talking")})
    await site.hands.put_down("2042")
    await site.until(set())
    assert await site.pbx.calls() == []


async def test_a_colleague_who_was_asked_is_left_and_the_caller_taken_back(site: Site) -> None:
    await site.hands.have_phones("2041", "2042")
    await site.hands.karin_calls("2041")
    await site.hands.pick_up("2041")
    talks = await site.seen("2041", "talking", number=KARIN)
    await site.pbx.consult_call(talks.id, "2042")
    await site.hands.pick_up("2042")
    await site.until({("2041", KARIN, "held"), ("2041", "2042", "talking"), ("2042", "2041", "talking")})
    await site.pbx.cancel_consult(talks.id)
    await site.until({("2041", KARIN, "talking")})
    await site.hands.put_down("2041")
    await site.until(set())


async def test_a_placed_call_that_is_answered_ends_once_with_what_was_talked(site: Site) -> None:
    await site.hands.have_phones("2041", "2043")
    call_id = await site.pbx.place_call("2041", OUTSIDE)
    await site.hands.pick_up("2041")
    await site.hands.pick_up(OUTSIDE)
    talks = await site.seen("2041", "talking", outward=True, number=OUTSIDE)
    assert talks.id == call_id
    await site.hands.put_down("2041")
    ended = await site.told(PlacedCallEnded)
    assert (ended.call_id, ended.outcome) == (call_id, "answered")
    assert 0 <= ended.talked < 60
    talked = await site.told(Talked, lambda event: event.extension == "2041")
    assert (talked.number, talked.outward) == (OUTSIDE, True)
    await site.until(set())
    assert len([event for event in site.events if isinstance(event, PlacedCallEnded)]) == 1


async def test_a_placed_call_to_somebody_who_talks_is_busy(site: Site) -> None:
    await site.hands.have_phones("2041")
    await site.hands.outside_is_busy()
    call_id = await site.pbx.place_call("2041", OUTSIDE)
    await site.hands.pick_up("2041")
    ended = await site.told(PlacedCallEnded)
    assert (ended.call_id, ended.outcome, ended.talked) == (call_id, "busy", 0.0)
    await site.until(set())


async def test_the_code_for_callbacks_rings_the_first_one_back(site: Site) -> None:
    await site.hands.have_phones("2041", "2043")
    await site.pbx.message_lamp("2041", 2, OUTSIDE)
    await site.hands.ring_back("2041")
    rang = await site.told(RangFromPhone)
    assert (rang.extension, rang.number, rang.outcome) == ("2041", OUTSIDE, "answered")
    assert await site.pbx.rang() == [rang]
    for _ in range(2):
        await site.pbx.forget_rang(rang.key)
        assert await site.pbx.rang() == []
    await site.pbx.message_lamp("2041", 0)


async def test_what_is_no_present_call_can_neither_be_moved_nor_passed_on(site: Site) -> None:
    for refused in (
        site.pbx.move_call("call-nobody", "2042"),
        site.pbx.consult_call("call-nobody", "2042"),
        site.pbx.complete_consult("call-nobody"),
        site.pbx.cancel_consult("call-nobody"),
    ):
        with pytest.raises(Unavailable, match="pbx-refused"):
            await refused


@pytest.mark.parametrize("driver", ["embedded", "asterisk"])
async def test_a_pbx_that_is_not_there_tells_no_calls(driver: str) -> None:
    pbx: Pbx = (
        embedded(Clock()) if driver == "embedded" else AsteriskPbx(AsteriskSettings(host="127.0.0.1", port=1, secret="x"))
    )
    for refused in (
        pbx.calls(),
        pbx.forget_call("1-1"),
        pbx.rang(),
        pbx.forget_rang("1-1"),
        pbx.present_calls(),
        pbx.place_call("2041", OUTSIDE),
        pbx.message_lamp("2041", 1, OUTSIDE),
    ):
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await refused
