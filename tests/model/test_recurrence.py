"""Recurrence rules name the times that dateutil names, and none costs more than the time that is asked about."""

# ruff: noqa: DTZ001 - rules speak of wall times
from __future__ import annotations

import sys
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kalix_presence.model.recurrence import read_rule, walls
from kalix_presence.model.repeat import begins
from tests.draws import draws

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STARTS = st.datetimes(datetime(2000, 1, 1), datetime(2030, 12, 31)).map(lambda one: one.replace(second=0, microsecond=0))


def _lists(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(of, min_size=1, max_size=most, unique=True).map(lambda found: ",".join(map(str, found)))


def _either(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, most) | st.integers(-most, -1)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, str]:
    """Any rule that both read in the same way."""
    every = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": every, "INTERVAL": str(draw(st.integers(1, 5)))}
    plain = st.sampled_from(DAYS)
    nth = st.builds(lambda which, day: f"{which}{day}", _either(5), plain)
    optional = {
        "BYMONTH": _lists(st.integers(1, 12)),
        # Not "MO,1MO": RFC 5545 takes either, dateutil only what is both.
        "BYDAY": _lists(plain) | _lists(nth) if every in ("MONTHLY", "YEARLY") else _lists(plain),
        "WKST": plain,
    }
    if every != "WEEKLY":
        optional["BYMONTHDAY"] = _lists(_either(31))
        optional["BYSETPOS"] = _lists(_either(5))
    if every == "YEARLY":
        optional["BYYEARDAY"] = _lists(_either(366))
    for name in draw(st.lists(st.sampled_from(sorted(optional)), unique=True, max_size=3)):
        parts[name] = draw(optional[name])
    if draw(st.booleans()):
        parts["COUNT"] = str(draw(st.integers(1, 40)))
    return parts


@given(rules(), STARTS, st.integers(0, 4000), st.integers(1, 900))
@settings(max_examples=draws(150))
def test_the_times_are_those_that_dateutil_finds(parts: dict[str, str], starts: datetime, after: int, days: int) -> None:
    only_positions = "BYSETPOS" in parts and not {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY"} & set(parts)
    assume(not only_positions)  # dateutil refuses it
    first = starts + timedelta(days=after)
    last = first + timedelta(days=days)
    found = list(walls(read_rule(parts, until=None), starts, first, last))
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    assert found == [moment for moment in _bounded(text, starts, last) if first <= moment]


def _bounded(text: str, starts: datetime, last: datetime) -> list[datetime]:
    """What dateutil finds until `last`; it is stopped where it looks further than that for nothing."""

    class Enough(Exception):
        pass

    steps = 0

    def stop(frame: FrameType, what: str, _: object) -> None:
        nonlocal steps
        steps += what == "call" and frame.f_code.co_name == "rebuild"
        if steps > 6_000:
            raise Enough

    found: list[datetime] = []
    rule = rrulestr(text, dtstart=starts)
    before = sys.getprofile()
    sys.setprofile(stop)
    try:
        for moment in rule:
            if moment > last:
                break
            found.append(moment)
    except Enough:
        pass
    finally:
        sys.setprofile(before)
    return found


@pytest.mark.parametrize(
    ("text", "starts", "expected"),
    [
        ("FREQ=YEARLY;BYWEEKNO=1", "2025-12-29", ["2025-12-29", "2025-12-30", "2025-12-31", "2026-01-01"]),
        ("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO", "2020-01-01", ["2020-12-28", "2021-12-27"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", "2020-06-01", ["2021-01-01", "2027-01-01"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-02-29", ["2024-02-29", "2028-02-29", "2032-02-29"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-01", ["2026-11-30", "2026-12-31", "2027-01-29"]),
        ("FREQ=MONTHLY", "2026-01-31", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "2026-11-02", ["2026-11-02", "2026-11-15", "2026-11-16"]),
    ],
)
def test_weeks_of_years_and_ends_of_months(text: str, starts: str, expected: list[str]) -> None:
    begun = datetime.fromisoformat(starts)
    parts = dict(part.split("=") for part in text.split(";"))
    found = walls(read_rule(parts, until=None), begun, begun, begun + timedelta(days=365 * 12))
    assert [f"{next(found):%Y-%m-%d}" for _ in expected] == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4,6,9,11",
        "FREQ=DAILY;BYSETPOS=300",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=9",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=+5MO",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=DAILY;INTERVAL=999;BYMONTH=2;BYMONTHDAY=-31",
    ],
)
def test_a_rule_that_never_comes_true_is_looked_for_no_further_than_is_asked(rule: str) -> None:
    starts = datetime(2025, 11, 24, 9)
    looked = 0

    def count(frame: FrameType, what: str, _: object) -> None:
        nonlocal looked
        looked += what == "call" and frame.f_code.co_name == "_period"

    sys.setprofile(count)
    try:
        found = list(begins(rule, starts=starts, zone="UTC", first=starts, last=starts + timedelta(days=1600)))
    finally:
        sys.setprofile(None)
    assert (found, looked <= 1602) == ([], True)


def test_a_rule_without_a_period_is_none() -> None:
    with pytest.raises(ValueError, match="FREQ"):
        read_rule({"COUNT": "2"}, until=None)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ("1", ["2024-01-01", "2025-01-01", "2026-01-01", "2027-01-01", "2028-01-01"]),
        ("-1", ["2024-12-31", "2025-12-31", "2026-12-31", "2027-12-31"]),
        ("60", ["2024-02-29", "2025-03-01", "2026-03-01", "2027-03-01", "2028-02-29"]),
        ("366", ["2024-12-31"]),
        ("-366", ["2024-01-01", "2028-01-01"]),
        ("-365", ["2024-01-02", "2025-01-01", "2026-01-01", "2027-01-01", "2028-01-02"]),
        ("2,-2", ["2024-01-02", "2024-12-30", "2025-01-02", "2025-12-30", "2026-01-02", "2026-12-30", "2027-01-02"]),
    ],
)
def test_days_of_the_year_are_counted_from_either_end(days: str, found: list[str]) -> None:
    starts, last = datetime(2024, 1, 1, 9), datetime(2028, 3, 1)
    each = walls(read_rule({"FREQ": "YEARLY", "BYYEARDAY": days}, until=None), starts, starts, last)
    assert [f"{moment:%Y-%m-%d}" for moment in each][: len(found)] == found
