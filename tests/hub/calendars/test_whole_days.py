"""Whole days are found however a program writes them, and a time that only touches midnight is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.hub.calendars.values import Moment
from kalix_presence.hub.calendars.whole_days import Times, day_of, days_from, span_of

STOCKHOLM, HELSINKI, NEW_YORK = (ZoneInfo(name) for name in ("Europe/Stockholm", "Europe/Helsinki", "America/New_York"))
DAY = timedelta(1)


def at(day: int, hour: int = 0, minute: int = 0, zone: ZoneInfo | None = STOCKHOLM) -> datetime:
    """In November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=zone or UTC)


def span(start: Moment, end: Moment, *, flagged: bool = False) -> Times:
    return span_of(start, end, flagged=flagged, sites=(HELSINKI, STOCKHOLM))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 11, 24), date(2026, 11, 26), 2),
        (date(2026, 11, 24), date(2026, 11, 24), 1),
        (date(2026, 11, 24), at(25, 8), 2),
        (date(2026, 11, 24), at(25), 1),
        (at(24), date(2026, 11, 26), 2),
        (at(24), at(26), 2),
        (at(24), at(25, 23, 59), 2),
        (at(24, zone=NEW_YORK), at(25, zone=NEW_YORK), 1),
        (at(23, 23, zone=None), at(24, 23, zone=None), 1),
        (at(23, 22, zone=None), at(24, 22, zone=None), 1),
        (at(24, zone=None), at(25, zone=None), 1),
    ],
)
def test_whole_days_are_found_as_days_by_midnights_until_a_minute_before_or_in_utc(
    start: Moment, end: Moment, days: int
) -> None:
    found = span(start, end)
    assert (found.first, found.days, found.length) == (date(2026, 11, 24), days, days * DAY)
    assert (found.start, found.end) == (at(24).astimezone(UTC), (at(24 + days)).astimezone(UTC)), "by the site's midnights"
    assert found.wall(NEW_YORK) == at(24).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(24, 0, 30), at(25)),
        (at(24), at(24)),
        (at(24), at(24, 23, 58)),
        (at(24), at(25, 12)),
        (at(24, 12, zone=None), at(25, 12, zone=None)),
    ],
)
def test_a_time_that_only_touches_midnight_is_none_but_where_the_calendar_says_so(start: datetime, end: datetime) -> None:
    found = span(start, end)
    assert (found.first, found.days) == (None, 0)
    assert (found.start, found.end, found.length) == (start, end, end - start)
    assert found.wall(start.tzinfo or UTC) == start.replace(tzinfo=None)
    flagged = span(start, end, flagged=True)
    assert flagged.first == start.date()
    assert flagged.days == max(1, (end - timedelta(minutes=1)).date().toordinal() - start.date().toordinal() + 1)


@pytest.mark.parametrize(
    ("start", "end"), [(date(2026, 11, 24), date(2026, 11, 23)), (at(24, 9), at(24, 8)), (at(24, 9), date(2026, 11, 24))]
)
def test_an_end_before_its_start_is_refused(start: Moment, end: Moment) -> None:
    with pytest.raises(ValueError, match="2026"):
        span(start, end)


def test_a_time_that_begins_in_the_hour_that_the_clocks_skip_lasts_as_long_as_it_says() -> None:
    start, end = (datetime(2026, 3, 29, 2, minute, tzinfo=STOCKHOLM) for minute in (0, 30))
    skipped = span(start, end)
    assert (skipped.end - skipped.start, skipped.length) == (timedelta(minutes=30), timedelta(minutes=30))
    into = span(datetime(2026, 3, 29, 2, 30, tzinfo=STOCKHOLM), datetime(2026, 3, 29, 3, 0, tzinfo=STOCKHOLM))
    assert (into.end - into.start, into.length) == (timedelta(minutes=30), timedelta(minutes=30))
    assert into.wall(STOCKHOLM) == datetime(2026, 3, 29, 2, 30, tzinfo=UTC).replace(tzinfo=None), "as it stands there"
    assert into.wall(HELSINKI) == into.start.astimezone(HELSINKI).replace(tzinfo=None)


def test_the_night_when_the_clocks_change_is_a_day_like_others() -> None:
    found = days_from(date(2026, 3, 29), date(2026, 3, 30), STOCKHOLM)
    assert (found.end - found.start, found.length) == (timedelta(hours=23), DAY)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (date(2026, 11, 24), 24),
        (at(24, 9).replace(tzinfo=None), 24),
        (at(23, 23, zone=None), 24),
        (at(23, 22, zone=None), 24),
        (at(23, 21, zone=None), 23),
        (at(24, 9), 24),
    ],
)
def test_a_time_among_whole_days_means_the_day_whose_midnight_it_is(moment: Moment, day: int) -> None:
    assert day_of(moment, (HELSINKI, STOCKHOLM)) == date(2026, 11, day)
