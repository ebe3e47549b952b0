"""What the PBX tells of calls is taken in one after the other; what cannot be now waits in its journal, and nothing stops it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from kalix_presence.hub.callbacks.call_intake import QUEUE_LIMIT, CallIntake, in_order
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.pbx.protocol import CallRecord, PlacedCallEnded, RangFromPhone, Talked
from kalix_presence.model.callback import Outcome, Source
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.present_call import CallPlace
from tests.clocks import NINE

SECOND = timedelta(seconds=1)
LONG = 3600.0


def missed(key: str, at: datetime = NINE) -> CallRecord:
    return CallRecord(key, Source.MISSED, "2041", "0923555012", CallPlace.PHONE, False, 20, at)


def rang(key: str, at: datetime = NINE, talked: float = 0.0) -> RangFromPhone:
    return RangFromPhone(key, "2041", "0923555012", Outcome.ANSWERED if talked else Outcome.BUSY, talked, at)


def talked(key: str, at: datetime | None = NINE) -> Talked:
    return Talked("2041", "0923555012", False, 30, key, at)


class Rooms:
    """The journals, and all that hear of calls: notes what each was told, and refuses or fails where a test says so."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.faults: dict[str, Exception] = {}
        self.journal: tuple[list[CallRecord], list[RangFromPhone], list[Talked]] = ([], [], [])

    async def _note(self, name: str, *what: Any) -> None:
        self.told.append((name, *what))
        if (fault := self.faults.get(name)) is not None:
            raise fault

    async def calls(self) -> list[CallRecord]:
        await self._note("journal")
        return self.journal[0]

    async def rang(self) -> list[RangFromPhone]:
        return self.journal[1]

    async def conversations(self) -> list[Talked]:
        return self.journal[2]

    async def note_call(self, record: CallRecord) -> None:
        await self._note("call", record.key)
        if (fault := self.faults.get(record.key)) is not None:
            raise fault

    async def talked(self, event: Talked) -> None:
        await self._note("talked", event.key, event.outward, event.seconds)

    async def rang_from_phone(self, event: RangFromPhone) -> None:
        await self._note("rang", event.key)

    async def ended(self, call: str, outcome: Outcome, talked: float) -> None:
        await self._note("ended", call, outcome, talked)

    async def lost(self) -> None:
        await self._note("lost")

    async def retry(self) -> None:
        await self._note("retry")

    async def ready(self) -> None:
        await self._note("lamps")


@asynccontextmanager
async def running(rooms: Rooms, seconds: float = LONG, told: int = 0) -> AsyncIterator[tuple[CallIntake, PbxHooks]]:
    each, hooks = cast("Any", rooms), PbxHooks()
    intake = CallIntake(each, each, each, each, seconds=seconds)
    intake.join(hooks)
    for number in range(told):
        await hooks.on_call_recorded(missed(f"{number}"))
    work = asyncio.create_task(intake.run())
    try:
        yield intake, hooks
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def test_each_thing_that_is_told_goes_to_its_room_in_its_turn() -> None:
    rooms = Rooms()
    async with running(rooms) as (intake, hooks):
        await hooks.on_call_recorded(missed("a"))
        await hooks.on_talked(talked("b"))
        await hooks.on_placed_call_ended(PlacedCallEnded("c", Outcome.BUSY, 1.5))
        await hooks.on_rang_from_phone(rang("d"))
        await hooks.on_rang_from_phone(rang("e", talked=12))
        await hooks.on_lost()
        await intake.idle()
    assert rooms.told == [
        ("call", "a"), ("talked", "b", False, 30), ("ended", "c", Outcome.BUSY, 1.5), ("rang", "d"), ("rang", "e"),
        ("talked", "", True, 12), ("lost",),
    ]  # fmt: skip


async def test_when_the_pbx_is_ready_the_lamps_and_then_the_journals_are_looked_at() -> None:
    rooms = Rooms()
    rooms.journal = ([missed("2", NINE + 2 * SECOND)], [rang("1", NINE + SECOND)], [talked("0")])
    async with running(rooms) as (intake, hooks):
        await hooks.on_ready()
        await intake.idle()
    assert [each[:2] for each in rooms.told] == [
        ("lamps",), ("retry",), ("journal",), ("talked", "0"), ("rang", "1"), ("call", "2"),
    ]  # fmt: skip


async def test_the_journals_are_looked_at_again_though_nothing_is_told() -> None:
    rooms = Rooms()
    rooms.journal = ([missed("a")], [], [])
    async with running(rooms, seconds=0.001):
        while rooms.told.count(("call", "a")) < 2:
            await asyncio.sleep(0.001)


@pytest.mark.parametrize("fault", [OverflowError(), ValueError("odd")])
async def test_one_entry_that_fails_takes_none_of_the_others_along(fault: Exception) -> None:
    rooms = Rooms()
    rooms.journal = ([missed("odd"), missed("good", NINE + SECOND)], [], [])
    rooms.faults["odd"] = fault
    with capture_logs() as logs:
        async with running(rooms) as (intake, hooks):
            await hooks.on_ready()
            await hooks.on_call_recorded(missed("odd"))
            await hooks.on_call_recorded(missed("later"))
            await intake.idle()
    assert [key for name, *key in rooms.told if name == "call"] == [["odd"], ["good"], ["odd"], ["later"]]
    assert [each["event"] for each in logs] == ["call-failed", "call-failed"]


async def test_what_cannot_be_kept_now_ends_the_round_and_waits_for_the_next() -> None:
    rooms = Rooms()
    rooms.journal = ([missed("a"), missed("b", NINE + SECOND)], [], [])
    rooms.faults["a"] = Unavailable("store-busy")
    with capture_logs() as logs:
        async with running(rooms) as (intake, hooks):
            await hooks.on_ready()
            await intake.idle()
            assert ("call", "b") not in rooms.told, "what happened later is not kept before it"
            rooms.faults.clear()
            await hooks.on_ready()
            await intake.idle()
    assert rooms.told[-2:] == [("call", "a"), ("call", "b")]
    assert [(each["event"], each["trouble"]) for each in logs] == [("call-waits", "store-busy")]


async def test_a_flood_is_left_to_the_journals_and_the_newest_still_comes() -> None:
    rooms = Rooms()
    rooms.journal = ([missed("kept")], [], [])
    with capture_logs() as logs:
        async with running(rooms, told=QUEUE_LIMIT + 1) as (intake, _):
            await intake.idle()
    assert rooms.told == [("lost",), ("retry",), ("journal",), ("call", "kept"), ("call", f"{QUEUE_LIMIT}")]
    assert [(each["event"], each["count"]) for each in logs] == [("calls-left-to-the-journal", QUEUE_LIMIT)]


async def test_as_many_as_may_wait_are_all_taken_in() -> None:
    rooms = Rooms()
    async with running(rooms, told=QUEUE_LIMIT) as (intake, _):
        await intake.idle()
    assert rooms.told == [("call", f"{number}") for number in range(QUEUE_LIMIT)]


def test_in_one_second_a_conversation_comes_after_the_call_it_may_answer_and_what_has_no_moment_last() -> None:
    entries = [talked("t"), missed("b"), rang("a"), talked("never", None), missed("before", NINE - SECOND)]
    assert [each.key for each in in_order(entries)] == ["before", "a", "b", "t", "never"]
