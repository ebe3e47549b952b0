"""The usual lunch time, learnt from the last weeks' own lunches."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.lunch_habit import ENOUGH, REMEMBERED, LunchHabit, remembered, usual_lunch

TODAY = date(2026, 11, 24)


def lunches(*times: time) -> dict[date, time]:
    return {TODAY - timedelta(days): at for days, at in enumerate(times)}


def test_the_middle_one_counts_rounded_to_five_minutes() -> None:
    known = lunches(time(11, 33), time(11, 36), time(11, 38), time(12, 50), time(10, 45))
    assert usual_lunch(known, TODAY) == LunchHabit(time(11, 35), 5)


@pytest.mark.parametrize("count", range(ENOUGH))
def test_too_few_say_nothing(count: int) -> None:
    assert usual_lunch(lunches(*[time(12)] * count), TODAY) is None


def test_old_ones_are_forgotten() -> None:
    old = {TODAY - REMEMBERED - timedelta(1 + days): time(11) for days in range(20)}
    assert usual_lunch(old, TODAY) is None
    assert usual_lunch(old | lunches(*[time(12, 15)] * 6), TODAY) == LunchHabit(time(12, 15), 6)


@given(st.dictionaries(st.dates(TODAY - timedelta(60), TODAY + timedelta(5)), st.times(), max_size=60))
def test_it_is_always_a_time_of_a_day_near_one_that_was(known: dict[date, time]) -> None:
    habit = usual_lunch(known, TODAY)
    if habit is not None:
        near = [at for day, at in known.items() if day <= TODAY]
        minutes = habit.at.hour * 60 + habit.at.minute
        assert any(abs(minutes - (at.hour * 60 + at.minute)) <= 5 for at in near)
        assert minutes % 5 == 0


def test_four_weeks_count_to_the_day_and_nothing_of_what_is_to_come() -> None:
    known = {TODAY - REMEMBERED + timedelta(days): time(12) for days in (-1, 0)} | {
        TODAY: time(12),
        TODAY + timedelta(1): time(12),
    }
    assert set(remembered(known, TODAY)) == {TODAY - REMEMBERED, TODAY}


def test_a_lunch_at_the_last_minute_of_the_day_stays_on_that_day() -> None:
    assert usual_lunch(lunches(*[time(23, 59)] * ENOUGH), TODAY) == LunchHabit(time(23, 55), ENOUGH)
