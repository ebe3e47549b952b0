"""Closed calendar weeks and months, in the organisation's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput
from kalix_presence.model.quality.periods import Period, Span, period_of, quarter_of, read_period

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), span=st.sampled_from(Span))
def test_periods_of_one_kind_follow_one_another_without_gap(day: date, span: Span) -> None:
    period = period_of(day, span)
    assert period.first <= day <= period.last
    assert period.next().first == period.last + timedelta(days=1)
    assert period.next().before() == period
    assert read_period(str(period)) == period
    assert period.before().last < day
    assert period.days[0] == period.first
    assert period.days[-1] == period.last


def test_the_night_of_the_clock_change_makes_the_month_an_hour_longer() -> None:
    begins, ends = read_period("2026-10").bounds(STOCKHOLM)
    assert begins == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert ends == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert ends - begins == timedelta(days=31, hours=1)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-W54", "2025-W53", "oktober", "2026-1", "0000-01", "2026-10-01"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_period(text)
    assert refused.value.code == "period-unclear"


def test_the_week_of_the_year_that_begins_in_the_other_one() -> None:
    assert read_period("2026-W53") == Period(date(2026, 12, 28), Span.WEEK)
    assert str(period_of(date(2027, 1, 3), Span.WEEK)) == "2026-W53"


@given(seconds=st.floats(0, 4e9, allow_nan=False))
def test_a_quarter_holds_its_moment(seconds: float) -> None:
    moment = datetime.fromtimestamp(seconds, STOCKHOLM)
    quarter = quarter_of(moment)
    assert quarter <= moment.astimezone(UTC) < quarter + timedelta(minutes=15)
    assert quarter.minute % 15 == 0


def test_what_is_no_period_is_told_how_one_is_written() -> None:
    with pytest.raises(BadInput) as refused:
        read_period("oktober")
    assert (refused.value.field, refused.value.params) == ("period", {"example": "2026-10"})


@pytest.mark.parametrize(
    ("text", "first", "last", "days"),
    [
        (" 2026-02 ", date(2026, 2, 1), date(2026, 2, 28), 28),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 29),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), 31),
        (" 2026-w41 ", date(2026, 10, 5), date(2026, 10, 11), 7),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4), 7),
    ],
)
def test_a_period_has_these_days(text: str, first: date, last: date, days: int) -> None:
    period = read_period(text)
    assert (period.first, period.last, len(period.days)) == (first, last, days)
    assert str(period) == text.strip().upper()


@pytest.mark.parametrize(
    ("text", "quarter"),
    [("2026-11-24T09:14:59.9+01:00", "08:00"), ("2026-11-24T09:15+01:00", "08:15"), ("2026-11-24T09:59:01+05:45", "04:00")],
)
def test_a_quarter_is_one_of_utc(text: str, quarter: str) -> None:
    found = quarter_of(datetime.fromisoformat(text))
    assert (f"{found:%H:%M}", found.second, found.microsecond, found.tzinfo) == (quarter, 0, 0, UTC)
