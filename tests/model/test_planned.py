"""What plans and working time bring by themselves, and what "back" leaves of that."""

# Windows are drawn as wall times in UTC.
# ruff: noqa: DTZ001

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.plan import Occurrence
from kalix_presence.model.planned import Lift, gone_home, lift_until, lifted, outside_phone_hours
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import DayException, PhoneHours, Preferences, Span
from kalix_presence.model.worktime import WorkingTime

ZONE = "Europe/Stockholm"
HERE = ZoneInfo(ZONE)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
SITE = WorkingTime.of_policy(Policy())
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(1, 5000), st.integers(0, 5000), st.booleans())
def test_back_ends_what_was_planned_for_the_rest_of_the_day_and_leaves_tomorrow(
    start: datetime, minutes: int, later: int, same: bool
) -> None:
    occurrence = Occurrence("k", start, start + timedelta(minutes=minutes))
    now = min(start + timedelta(minutes=later), occurrence.end - timedelta(seconds=1))
    until = lift_until(now, SITE)
    assert until > now
    assert until.tzinfo is UTC
    assert until.astimezone(HERE).time() == time()
    left = lifted(occurrence, [Lift("k" if same else "other", until, occurrence.end)])
    if not same:
        assert left == occurrence
    elif occurrence.end <= until:
        assert left is None
    else:
        assert left == Occurrence("k", until, occurrence.end)


@given(MOMENTS, st.integers(1, 30))
def test_gone_for_the_day_and_working_time_fill_the_week_without_gap_or_overlap(first: datetime, days: int) -> None:
    last = first + timedelta(days=days)
    found = list(gone_home(SITE, first, last))
    for earlier, later in pairwise(found):
        assert earlier.end < later.start
        assert SITE.works_at(earlier.end)
        assert SITE.works_at(later.start - timedelta(seconds=1))
    for each in found:
        assert not SITE.works_at(each.start)
        assert not SITE.works_at(each.end - timedelta(seconds=1))
    for hour in range(days * 24):
        moment = first + timedelta(hours=hour)
        covered = any(each.start <= moment < each.end for each in found)
        assert covered is not SITE.works_at(moment)


@pytest.mark.parametrize(
    ("zone", "monday"),
    [
        ("America/Los_Angeles", date(2026, 10, 26)),  # clocks go back on the Sunday between
        ("Pacific/Auckland", date(2026, 9, 21)),  # and forward
        ("UTC", date(2026, 12, 28)),  # over the year's end
        (ZONE, date(2026, 3, 23)),
        (ZONE, date(2026, 10, 19)),
    ],
)
def test_who_has_gone_for_the_day_is_gone_at_every_moment_until_the_next_one_starts(zone: str, monday: date) -> None:
    """By the wall clock alone: from the end of work at 16.30 until 8.00 on the next day from Monday to Friday."""
    here = ZoneInfo(zone)
    worked = [monday + timedelta(days) for days in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14)]
    nights = [
        Occurrence(
            f"gone:{day}",
            datetime.combine(day, time(16, 30), here).astimezone(UTC),
            datetime.combine(following, time(8), here).astimezone(UTC),
        )
        for day, following in pairwise(worked)
    ]
    work = WorkingTime(zone, "", eve_rules=())
    first, last = (datetime.combine(day, time(12), here).astimezone(UTC) for day in (worked[0], worked[-1]))
    assert list(gone_home(work, first, last)) == nights
    for night in nights:
        outside = (night.start - timedelta(seconds=1), night.end)
        for moment in (night.start, night.end - timedelta(seconds=1)):
            assert list(gone_home(work, moment, moment + timedelta(seconds=1))) == [night], moment
        for moment in outside:
            assert list(gone_home(work, moment, moment + timedelta(seconds=1))) == [], moment


@pytest.mark.parametrize("hours", [{}, {0: (Span(time(9), time(12)),)}])
def test_who_works_on_no_other_day_has_not_gone_home_for_a_year(hours: dict[int, tuple[Span, ...]]) -> None:
    """Where nobody knows when the next day of work begins, nobody is gone until then."""
    first = datetime(2026, 11, 23, tzinfo=UTC)
    found = list(gone_home(WorkingTime(ZONE, "", hours), first, first + timedelta(days=2)))
    week = [Occurrence("gone:2026-11-23", datetime(2026, 11, 23, 11, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC))]
    assert found[-1:] == (week if hours else [])


@given(MOMENTS, st.integers(1, 30), st.integers(-10, 60))
def test_outside_phone_hours_fills_all_the_rest_until_they_are_over(first: datetime, days: int, lasts: int) -> None:
    phone = PhoneHours({weekday: (Span(time(9), time(11)),) for weekday in range(5)}, first.date() + timedelta(lasts))
    worktime = SITE.chosen(Preferences(phone_hours=phone))
    last = first + timedelta(days=days)
    found = list(outside_phone_hours(worktime, phone, first, last))
    for earlier, later in pairwise(found):
        assert earlier.end < later.start
    for hour in range(days * 24):
        moment = first + timedelta(hours=hour)
        day = moment.astimezone(HERE).date()
        if day > phone.until:
            continue
        answering = any(starts <= moment < ends for starts, ends in worktime.answering_spans(day))
        assert any(each.start <= moment < each.end for each in found) is not answering
    for each in found:
        back = each.end.astimezone(HERE)
        assert back.time() == (time(9) if back.date() <= phone.until else time(8))


def test_phone_hours_on_days_off_do_not_answer() -> None:
    off = date(2026, 12, 7)
    phone = PhoneHours({0: (Span(time(9), time(11)),)}, date(2026, 12, 20))
    worktime = SITE.chosen(Preferences(phone_hours=phone, exceptions=(DayException(off, off),)))
    begins = datetime(2026, 12, 1, tzinfo=UTC)
    (found, _) = list(outside_phone_hours(worktime, phone, begins, datetime(2026, 12, 15, tzinfo=UTC)))
    assert found.end == datetime(2026, 12, 14, 8, tzinfo=UTC)


def test_who_works_on_few_days_or_none_is_looked_at_once_for_each_day(monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []
    wall_spans = WorkingTime.wall_spans
    monkeypatch.setattr(WorkingTime, "wall_spans", lambda self, day: (days.append(day), wall_spans(self, day))[1])
    for hours in ({}, {2: (Span(time(9), time(12)),)}):
        days.clear()
        list(gone_home(SITE.chosen(Preferences(hours=hours)), NOW, NOW + timedelta(days=366)))
        assert len(days) < 366 * 4, f"{len(days)} days looked at for a year"


@pytest.mark.parametrize(("hour", "day"), [(8, 24), (22, 24), (23, 25)])
def test_back_ends_what_was_planned_for_the_day_it_is_where_somebody_works(hour: int, day: int) -> None:
    assert lift_until(datetime(2026, 11, 24, hour, 30, tzinfo=UTC), SITE) == datetime(2026, 11, day, 23, tzinfo=UTC)


def test_of_what_is_lifted_to_its_very_end_nothing_is_left() -> None:
    whole = Occurrence("k", NOW, NOW + timedelta(hours=2))
    assert lifted(whole, [Lift("k", NOW + timedelta(hours=2), NOW)]) is None
    assert lifted(whole, [Lift("k", NOW, NOW)]) == whole
    assert lifted(whole, [Lift("other", NOW + timedelta(hours=1), NOW)]) == whole
    assert lifted(whole, [Lift("k", NOW + timedelta(hours=1), NOW)]) == replace(whole, start=NOW + timedelta(hours=1))
