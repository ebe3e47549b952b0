"""Eves: the day each falls on, year by year as almanacs have it, and the lines of a policy that mean them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.eves import EVES, Eve, day_of, easter, eves, read_eve

ALMANAC = {
    2025: "01-05 04-17 04-30 05-28 06-20 10-31 12-23 12-24 12-31",
    2026: "01-05 04-02 04-30 05-13 06-19 10-30 12-23 12-24 12-31",
    2027: "01-05 03-25 04-30 05-05 06-25 11-05 12-23 12-24 12-31",
    2028: "01-05 04-13 04-30 05-24 06-23 11-03 12-23 12-24 12-31",
}
EASTERS = (
    "1818-03-22 1943-04-25 1954-04-18 1961-04-02 1981-04-19 2000-04-23 2008-03-23 2011-04-24 2019-04-21 2024-03-31 2038-04-25"
)
YEARS = st.integers(1600, 4000)


@pytest.mark.parametrize(("year", "days"), ALMANAC.items())
def test_each_eve_is_on_the_day_that_the_almanac_has(year: int, days: str) -> None:
    assert [f"{day_of(name, year):%m-%d}" for name in EVES] == days.split()


@pytest.mark.parametrize("day", EASTERS.split())
def test_easter_is_when_it_was(day: str) -> None:
    assert easter(int(day[:4])) == date.fromisoformat(day)


def test_easter_is_as_another_algorithm_has_it() -> None:
    """Oudin's of 1940, over all the years that he meant."""
    for year in range(1583, 4100):
        century, golden = year // 100, year % 19
        moon = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
        moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
        after = moon - (year + year // 4 + moon + 2 - century + century // 4) % 7
        month = 3 + (after + 40) // 44
        assert easter(year) == date(year, month, after + 28 - 31 * (month // 4))


@given(YEARS)
def test_moving_eves_stay_between_their_bounds_and_on_their_weekday(year: int) -> None:
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)
    assert easter(year).weekday() == 6
    midsummer, saints = day_of("midsummer_eve", year), day_of("all_saints_eve", year)
    assert (midsummer.weekday(), saints.weekday()) == (4, 4)
    assert date(year, 6, 19) <= midsummer <= date(year, 6, 25)
    assert date(year, 10, 30) <= saints <= date(year, 11, 5)
    assert day_of("ascension_eve", year) - day_of("maundy_thursday", year) == timedelta(41)


@pytest.mark.parametrize("name", EVES)
def test_a_line_says_that_an_eve_is_off_or_when_work_ends(name: str) -> None:
    assert read_eve(f"{name} off") == Eve(name, None)
    assert read_eve(f"{name} 12:30") == Eve(name, time(12, 30))


@pytest.mark.parametrize(
    "line",
    [
        "", "walpurgis", "walpurgis 12", "walpurgis 24:00", "walpurgis 12:60", "walpurgis 1:00", "walpurgis OFF",
        "pentecost off", "walpurgis off ", " walpurgis off", "walpurgis  off", "walpurgis 12:00 off", "walpurgis ١٢:٠٠",
    ],
)  # fmt: skip
def test_a_line_that_means_none_is_none(line: str) -> None:
    assert read_eve(line) is None


def test_a_year_has_the_eves_that_the_policy_names_and_no_others() -> None:
    lines = ["christmas_eve off", "walpurgis 12:00", "pentecost off"]
    assert eves(lines, 2026) == {date(2026, 12, 24): None, date(2026, 4, 30): time(12)}
    assert eves(lines, 2027) == {date(2027, 12, 24): None, date(2027, 4, 30): time(12)}
    assert eves(iter(lines), 2026) == eves(lines, 2026)
    assert eves([], 2026) == {}
