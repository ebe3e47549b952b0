"""What the PBX tells: lines are shown once, each event goes to whom it concerns, and a comparison follows when the PBX is there again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.core import pbx_events
from kalix_presence.hub.core.pbx_events import PbxEvents, pbx_changed
from kalix_presence.hub.pbx.protocol import (
    CallDiverted,
    CallRecord,
    CallRecorded,
    CallSeen,
    CodeDialled,
    LineChanged,
    PbxLost,
    PbxReady,
    PhoneCode,
    PlacedCallEnded,
    PresentCall,
    RangFromPhone,
    Talked,
)
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.callback import Outcome, Source
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallPlace, CallState, DivertReason
from tests.clocks import NINE, Clock

CODE = PhoneCode("k", "2041", "2041", "1", None, "rule", NINE)
RECORD = CallRecord("k", Source.MISSED, "2041", "0923555012", CallPlace.PHONE, False, 20, NINE)
CALL = PresentCall("c", "2041", "0923555012", "", False, CallState.RINGING, NINE)


class Exchange:
    """A PBX that tells what a test tells it, and all the rooms that hear of it."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()
        self.connected = True
        self.heard: list[tuple[str, Any]] = []
        self.refusal: Exception | None = None
        self.compared: list[bool] = []

    async def events(self) -> AsyncIterator[Any]:
        while True:
            yield await self.queue.get()

    async def take_over(self, code: PhoneCode) -> None:
        self.heard.append(("code", code))
        if self.refusal is not None:
            raise self.refusal

    async def phone_used(self, extension: str) -> None:
        self.heard.append(("used", extension))


class House:
    """The listener by itself, with what it shows."""

    def __init__(self) -> None:
        self.board = Board(shipped.default_reasons(), shipped.default_policy())
        self.board.load_directory({"2041": Person("2041", "Anna", "Ek", "bygg", "bygg")}, {}, 1)
        self.pbx, self.clock, self.frames = Exchange(), Clock(), list[Frame]()
        bus = EventBus(self.board)
        bus.listen(self.frames.append)
        anything: Any = self.pbx
        self.events = PbxEvents(
            self.board,
            bus,
            anything,
            anything,
            anything,
            anything,
            seconds=3600,
            clock=self.clock,
            on_diverted=self.note("why"),
        )

    def note(self, name: str) -> Any:
        return lambda *what: self.pbx.heard.append((name, what[0] if len(what) == 1 else what))

    def later(self, name: str) -> Any:
        async def noted(*what: Any) -> None:
            self.pbx.heard.append((name, what[0] if what else None))

        return noted

    async def told(self, *events: Any) -> list[tuple[str, Any]]:
        """What was heard when the PBX had told all these."""
        self.pbx.heard.clear()
        listening = asyncio.create_task(self.events.listen())
        for event in (*events, LineChanged("last", LineState.IDLE)):
            self.pbx.queue.put_nowait(event)
        done = asyncio.Event()
        self.events.on_line = lambda extension, line: (
            done.set() if extension == "last" else self.pbx.heard.append(("line", (extension, line)))
        )
        await done.wait()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        return self.pbx.heard


@pytest.fixture
async def house() -> House:
    return House()


def lines(frames: list[Frame]) -> list[wire.LinesChanged]:
    return [msgspec.json.decode(frame.full, type=wire.LinesChanged) for frame in frames]


async def test_a_line_is_shown_when_it_is_another_and_counted_each_time(house: House) -> None:
    await house.told(*(LineChanged("2041", state) for state in (LineState.RINGING, LineState.RINGING, LineState.IDLE)))
    assert lines(house.frames) == [wire.LinesChanged({"2041": LineState.RINGING}), wire.LinesChanged({"2041": LineState.IDLE})]
    assert all(frame.colleague == frame.full for frame in house.frames)
    assert (house.board.states["2041"].line, house.board.states["2041"].rung) == (LineState.IDLE, 3)


async def test_a_line_of_nobody_is_heard_by_who_minds_lines_and_shown_to_nobody(house: House) -> None:
    assert await house.told(LineChanged("2999", LineState.BUSY)) == [("line", ("2999", LineState.BUSY))]
    assert house.frames == []


async def test_whoever_takes_their_phone_is_there_and_whoever_is_rung_need_not_be(house: House) -> None:
    ringing, busy = (LineChanged("2041", state) for state in (LineState.RINGING, LineState.BUSY))
    heard = await house.told(ringing, busy, busy)
    assert [what for name, what in heard if name == "used"] == ["2041"]


