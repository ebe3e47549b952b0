"""Having been away without a word is worth asking about only when working time was missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.leaving import WORTH_ASKING, was_unannounced
from kalix_presence.model.preferences import Span
from kalix_presence.model.worktime import WorkingTime

WORK = WorkingTime()
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WORK.tz)


@pytest.mark.parametrize(
    ("left", "back", "asked"),
    [
        (at(24, 9), at(24, 9, 9), False),
        (at(24, 9), at(24, 9, 10), True),
        (at(24, 16, 25), at(24, 20), False),
        (at(24, 16, 25), at(25, 7, 50), False),
        (at(24, 16, 25), at(25, 8, 5), True),
        (at(27, 17), at(30, 7, 55), False),
        (at(28, 9), at(28, 15), False),
    ],
)
def test_only_missed_working_time_counts(left: datetime, back: datetime, asked: bool) -> None:
    assert was_unannounced(left, back, WORK) is asked


@given(moments, st.integers(0, 5 * 24 * 60))
def test_a_short_while_is_never_asked_about_and_a_longer_one_asks_no_less(left: datetime, minutes: int) -> None:
    back = left + timedelta(minutes=minutes)
    asked = was_unannounced(left, back, WORK)
    if minutes < WORTH_ASKING / timedelta(minutes=1):
        assert not asked
    if asked:
        assert was_unannounced(left, back + timedelta(hours=1), WORK)


def test_the_day_is_the_one_where_they_work_east_and_west_of_greenwich() -> None:
    nights = WorkingTime(hours=dict.fromkeys(range(7), (Span(time(0), time(1)), Span(time(20), time(23)))))
    for zone in ("Europe/Stockholm", "America/New_York", "Asia/Tokyo"):
        work = replace(nights, zone=zone)
        for hour, missed in ((20, True), (0, True), (12, False)):
            left = datetime(2026, 11, 24, hour, tzinfo=work.tz)
            assert was_unannounced(left, left + timedelta(minutes=30), work) is missed
