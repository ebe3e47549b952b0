"""What has ended is counted once, by unit and quarter-hour, and of nobody by name."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import people, quality
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import Outcome, Step
from kalix_presence.model.directory import Person
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, lunch, running

LATER = timedelta(days=400)


async def counted(core: Core, clock: Clock) -> dict[str, int]:
    """All that was counted, of all units and times."""
    await core.quality.counting.catch_up()
    cells = await core.store.read(lambda sql: quality.read_cells(sql, clock() - LATER, clock() + LATER))
    found: dict[str, int] = {}
    for unit, _, counter, count in cells:
        assert unit == "bygg"
        found[counter] = found.get(counter, 0) + count
    return found


async def test_who_is_back_in_time_is_counted_as_back_when_said(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert await counted(core, clock) == {"set_self": 1}
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock.move(minutes=55))
        expected = {"set_self": 1, "return_stated": 1, "return_kept": 1, "lateness:0": 1}
        assert await counted(core, clock) == expected
        assert await counted(core, clock) == expected, "and once only"
    async with running(database, embedded(clock), clock) as (core, _):
        assert await counted(core, clock) == expected, "nor again by the next hub"


async def test_who_comes_long_after_is_counted_when_there_is_a_sign_of_them(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await core.absence_clock.apply_due(clock.move(hours=1))
        assert "return_stated" not in await counted(core, clock), "nobody knows yet"
        clock.move(minutes=25)
        await core.signs.shown_by(ANNA, "2041")
        found = await counted(core, clock)
        assert (found["return_stated"], found.get("return_kept", 0), found["lateness:30"]) == (1, 0, 1)


async def test_who_never_shows_is_counted_as_late_as_can_be(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await core.absence_clock.apply_due(clock.move(hours=1))
        clock.move(hours=17)
        found = await counted(core, clock)
        assert (found["return_stated"], found.get("return_kept", 0), found["lateness:over"]) == (1, 0, 1)


async def test_an_absence_that_another_follows_says_nothing_of_a_return(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        clock.move(minutes=30)
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert await counted(core, clock) == {"set_self": 2}


async def test_by_whom_and_whether_to_the_mobile(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        mobile = lunch(clock, forward_to="mobile")
        await core.absences.set_absence(ANNA, "2041", mobile, key=None, now=clock())
        await core.absences.set_absence(MARIA, "2042", lunch(clock), key=None, now=clock())
        assert await counted(core, clock) == {"set_self": 1, "set_for_other": 1}
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock.move(minutes=10))
        assert (await counted(core, clock))["to_mobile"] == 1


async def test_a_sick_person_is_counted_like_any_other(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        sick = wire.AbsenceRequest("sick", clock() + timedelta(hours=1))
        await core.absences.set_absence(ANNA, "2041", sick, key=None, now=clock())
        assert await counted(core, clock) == {"set_self": 1}
        cells = await core.store.read(lambda sql: sql.execute("SELECT * FROM tally").fetchall())
        assert "sick" not in repr(cells)
        assert "2041" not in repr(cells)


async def test_a_callback_done_in_time_by_working_minutes(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        wish = wire.MessageRequest(to="2041", caller_number="0701740606", caller_name="Eva")
        left = await core.callbacks.asked.leave_message(MARIA, wish, key=None, now=clock())
        clock.move(minutes=40)
        tried = wire.MessageStep(step=Step.TRY, version=left.version, outcome=Outcome.ANSWERED)
        seen = await core.callbacks.asked.step(ANNA, left.id, tried, key=None, now=clock())
        done = wire.MessageStep(step=Step.FINISH, version=seen.version)
        await core.callbacks.asked.step(ANNA, left.id, done, key=None, now=clock())
        assert await counted(core, clock) == {"callbacks": 1, "callbacks_in_time": 1, "callback_minutes:45": 1}


async def test_two_who_count_at_once_count_once(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock.move(minutes=55))
        await asyncio.gather(*(core.quality.counting.count(clock()) for _ in range(3)))
        assert (await counted(core, clock))["return_stated"] == 1


async def test_how_many_a_unit_holds_belongs_to_the_day_it_is_where_people_work(database: Path) -> None:
    clock = Clock(datetime(2026, 11, 24, 23, 30, tzinfo=UTC))
    async with running(database, embedded(clock), clock) as (core, _):
        await core.quality.counting.catch_up()
        days = await core.store.read(lambda sql: sql.execute("SELECT DISTINCT day FROM unit_day").fetchall())
        assert [date.fromordinal(day) for (day,) in days] == [date(2026, 11, 25)]


@pytest.mark.parametrize("told", [None, {"2049"}])
async def test_who_comes_during_the_day_is_counted_to_the_unit_at_once(database: Path, told: set[str] | None) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.quality.counting.catch_up()
        person = Person("2049", "Nina", "Ny", "bygg", "bygg")
        await core.store.write(lambda change: (people.put_person(change, person), people.touch_directory(change, told)))
        await core.reload_directory()
        await core.quality.counting.catch_up()
        [size] = await core.store.read(lambda sql: quality.read_sizes(sql, clock().date(), clock().date()))
        assert (size.people.fewest + 1, size.people.most) == (len(core.board.people), len(core.board.people))