async def test_each_kind_of_event_goes_to_whom_it_concerns(house: House) -> None:
    events = house.events
    events.on_call_seen = house.note("seen")
    events.on_call_recorded, events.on_talked = house.later("recorded"), house.later("talked")
    events.on_placed_call_ended, events.on_rang_from_phone = house.later("ended"), house.later("rang")
    talked, ended = Talked("2041", "0923555012", False, 30), PlacedCallEnded("c", Outcome.BUSY)
    rang = RangFromPhone("k", "2041", "0923555012", Outcome.BUSY, 0.0, NINE)
    heard = await house.told(
        CodeDialled(CODE),
        CallDiverted("2041", "0923555012", "9", DivertReason.ABSENCE),
        CallSeen(CALL),
        CallRecorded(RECORD),
        talked,
        ended,
        rang,
    )
    assert heard == [
        ("code", CODE),
        ("why", DivertReason.ABSENCE),
        ("seen", CALL),
        ("recorded", RECORD),
        ("talked", talked),
        ("ended", ended),
        ("rang", rang),
    ]


@pytest.mark.parametrize("refusal", [Unavailable("store-unwritable"), RuntimeError("broken")])
async def test_a_code_that_cannot_be_taken_now_leaves_the_next_events_heard(house: House, refusal: Exception) -> None:
    house.pbx.refusal = refusal
    heard = await house.told(CodeDialled(CODE), CallDiverted("2041", "0923555012", "9", DivertReason.BUSY))
    assert [name for name, _ in heard] == ["code", "why"]


async def test_a_hook_that_refuses_or_breaks_leaves_the_next_events_heard(house: House) -> None:
    async def refuses(_: object) -> None:
        raise Unavailable("store-unwritable")

    async def breaks(_: object) -> None:
        raise KeyError

    house.events.on_call_recorded, house.events.on_talked = refuses, breaks
    heard = await house.told(
        CallRecorded(RECORD), Talked("2041", "", False, 3), CallDiverted("2041", "0923555012", "9", DivertReason.BUSY)
    )
    assert heard == [("why", DivertReason.BUSY)]


async def test_a_pbx_that_goes_and_comes_is_told_once_with_since_when(house: House) -> None:
    house.events.also_ready.append(lambda: house.pbx.heard.append(("also", None)))
    house.events.on_ready, house.events.on_lost = house.later("ready"), house.later("lost")
    heard = await house.told(PbxReady(), PbxLost(), PbxLost(), PbxReady())
    assert [name for name, _ in heard] == ["also", "ready", "lost", "lost", "also", "ready"]
    told = [msgspec.json.decode(frame.full, type=wire.PbxChanged) for frame in house.frames]
    assert told == [wire.PbxChanged(True), wire.PbxChanged(False, NINE), wire.PbxChanged(True)]
    assert (house.board.pbx, house.board.pbx_since) == (True, None)


async def test_since_when_it_is_lost_is_told_to_whoever_comes_later(house: House) -> None:
    assert pbx_changed(house.board) == wire.PbxChanged(False)
    await house.told(PbxReady())
    house.clock.move(minutes=5)
    await house.told(PbxLost())
    assert pbx_changed(house.board) == wire.PbxChanged(False, house.clock())


async def test_a_listener_that_is_begun_again_does_as_if_the_pbx_were_newly_there(house: House) -> None:
    house.events.on_ready, house.events.on_lost = house.later("ready"), house.later("lost")
    assert await house.told() == []
    assert [name for name, _ in await house.told()] == ["ready"]
    house.pbx.connected = False
    assert [name for name, _ in await house.told()] == ["lost"]


async def compared(house: House, monkeypatch: pytest.MonkeyPatch, *ends: bool, seconds: float = 3600) -> list[bool]:
    """Whether each comparison was of a PBX that is newly there, when they end so."""
    rounds: list[bool] = []
    over = asyncio.Event()

    async def reconcile(_: object, *, restarted: bool) -> bool:
        rounds.append(restarted)
        if len(rounds) == len(ends):
            over.set()
        else:
            house.events._compare.set()
        return ends[len(rounds) - 1]

    monkeypatch.setattr(pbx_events, "reconcile_quietly", reconcile)
    house.events._seconds = seconds
    comparing = asyncio.create_task(house.events.compare())
    await over.wait()
    comparing.cancel()
    return rounds


async def test_a_comparison_of_a_new_pbx_is_owed_until_it_is_done(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.told(PbxReady())
    assert await compared(house, monkeypatch, False, True, True) == [True, True, False]


async def test_without_any_event_they_are_compared_now_and_then_while_the_pbx_is_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await compared(house, monkeypatch, True, seconds=0.001) == [False]
    house.pbx.connected = False
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await compared(house, monkeypatch, True, seconds=0.001)
