"""Absences end by the clock, once, and exactly at their end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import absences
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.errors import Unavailable
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, lunch, running, standings, until


async def test_lunch_ends_at_its_end_and_the_person_counts_as_overdue(database: Path) -> None:
    clock = Clock()
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, frames):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await until(lambda: core.board.states["2041"].in_force)
        await core.absence_clock.apply_due(clock.move(minutes=59, seconds=59))
        assert core.board.states["2041"].held is not None
        await core.absence_clock.apply_due(clock.move(seconds=1))
        await until(lambda: core.board.states["2041"].in_force)
        assert await pbx.read("2041") is None
        last = standings(frames)[-1]
        assert (last.absence, last.overdue, last.in_force) == (None, True, True)
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        assert not core.board.states["2041"].overdue


async def test_an_end_that_was_replaced_meanwhile_ends_nothing(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        longer = wire.AbsenceRequest("meeting", clock() + timedelta(hours=3))
        await core.absences.set_absence(ANNA, "2041", longer, key=None, now=clock())
        await core.absence_clock.apply_due(clock.move(hours=1))
        held = core.board.states["2041"].held
        assert held is not None
        assert held.reason == "meeting"


@contextmanager
def locked(core: Core) -> Iterator[None]:
    """Another program writes meanwhile, for longer than the hub waits."""
    with closing(sqlite3.connect(core.store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


async def test_an_end_that_could_not_be_kept_comes_again_within_half_a_second(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        for caller, extension in ((ANNA, "2041"), (MARIA, "2042"), (MARIA, "2043")):
            await core.absences.set_absence(caller, extension, lunch(clock), key=None, now=clock())
        await core.store.write(lambda change: change.sql.execute("PRAGMA busy_timeout = 1").fetchone())
        states = core.board.states
        with locked(core):
            now = clock.move(hours=1)
            for _ in range(3):
                await core.absence_clock.apply_due(now)
                assert all(states[one].held for one in ("2041", "2042", "2043")), "nothing is shown that is not kept"
                with pytest.raises(Unavailable):
                    await core.store.write(lambda change: None)
                now = clock.move(seconds=0.5)
        await core.absence_clock.apply_due(now)  # half a second after the last refusal
        await until(lambda: not any(states[one].held for one in ("2041", "2042", "2043")))
        assert all(states[one].overdue for one in ("2041", "2042", "2043"))
        assert await core.store.read(absences.read_open) == []


async def test_what_ended_while_the_hub_was_down_ends_at_its_start(database: Path) -> None:
    clock = Clock()
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    clock.move(hours=2)
    async with running(database, pbx, clock) as (core, _):
        await until(lambda: core.board.states["2041"].overdue)
        await until(lambda: core.board.states["2041"].in_force)
        assert await pbx.read("2041") is None
        assert await core.store.read(absences.read_open) == []


async def test_a_plan_starts_by_the_clock_and_comes_back_after_lunch(database: Path) -> None:
    clock = Clock()
    start = clock() + timedelta(minutes=30)
    plan = Absence(
        "plan-1",
        "2041",
        "course",
        start,
        start + timedelta(hours=5),
        Forward(),
        "",
        "2041",
        Way.CALENDAR,
    )
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        await core.store.write(lambda change: absences.add_absence(change, plan, now=clock()))
    async with running(database, pbx, clock) as (core, _):
        state = core.board.states["2041"]
        assert state.held is None
        await core.absence_clock.apply_due(clock.move(minutes=30))
        assert state.held == plan
        clock.move(hours=1)
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert state.held is not None
        assert state.held.reason == "lunch"
        await core.absence_clock.apply_due(clock.move(hours=1))
        assert state.held == plan
        assert not state.overdue
        await until(lambda: state.in_force)
        rule = core.board.rules["2041"]
        assert await pbx.read("2041") == rule
        assert rule.id == "plan-1"
