"""A day of which only the number was said is the next one of that number, in every field and language; never something else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime
from kalix_presence.shipped import default_reasons

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SATURDAY = datetime(2026, 11, 28, 10, 7, tzinfo=STOCKHOLM)
WORK = WorkingTime()
REASONS = default_reasons()
HOLIDAY = {"sv": "semester", "en": "holiday", "fi": "loma"}


def when(text: str, language: str, now: datetime = SATURDAY) -> datetime:
    moment = read(text, now=now, worktime=WORK, language=language).moment
    assert moment is not None
    return moment.astimezone(STOCKHOLM)


def plan(text: str, language: str, now: datetime = SATURDAY) -> PlannedLine:
    return read_plan(f"{HOLIDAY[language]} {text}", now=now, worktime=WORK, language=language, reasons=REASONS)


@pytest.mark.parametrize(
    ("language", "text", "meaning"),
    [
        ("sv", "den 15", "2026-12-15 08:00"),
        ("sv", "till den 15:e", "2026-12-15 08:00"),
        ("sv", "t.o.m. den 15", "2026-12-16 08:00"),
        ("sv", "tisdagen den 15:e", "2026-12-15 08:00"),
        ("sv", "den 15 kl 9", "2026-12-15 09:00"),
        ("sv", "den 1:a", "2026-12-01 08:00"),
        ("sv", "den 31", "2027-01-04 08:00"),
        ("sv", "den 15/12", "2026-12-15 08:00"),
        ("en", "the 15th", "2026-12-15 08:00"),
        ("en", "until the 15th", "2026-12-15 08:00"),
        ("en", "on tuesday the 15th", "2026-12-15 08:00"),
        ("en", "the 15th of january", "2027-01-15 08:00"),
        ("fi", "15. päivä", "2026-12-15 08:00"),
        ("fi", "15. päivään asti", "2026-12-16 08:00"),
        ("fi", "tiistaina 15. päivä", "2026-12-15 08:00"),
        ("sv", "1/3-27", "2027-03-01 08:00"),
        ("sv", "1/3-27 9.30", "2027-03-01 09:30"),
        ("sv", "kl 7.30 i morgon bitti", "2026-11-29 07:30"),
        ("sv", "i morgon bitti kl 3", "2026-11-29 03:00"),
    ],
)
def test_it_is_read_as_a_return_time(language: str, text: str, meaning: str) -> None:
    assert f"{when(text, language):%Y-%m-%d %H:%M}" == meaning


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("sv", "den 15", "2026-12-15", "2026-12-15"),
        ("sv", "den 10-15", "2026-12-10", "2026-12-15"),
        ("sv", "från den 10 till den 15:e", "2026-12-10", "2026-12-15"),
        ("sv", "den 28 - den 3", "2026-11-28", "2026-12-03"),
        ("sv", "måndag - onsdag den 2:a", "2026-11-30", "2026-12-02"),
        ("en", "the 10th to the 15th", "2026-12-10", "2026-12-15"),
        ("fi", "10.-15. päivä", "2026-12-10", "2026-12-15"),
        ("fi", "10. päivästä 15. päivään", "2026-12-10", "2026-12-15"),
        ("sv", "1/3-27", "2027-03-01", "2027-03-01"),
        ("sv", "1/3-27/3", "2027-03-01", "2027-03-27"),
        ("sv", "1/3-27 - 5/3-27", "2027-03-01", "2027-03-05"),
        ("sv", "1-5/3-27", "2027-03-01", "2027-03-05"),
    ],
)
def test_it_is_planned(language: str, text: str, first: str, last: str) -> None:
    found = plan(text, language)
    assert (f"{found.starts:%Y-%m-%d}", f"{found.last:%Y-%m-%d}") == (first, last)


@pytest.mark.parametrize(
    ("language", "text", "hours"),
    [
        ("sv", "måndag bitti", "11-30 08-12"),
        ("fi", "maanantaina aamulla", "11-30 08-12"),
        ("fi", "yhdeksästä yhteentoista", "11-28 09-11"),
        ("fi", "maanantaina kello yhdeksästä puoli yhteentoista", "11-30 09-10"),
        ("fi", "huomenna yhdestä kolmeen", "11-29 13-15"),
        ("sv", "den 15 9-11", "12-15 09-11"),
    ],
)
def test_hours_are_planned(language: str, text: str, hours: str) -> None:
    found = plan(text, language)
    assert f"{found.starts:%m-%d %H}-{found.ends:%H}" == hours


@pytest.mark.parametrize(
    ("language", "text", "code", "suggestion"),
    [
        ("sv", "måndagen den 15:e", "when-wrong-weekday", "tisdag 15 december"),
        ("sv", "den 40", "when-no-such-day", "måndag 30 november"),
        ("sv", "1/3-30", "when-unreadable", "måndag 1 mars 2027"),
        ("sv", "1/12-15", "when-unreadable", "tisdag 1 december 2026"),
        ("sv", "i morgon bitti", "when-unreadable", "i morgon"),
        ("sv", "måndag eftermiddag", "when-unreadable", "måndag 13.00"),
        ("en", "until tomorrow morning", "when-unreadable", "until tomorrow"),
        ("fi", "huomenna aamulla", "when-unreadable", "huomenna"),
        ("fi", "yhdeksästä yhteentoista", "when-unreadable", "11.00"),
        ("sv", "9-11", "when-unreadable", "11.00"),
        ("sv", "den 10-15", "when-unreadable", "t.o.m. den 15"),
        ("fi", "10.-15. päivä", "when-unreadable", "15. päivä asti"),
        ("sv", "fredag 2027", "when-unreadable", "måndag 30 november"),
        ("sv", "vecka 51 kvart", "when-unreadable", "måndag 30 november"),
        ("sv", "ungefär fyra", "when-unreadable", "13.00"),
    ],
)
def test_what_is_refused_is_answered_in_its_own_kind(language: str, text: str, code: str, suggestion: str) -> None:
    with pytest.raises(BadInput) as refused:
        when(text, language)
    assert (refused.value.code, refused.value.params["suggestion"]) == (code, suggestion)
    when(suggestion, language)


@pytest.mark.parametrize("text", ["yhdeksästä", "15. päivästä", "den 10 till 15", "the 15 january 9 9"])
def test_what_says_no_end_is_no_return_time(text: str) -> None:
    with pytest.raises(BadInput):
        when(text, "fi")


moments = st.datetimes(datetime(2025, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    now=moments, number=st.integers(1, 31), form=st.sampled_from([("sv", "den {}"), ("en", "the {}th"), ("fi", "{}. päivä")])
)
def test_it_is_the_next_of_that_number_at_any_time(now: datetime, number: int, form: tuple[str, str]) -> None:
    language, spelled = form
    today = now.astimezone(STOCKHOLM).date()
    meant = next(day for ahead in range(62) if (day := today + timedelta(ahead)).day == number)
    assert plan(spelled.format(number), language, now).starts.date() == meant


@given(now=moments, day=st.dates(date(2025, 1, 1), date(2036, 12, 31)))
def test_two_digits_after_a_dash_are_the_year_or_are_refused(now: datetime, day: date) -> None:
    typed = f"{day.day}/{day.month}-{day.year % 100} 13.30"
    try:
        found = when(typed, "sv", now)
    except BadInput as refused:
        assert refused.code in ("when-past", "when-unreadable")
        return
    assert found.date() == day
