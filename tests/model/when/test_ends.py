"""Two days of one month, and whole days and weeks: however they are written, they are the same days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.ends import ends_of
from kalix_presence.model.when.line import read_line
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.when.typed_time import LEXICONS, read
from kalix_presence.model.worktime import WorkingTime
from kalix_presence.shipped import default_reasons
from tests.draws import draws

WEDNESDAY = datetime(2026, 12, 9, 10, 7, tzinfo=ZoneInfo("Europe/Stockholm"))
WORK = WorkingTime()
REASONS = default_reasons()
AWAY = {"sv": "ledig", "en": "leave", "fi": "vapaa"}


def planned(language: str, text: str) -> PlannedLine:
    line = f"{AWAY[language]} {text}"
    return read_plan(line, now=WEDNESDAY, worktime=WORK, language=language, reasons=REASONS)


def days(language: str, text: str) -> tuple[date, date | None]:
    found = planned(language, text)
    assert found.whole_days, f"{text!r} has hours: {found}"
    assert not found.repeat
    return found.starts.date(), found.last


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, date, date]:
    """Two days of one month of next year, as somebody writes them."""
    first = date(2027, draw(st.integers(1, 12)), draw(st.integers(1, 27)))
    last = first.replace(day=draw(st.integers(first.day + 1, 28)))
    language = draw(st.sampled_from(["sv", "en", "fi"]))
    month = draw(st.sampled_from([name for name, n in LEXICONS[language].months.items() if n == first.month]))
    dash = draw(st.sampled_from(["-", " - ", "–", " – "]))
    a, b = first.day, last.day
    forms = [f"{a}{dash}{b} {month} 2027", f"{a}{dash}{b}/{first.month} 2027"]
    if language == "en":
        forms += [f"{month} {a}{dash}{b} 2027", f"{month} {a}th{dash}{b}th, 2027", f"{a}th{dash}{b}th {month} 2027"]
        forms += [f"{month} {a} through {b} 2027"]
    if language == "fi":
        forms += [f"{a}.{dash}{b}.{first.month}.2027", f"{a}{dash}{b}.{first.month}.2027", f"{a}.{dash}{b}. {month} 2027"]
    if language == "sv":
        forms += [f"den {a}:e{dash}{b}:e {month} 2027", f"{month} {a}{dash}{b} 2027"]
    return language, draw(st.sampled_from(forms)), first, last


@settings(max_examples=draws(150))
@given(written())
def test_days_of_one_month_are_days_and_no_hours(drawn: tuple[str, str, date, date]) -> None:
    language, text, first, last = drawn
    assert days(language, text) == (first, last)


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("sv", "i morgon hela dagen", "12-10", "12-10"),
        ("sv", "hela dagen fredag", "12-11", "12-11"),
        ("sv", "fredag, heldag", "12-11", "12-11"),
        ("sv", "mån-ons hela dagen", "12-14", "12-16"),
        ("en", "all day friday", "12-11", "12-11"),
        ("fi", "huomenna koko päivän", "12-10", "12-10"),
        ("sv", "hela v 51", "12-14", "12-20"),
        ("sv", "hela nästa vecka", "12-14", "12-20"),
        ("sv", "veckorna 51-52", "12-14", "12-27"),
        ("en", "all of week 51", "12-14", "12-20"),
        ("en", "weeks 51-52", "12-14", "12-27"),
        ("fi", "koko viikon 51", "12-14", "12-20"),
        ("fi", "viikot 51-52", "12-14", "12-27"),
        ("fi", "18.-22.12", "12-18", "12-22"),
        ("en", "this wednesday", "12-09", "12-09"),
        ("en", "this friday", "12-11", "12-11"),
        ("sv", "nu på fredag", "12-11", "12-11"),
        ("fi", "tänä perjantaina", "12-11", "12-11"),
    ],
)
def test_what_is_said_to_be_whole_is_whole(language: str, text: str, first: str, last: str) -> None:
    begins, ends = days(language, text)
    assert (f"{begins:%m-%d}", f"{ends:%m-%d}") == (first, last)


def test_a_whole_month_in_every_case_of_finnish() -> None:
    assert days("fi", "koko heinäkuun") == (date(2027, 7, 1), date(2027, 7, 31)) == days("fi", "heinäkuussa")


def test_a_clock_time_with_points_stays_one_where_days_have_none() -> None:
    found = planned("sv", "18-22.12")
    assert (found.starts, found.ends) == (datetime(2026, 12, 9, 18, 0), datetime(2026, 12, 9, 22, 12))  # noqa: DTZ001 - wall times
    assert planned("en", "dec 18 9-12").ends - planned("en", "dec 18 9-12").starts == timedelta(hours=3)


def test_a_half_of_a_day_in_two_letters_is_a_half_and_a_clock_keeps_its_own() -> None:
    for text, hours in (("fri pm", "13.00-16.30"), ("fri am", "08.00-12.00"), ("fri 1-3 pm", "13.00-15.00")):
        found = planned("en", text)
        assert f"{found.starts:%H.%M}-{found.ends:%H.%M}" == hours
    with pytest.raises(BadInput):
        planned("en", "fri 1 pm")


def test_this_very_weekday_as_a_return_time_is_refused_rather_than_a_week_ahead() -> None:
    with pytest.raises(BadInput, match="when-past"):
        read("this wednesday", now=WEDNESDAY, worktime=WORK, language="en")


@pytest.mark.parametrize(
    ("text", "note"), [("möte i rum 3 till 11", "i rum 3"), ("möte i sal B12 åter 11", "i sal B12"), ("möte - åter 11", "")]
)
def test_the_number_of_a_room_is_no_time_where_the_time_is_said_apart(text: str, note: str) -> None:
    found = read_line(text, now=WEDNESDAY, worktime=WORK, language="sv", reasons=REASONS)
    assert found.note == note
    assert found.until is not None
    assert found.until.moment == WEDNESDAY.replace(hour=11, minute=0)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7-11 december 2027", "7 december 2027", "11 december 2027"),
        ("december 7-11 2027", "7 december 2027", "11 december 2027"),
        ("december 7th to 11th", "7 december", "11 december"),
        ("1-5/12/2027", "1/12/2027", "5/12/2027"),
        ("1.-5.12.2027", "1.12.2027", "5.12.2027"),
    ],
)
def test_what_is_said_once_of_two_days_is_said_of_both(text: str, first: str, last: str) -> None:
    assert ends_of(text, LEXICONS["en"]) == [first, last]
