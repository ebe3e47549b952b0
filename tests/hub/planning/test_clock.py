"""Absences end by the clock, once, and exactly at their end."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import (
    Transaction,
    absences,
    event_days,
    events,
    holdings,
    idempotency,
    kept_sessions,
    mirrored,
    plans,
    taken_away,
)
from kalix_presence.hub.store.audit_trail import SLICE
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.mirrored import Part
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


@pytest.mark.in_a_file  # another process holds the file
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


async def worked(core: Core, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], Awaitable[datetime | None]]:
    """What the clock does at each of its moments, for a test to call; it has tidied up within the last hour, or never."""
    works: list[Callable[[datetime], Awaitable[datetime | None]]] = []

    async def run(_: AlarmClock, work: Callable[[datetime], Awaitable[datetime | None]]) -> None:
        works.append(work)

    await core.supervised.stop()
    monkeypatch.setattr(AlarmClock, "run", run)
    await core.absence_clock.run()
    return works[0]


async def test_the_clock_sleeps_until_the_next_moment_or_an_hour_and_no_longer(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        do_due = await worked(core, monkeypatch)
        core.board.due_times.clear()
        begun = clock.move(hours=1)
        assert await do_due(begun) == begun + timedelta(hours=1), "nothing is due before it tidies up again"
        for minutes in (90, 20):
            core.board.look_again(begun + timedelta(minutes=minutes), "2041")
            assert await do_due(begun) == begun + timedelta(minutes=min(minutes, 60))
        await do_due(begun + timedelta(minutes=20))
        assert [extension for _, extension in core.board.due_times] == ["2041"], "the moment that came is done"


async def test_the_clock_tidies_up_once_an_hour_and_goes_on_at_once_where_there_is_more_than_a_slice(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        do_due = await worked(core, monkeypatch)
        core.board.due_times.clear()
        now, days = clock.move(hours=1), timedelta(days=core.limits.event_days)
        asked: list[datetime] = []

        def forget(change: Transaction, *, before: datetime) -> int:
            asked.append(before)
            return events.SLICE if len(asked) == 1 else events.SLICE - 1

        monkeypatch.setattr(events, "forget_events", forget)
        following = await do_due(now)
        assert following is not None
        assert timedelta() < following - now < timedelta(seconds=1)
        assert await do_due(following) == following + timedelta(hours=1)
        await do_due(following + timedelta(minutes=59, seconds=59))
        assert asked == [now - days, following - days]
        await do_due(following + timedelta(hours=1))
        assert len(asked) == 3


@pytest.mark.parametrize(("went", "at_once"), [(SLICE, True), (SLICE - 1, False), (0, False)])
async def test_the_clock_goes_on_at_once_where_a_whole_slice_of_the_trail_went(
    database: Path, monkeypatch: pytest.MonkeyPatch, went: int, at_once: bool
) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        do_due = await worked(core, monkeypatch)
        core.board.due_times.clear()
        monkeypatch.setattr(Transaction, "forget_audit", lambda change, *, before: went)
        now = clock.move(hours=1)
        following = await do_due(now)
        assert following is not None
        assert (following - now < timedelta(seconds=1)) is at_once


async def test_what_is_kept_is_kept_to_the_day_and_then_forgotten(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    limits = HubLimits(event_days=3, key_days=4, absence_days=5, audit_days=6)
    async with running(database, embedded(clock), clock, limits=limits) as (core, _):
        do_due, now = await worked(core, monkeypatch), clock.move(hours=1)
        asked: dict[str, timedelta] = {}
        parts = [
            (events, "forget_events"), (idempotency, "forget_keys"), (absences, "forget_ended"), (plans, "forget_lifts"),
            (taken_away, "forget_over"), (holdings, "forget_holdings"), (kept_sessions, "forget_expired"),
            (event_days, "make_days"), (event_days, "forget_days"),
        ]  # fmt: skip
        for room, name in parts:

            def note(change: Transaction, name: str = name, **when: datetime) -> int:
                asked[name] = now - when.popitem()[1]
                return 0

            monkeypatch.setattr(room, name, note)
        monkeypatch.setattr(Transaction, "forget_audit", lambda change, *, before: asked.update(audit=now - before) or 0)
        await do_due(now)
        rests = max(5, core.board.policy.number_quarantine_days)
        days = {"events": 3, "keys": 4, "ended": 5, "lifts": 0, "over": 0, "holdings": rests, "expired": 0}
        whole_days = {"make_days": timedelta(), "forget_days": timedelta(days=3), "audit": timedelta(days=6)}
        assert asked == {f"forget_{name}": timedelta(days=each) for name, each in days.items()} | whole_days


@pytest.mark.parametrize("days", range(9))
async def test_what_was_written_elsewhere_is_known_for_a_week_after_its_end(database: Path, days: int) -> None:
    """A hub that begins keeps house before its mirrors have read what they are to take back."""
    clock = Clock()
    wrote = mirrored.Wrote("a", ("Lunch",), clock() - timedelta(days=days, minutes=1))
    async with running(database, embedded(clock), clock) as (core, _):
        await core.store.write(lambda change: mirrored.put_mirrored(change, "teams", [(("anna", Part.TEXT), wrote)]))
    clock.move(minutes=1)
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absence_clock._do_due(clock())
        assert bool(await core.store.read(lambda sql: mirrored.read_mirrored(sql, "teams"))) is (days < 7)


async def test_housekeeping_that_fails_comes_again_in_an_hour_and_stops_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        do_due = await worked(core, monkeypatch)
        core.board.due_times.clear()
        for fault in (Unavailable("store-unwritable"), OverflowError()):

            def broken(*_: object, fault: Exception = fault, **__: object) -> int:
                raise fault

            monkeypatch.setattr(holdings, "forget_holdings", broken)
            now = clock.move(hours=1)
            assert await do_due(now) == now + timedelta(hours=1)


async def test_one_person_whose_turn_fails_is_tried_again_and_stops_nobody_elses(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        for caller, extension in ((ANNA, "2041"), (MARIA, "2042")):
            await core.absences.set_absence(caller, extension, lunch(clock), key=None, now=clock())
        usual = core.absences.apply_due

        async def odd(extension: str, *, now: datetime) -> bool:
            if extension == "2041":
                raise OverflowError
            return await usual(extension, now=now)

        monkeypatch.setattr(core.absences, "apply_due", odd)
        now = clock.move(hours=1)
        await core.absence_clock.apply_due(now)
        assert (core.board.states["2041"].held is None, core.board.states["2042"].held is None) == (False, True)
        assert now + timedelta(seconds=15) in {moment for moment, one in core.board.due_times if one == "2041"}
        monkeypatch.setattr(core.absences, "apply_due", usual)
        await core.absence_clock.apply_due(clock.move(seconds=15))
        assert core.board.states["2041"].held is None


async def test_whose_change_is_on_its_way_is_left_until_it_has_landed(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        monkeypatch.setattr(core.absences, "in_flight", lambda extension: extension == "2041")
        now = clock.move(hours=1)
        await core.absence_clock.apply_due(now)
        assert core.board.states["2041"].held is not None
        monkeypatch.undo()
        await core.absence_clock.apply_due(clock.move(seconds=0.1))
        assert core.board.states["2041"].held is None


async def test_a_turn_that_was_overtaken_comes_again_and_who_is_gone_is_no_fault(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        turns: list[str] = []

        async def overtaken(extension: str, *, now: datetime) -> bool:
            turns.append(extension)
            return False

        await core.supervised.stop()
        monkeypatch.setattr(core.absences, "apply_due", overtaken)
        now = clock.move(hours=1)
        core.board.look_again(now, "2999")
        await core.absence_clock.apply_due(now)
        assert sorted(turns) == ["2041", "2999"]
        again = [extension for moment, extension in core.board.due_times if now < moment < now + timedelta(seconds=1)]
        assert again == ["2041"]
