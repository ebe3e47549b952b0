"""The days that a plan's words name: weeks whole and in order, spans no longer than anybody means, and never another week's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.worktime import WorkingTime

REASONS = shipped.default_reasons()
WORK = WorkingTime()
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""Noon of a Tuesday in week 48."""


def plan(text: str, now: datetime = NOON, language: str = "sv") -> PlannedLine:
    return read_plan(text, now=now, worktime=WORK, language=language, reasons=REASONS)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@given(
    st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(1, 52),
    st.integers(0, 5),
)
def test_weeks_are_whole_and_in_order_whenever_they_are_typed(now: datetime, week: int, more: int) -> None:
    last = min(week + more, 52)
    try:
        found = plan(f"semester v {week}-{last}", now)
    except BadInput as refused:
        assert refused.code in {"plan-past", "when-past"}
        return
    assert found.starts.isocalendar()[1:] == (week, 1)
    assert found.last is not None
    assert found.last.isocalendar()[1:] == (last, 7)
    assert found.ends > found.starts


def test_next_week_s_day_is_a_week_after_this_weeks() -> None:
    assert plan("möte fredag 10-11").starts == wall("2026-11-27T10:00")
    assert plan("möte nästa fredag 10-11").starts == wall("2026-12-04T10:00")


def test_a_span_of_half_a_year_is_meant_and_a_day_more_is_no_longer() -> None:
    assert plan("semester 1/12 - 2/6").ends == wall("2027-06-03T08:00")
    with pytest.raises(BadInput, match="plan-hours-order") as refused:
        plan("semester 1/12 - 3/6")
    assert refused.value.field == "line"


def test_two_weeks_with_one_between_them_are_no_span() -> None:
    assert plan("semester v 28 och 29") == plan("semester v 28-29")
    with pytest.raises(BadInput, match="plan-unreadable"):
        plan("semester v 28, 30")


@pytest.mark.parametrize(
    ("now", "text", "starts", "ends"),
    [
        ("2026-11-29T12:00", "semester v 48", "2026-11-23T00:00", "2026-11-30T08:00"),  # a week holds through its last day
        ("2026-12-26T12:00", "semester jul", "2026-12-24T00:00", "2026-12-28T08:00"),
        ("2025-12-20T12:00", "semester 29 dec till 31 dec", "2025-12-29T00:00", "2026-01-02T08:00"),  # days of week 1, 2026
        ("2026-11-24T12:00", "semester december till januari 2028", "2027-12-01T00:00", "2028-02-01T08:00"),
        ("2026-11-24T12:00", "semester måndag 7 till onsdag 7", "2026-11-30T07:00", "2026-12-02T07:00"),
        ("2026-11-24T12:00", "semester måndag 6 till onsdag 6", "2026-11-30T18:00", "2026-12-02T18:00"),
    ],
)
def test_the_days_of_a_span_are_the_nearest_that_can_be_meant(now: str, text: str, starts: str, ends: str) -> None:
    found = plan(text, wall(now).replace(tzinfo=WORK.tz))
    assert (found.starts, found.ends) == (wall(starts), wall(ends))


def test_hours_until_a_feast_are_those_of_days_that_are_worked_since_nobody_named_its_last_day() -> None:
    assert plan("semester torsdag till jul 9-12").repeat == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261225T235959"
    assert plan("semester torsdag till 26 dec 9-12").repeat == "FREQ=DAILY;UNTIL=20261226T235959"
