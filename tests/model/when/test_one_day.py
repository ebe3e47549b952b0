"""A day is the day that was typed: a Sunday too, today until its end, and never one without an end."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.one_day import read_day
from kalix_presence.model.worktime import WorkingTime

ZONE = ZoneInfo("Europe/Stockholm")
WORKTIME = WorkingTime.of_policy(shipped.default_policy())
EVENING = datetime(2026, 11, 25, 21, 30, tzinfo=ZONE)


def day(text: str, language: str = "sv") -> date:
    return read_day(text, now=EVENING, worktime=WORKTIME, language=language)


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("2027-01-31", "sv", date(2027, 1, 31)),
        (" 2020-02-29 ", "en", date(2020, 2, 29)),
        ("31 januari", "sv", date(2027, 1, 31)),
        ("lördag", "sv", date(2026, 11, 28)),
        ("idag", "sv", date(2026, 11, 25)),
        ("tomorrow", "en", date(2026, 11, 26)),
        ("30 June 2027", "en", date(2027, 6, 30)),
        ("perjantai", "fi", date(2026, 11, 27)),
    ],
)
def test_the_day_is_the_one_that_was_typed(text: str, language: str, meant: date) -> None:
    assert day(text, language) == meant


@pytest.mark.parametrize("text", ["xyzzy", "31 februari 2027", "tills vidare", "31 februari"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        day(text)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_the_day_is_that_of_the_site_wherever_the_machine_stands(zone: str) -> None:
    there = WorkingTime(zone, "")
    assert read_day("30 June 2027", now=EVENING, worktime=there, language="en") == date(2027, 6, 30)
