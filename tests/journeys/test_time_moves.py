"""A whole day and a holiday month with the hub's clock moved: at every step the PBX holds what it should, and callers hear it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Caller, Role
from tests.clocks import Clock
from tests.hub.house import ANNA, embedded, lunch, made_database, running, until

HERE = ZoneInfo("Europe/Stockholm")
PER = Caller("per", "2042", "bygg", frozenset({Role.EMPLOYEE}))


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    await made_database(tmp_path / "hub.db")
    return tmp_path / "hub.db"


async def step(core: Core, pbx: EmbeddedPbx, clock: Clock, moment: datetime) -> str | None:
    """Move time on; the reason that holds then. The PBX must hold exactly its rule, to the second, and nobody is overdue."""
    clock.moment = moment.astimezone(UTC)
    await core.absence_clock.apply_due(clock())
    state = core.board.states["2041"]
    await until(lambda: state.in_force)
    rule, wanted = await pbx.read("2041"), core.board.rules.get("2041")
    assert rule == wanted
    held = state.held
    if held is None:
        assert rule is None
        return None
    assert rule is not None
    assert wanted is not None
    assert state.announced is not None
    assert (wanted.id, wanted.until) == (held.id, state.announced.end), "callers hear the end of the chain"
    assert held.end is not None
    assert held.end > clock()
    assert not state.overdue
    return held.reason


async def test_a_whole_day(database: Path) -> None:
    clock = Clock(datetime(2026, 11, 24, 5, tzinfo=UTC))
    pbx = embedded(clock)
    day = date(2026, 11, 24)
    expected: list[tuple[time, str | None]] = [
        (time(0), "gone_for_the_day"),
        (time(8), None),
        (time(9), "meeting"),
        (time(10, 30), None),
        (time(12), "lunch"),
        (time(13), "course"),
        (time(15), None),
        (time(16, 30), "gone_for_the_day"),
    ]

    def due(moment: time) -> str | None:
        return [reason for begins, reason in expected if begins <= moment][-1]

    async with running(database, pbx, clock) as (core, _):
        await core.preferences.choose(ANNA, "2041", wire.PreferencesRequest(gone_at_day_end=True), now=clock())
        for reason, starts, ends in (("meeting", "09:00", "10:30"), ("course", "12:30", "15:00")):
            wish = wire.PlanRequest(reason, f"{day}T{starts}", f"{day}T{ends}")
            await core.plans.add(ANNA, "2041", wish, key=None, now=clock())
        moment = datetime.combine(day, time(6), HERE)
        while moment < datetime.combine(day, time(23, 45), HERE):
            reason = await step(core, pbx, clock, moment)
            if moment.time() == time(12):
                await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
                reason = await step(core, pbx, clock, moment)
            assert reason == due(moment.time()), moment
            moment += timedelta(minutes=15)


async def test_a_holiday_month_with_a_deputy_a_day_back_and_a_weekly_meeting(database: Path) -> None:
    first = datetime(2027, 7, 5, 8, tzinfo=HERE)
    clock = Clock(first.astimezone(UTC))
    pbx = embedded(clock)
    back_on = date(2027, 7, 14)

    def due(moment: datetime) -> str | None:
        away = datetime(2027, 7, 12, tzinfo=HERE) <= moment < datetime(2027, 8, 9, 8, tzinfo=HERE)
        if away and not (moment.date() == back_on and moment.hour >= 9):
            return "holiday"
        meets = moment.weekday() == 1 and time(13) <= moment.time() < time(15)
        return "meeting" if meets and moment.date() != date(2027, 8, 17) else None

    async with running(database, pbx, clock) as (core, _):
        weekly = wire.PlanRequest(
            "meeting", "2027-07-06T13:00", "2027-07-06T15:00", repeat="FREQ=WEEKLY;BYDAY=TU", skipped=[date(2027, 8, 17)]
        )
        await core.plans.add(ANNA, "2041", weekly, key=None, now=clock())
        holiday = wire.PlanRequest("holiday", "2027-07-12T00:00", "2027-08-09T08:00", forward_to="deputy", deputy="2042")
        plan = await core.plans.add(ANNA, "2041", holiday, key=None, now=clock())
        moment = first
        while moment < datetime(2027, 8, 28, tzinfo=HERE):
            if moment == datetime(2027, 7, 13, 9, tzinfo=HERE):
                await step(core, pbx, clock, moment)
                assert core.board.rules["2041"].target == core.board.policy.switchboard
                await core.plans.answer(PER, plan.id, accept=True, now=clock())
            if moment == datetime.combine(back_on, time(9), HERE):
                await step(core, pbx, clock, moment)
                await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
            assert await step(core, pbx, clock, moment) == due(moment), moment
            if due(moment) == "holiday" and moment > datetime(2027, 7, 13, 9, tzinfo=HERE):
                assert core.board.rules["2041"].target == "2042"
            moment = _later(moment, hours=1)


async def test_what_began_and_ended_while_the_hub_was_down_is_right_when_it_comes_back(database: Path) -> None:
    clock = Clock(datetime(2026, 11, 24, 7, tzinfo=UTC))
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        for name, starts, ends in (("a", "09:00", "10:00"), ("b", "11:00", "15:00")):
            wish = wire.PlanRequest("course", f"2026-11-24T{starts}", f"2026-11-24T{ends}", note=name)
            await core.plans.add(ANNA, "2041", wish, key=None, now=clock())
    clock.moment = datetime(2026, 11, 24, 11, tzinfo=UTC)
    async with running(database, pbx, clock) as (core, _):
        await until(lambda: core.board.states["2041"].held is not None)
        await until(lambda: core.board.states["2041"].in_force)
        held = core.board.states["2041"].held
        assert held is not None
        assert held.note == "b"
    # A month later nothing of it is left, and what comes every day is there at once.
    clock.moment = datetime(2026, 12, 24, 11, tzinfo=UTC)
    async with running(database, pbx, clock) as (core, _):
        while await pbx.read("2041") is not None:
            await asyncio.sleep(0.001)
        assert core.board.states["2041"].held is None


@pytest.mark.parametrize(
    ("first", "days"),
    [(date(2027, 3, 26), 5), (date(2026, 10, 23), 5), (date(2026, 12, 28), 8)],
    ids=["spring", "autumn", "year end and week 53"],
)
async def test_evenings_over_clock_changes_and_the_year_end(database: Path, first: date, days: int) -> None:
    clock = Clock(datetime.combine(first, time(7), HERE).astimezone(UTC))
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        await core.preferences.choose(ANNA, "2041", wire.PreferencesRequest(gone_at_day_end=True), now=clock())
        worktime = core.board.worktime_of("2041")
        works: Callable[[datetime], bool] = worktime.works_at
        moment = datetime.combine(first, time(7), HERE)
        while moment.date() < first + timedelta(days):
            expected = None if works(moment) else "gone_for_the_day"
            assert await step(core, pbx, clock, moment) == expected, moment
            moment = _later(moment, minutes=30)


def _later(moment: datetime, **much: float) -> datetime:
    """So much real time later, in the same zone: a wall clock skips or repeats an hour twice a year."""
    return (moment.astimezone(UTC) + timedelta(**much)).astimezone(HERE)
