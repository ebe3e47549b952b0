"""The days on which nobody of a site works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.days_off import days_off
from kalix_presence.model.policy import Policy
from kalix_presence.model.worktime import WorkingTime

POLICY = Policy(
    eves=("midsummer_eve off", "christmas_eve off", "new_years_eve off", "walpurgis 12:00"),
    closed_days=(date(2026, 11, 2), date(2027, 5, 7)),
)


def test_a_christmas_over_the_turn_of_the_year_in_order() -> None:
    found = days_off(POLICY, date(2026, 12, 20), date(2027, 1, 10))
    assert found == [
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 6),
    ]


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 12, 25), True),
        (date(2026, 12, 24), True),
        (date(2026, 11, 2), True),
        (date(2027, 5, 7), True),
        (date(2026, 4, 30), False),
        (date(2026, 11, 28), False),
        (date(2026, 11, 24), False),
    ],
)
def test_first_and_last_are_included(day: date, off: bool) -> None:
    """A holiday, an eve that is off, two closed days; a short eve, a Saturday and a Tuesday are none."""
    assert days_off(POLICY, day, day) == ([day] if off else [])
    assert (day in days_off(POLICY, day - timedelta(3), day)) is off
    assert (day in days_off(POLICY, day, day + timedelta(3))) is off


def test_the_eves_and_the_country_are_the_sites() -> None:
    assert days_off(replace(POLICY, eves=()), date(2026, 12, 24), date(2026, 12, 24)) == []
    independence = date(2027, 12, 6)
    assert days_off(replace(POLICY, country="FI"), independence, independence) == [independence]
    assert days_off(POLICY, independence, independence) == []


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 800))
def test_they_are_the_weekdays_on_which_nobody_works(first: date, days: int) -> None:
    """As the working time of whoever has chosen nothing has it, which is reckoned another way."""
    work, last = WorkingTime.of_policy(POLICY), first + timedelta(days)
    each_day = (first + timedelta(n) for n in range(days + 1))
    expected = [day for day in each_day if day.weekday() < 5 and not work.is_working_day(day)]
    found = days_off(POLICY, first, last)
    assert [day for day in found if day.weekday() < 5] == expected
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)
