"""What cannot be read is refused with where it stood, no more of it than fits a line, and something that reads instead."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.line import read_line
from kalix_presence.model.when.planning import read_plan
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
"""A Tuesday in week 48."""
WORK, REASONS = WorkingTime(), shipped.default_reasons()


def refused_plan(text: str, language: str = "sv") -> BadInput:
    with pytest.raises(BadInput) as fault:
        read_plan(text, now=NOON, worktime=WORK, language=language, reasons=REASONS)
    return fault.value


def refused_line(text: str, language: str = "sv") -> BadInput:
    with pytest.raises(BadInput) as fault:
        read_line(text, now=NOON, worktime=WORK, language=language, reasons=REASONS)
    return fault.value


def refused_time(text: str, now: datetime = NOON, *, language: str = "sv", open_end: bool = True) -> BadInput:
    with pytest.raises(BadInput) as fault:
        read(text, now=now, worktime=WORK, language=language, open_end=open_end)
    return fault.value


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "line-empty", {}),
        ("; bara en anteckning", "line-empty", {}),
        ("trumpet tors", "line-reason-unknown", {"text": "trumpet"}),
        ("möte lördag em", "plan-unreadable", {"text": "lördag em", "suggestion": "onsdag 25 november"}),
        ("semester 30 febuari", "plan-unreadable", {"text": "30 febuari", "suggestion": "onsdag 25 november"}),
        ("semester från fredag", "when-needs-end", {"suggestion": "fredag"}),
        ("möte varje tisdag från 8/12 t.o.m. 1/12 2026 9-10", "plan-hours-order", {}),
        ("möte mån-ons 10-9", "plan-hours-order", {}),
        ("möte idag fm", "plan-past", {}),
        ("resa 24/11 8 - 24/11 9", "plan-past", {}),
        ("resa 1 dec 12 - 1 dec 9", "plan-hours-order", {}),
    ],
)
def test_a_plan_is_refused_in_its_line(text: str, code: str, params: dict[str, str]) -> None:
    fault = refused_plan(text)
    assert (fault.code, fault.field, fault.params) == (code, "line", params)


@pytest.mark.parametrize(
    ("text", "code", "field", "params"),
    [
        ("", "line-empty", "line", {}),
        ("trumpet 13", "line-reason-unknown", "line", {"text": "trumpet"}),
        ("17", "line-reason-missing", "line", {"text": "17"}),
        ("kl 9", "line-reason-missing", "line", {"text": "kl 9"}),  # of no reason, whether it has passed or not
        ("lunch 8", "when-past", "until", {"text": "8.00", "suggestion": "i morgon 8.00"}),
        ("semester tills vidare", "when-needs-end", "until", {"suggestion": "13.00"}),
    ],
)
def test_a_status_is_refused_with_the_field_that_is_wrong(text: str, code: str, field: str, params: dict[str, str]) -> None:
    fault = refused_line(text)
    assert (fault.code, fault.field, fault.params) == (code, field, params)


@pytest.mark.parametrize(("language", "tomorrow"), [("sv", "i morgon 8.00"), ("en", "tomorrow 8.00"), ("fi", "huomenna 8.00")])
def test_what_is_offered_is_said_in_the_readers_language(language: str, tomorrow: str) -> None:
    assert refused_line("lunch 8", language).params["suggestion"] == tomorrow
    assert refused_time("8", language=language).params["suggestion"] == tomorrow
    assert refused_plan("lunch 8", language).params["suggestion"] == tomorrow


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "when-empty", {"suggestion": "13.00"}),
        ("0 min", "when-past", {"text": "0 min", "suggestion": "15 min"}),
        ("999 h 9999 min", None, {}),  # the longest duration in hours that is read at all
        ("1000 h", "when-unreadable", {"text": "1000 h", "suggestion": "13.00"}),
        ("99 veckor", None, {}),
        ("105 veckor", "when-too-far", {"suggestion": "13.00"}),
        ("25 månader", "when-too-far", {"suggestion": "13.00"}),
        ("1 december 2029", "when-too-far", {"suggestion": "13.00"}),
        ("24 november", "when-past", {"text": "8.00", "suggestion": "onsdag 25 november"}),
        ("30/2", "when-no-such-day", {"text": "30/2", "suggestion": "onsdag 25 november"}),
        ("den 32", "when-no-such-day", {"text": "den 32", "suggestion": "onsdag 25 november"}),
        ("v 54", "when-no-such-week", {"week": 54, "year": 2026, "last": 53, "suggestion": "vecka 49"}),
        ("fredag 26/11", "when-wrong-weekday", {"text": "26 november", "weekday": "torsdag", "suggestion": "torsdag 26 november"}),
        ("i morgon, 27/11", "when-no-such-day", {"text": "i morgon, 27/11", "suggestion": "fredag 27 november"}),
    ],
)  # fmt: skip
def test_a_return_time_is_refused_with_one_that_reads(text: str, code: str | None, params: dict[str, object]) -> None:
    if code is None:
        assert read(text, now=NOON, worktime=WORK).moment is not None
        return
    fault = refused_time(text)
    assert (fault.code, fault.field, fault.params) == (code, "until", params)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fram till torsdagen den 26 november 2026 kl 14.30", "line-reason-missing"),
        ("ända till 25 november 2026 klockan tolv noll noll", "line-reason-unknown"),
        ("sammanträdesordförandeförordnandegruppmöte", "line-reason-unknown"),
        ("lunch till bara långa ord som ingen alls kan läsa som en tid", "when-unreadable"),
        ("fram till tisdag 24 november 2026 klockan 11.30", "line-reason-missing"),
    ],
)
def test_no_more_is_quoted_than_fits_a_line(text: str, code: str) -> None:
    fault = refused_line(text)
    quoted = str(fault.params["text"])
    assert fault.code == code
    assert len(quoted) == (40 if code != "line-reason-unknown" or " " not in text else 4)
    assert quoted in text


def test_no_more_of_a_plan_is_quoted_than_fits_a_line() -> None:
    assert refused_plan("möte om bara långa ord 8 som ingen alls kan läsa som").params["text"] == (
        "om bara långa ord 8 som ingen alls kan l"
    )
    assert refused_plan("sammanträdesordförandeförordnandegruppmöte").params["text"] == (
        "sammanträdesordförandeförordnandegruppmö"
    )


@given(st.integers(0, 24 * 60 - 1))
def test_what_is_offered_lies_ahead_at_every_minute_of_the_day(minute: int) -> None:
    now = NOON.replace(hour=minute // 60, minute=minute % 60)
    offered = str(refused_time("", now).params["suggestion"])
    moment = read(offered, now=now, worktime=WORK).moment
    assert moment is not None
    assert moment > now


def test_at_the_end_of_lunch_itself_it_is_no_time_ahead() -> None:
    assert refused_time("", NOON.replace(hour=12, minute=59)).params["suggestion"] == "13.00"
    assert refused_time("", NOON.replace(hour=13)).params["suggestion"] == "30 min"


def test_a_last_day_that_there_is_not_is_refused_as_any_day_is() -> None:
    fault = refused_plan("möte varje tisdag 9-10 t.o.m. 30 februari")
    assert (fault.code, fault.field) == ("when-no-such-day", "until")


def test_the_week_that_it_is_may_be_the_last_though_it_has_begun() -> None:
    found = read_plan("möte varje ons t.o.m. v 48 2026 10-11", now=NOON, worktime=WORK, language="sv", reasons=REASONS)
    assert found.repeat == "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261129T235959"


@pytest.mark.parametrize("minute", [0, 30, 50, 59])
def test_what_ends_at_midnight_may_begin_in_the_last_hour(minute: int) -> None:
    found = read_plan(f"möte fredag 23.{minute:02d}-24", now=NOON, worktime=WORK, language="sv", reasons=REASONS)
    assert found.ends - found.starts == timedelta(minutes=60 - minute)


@pytest.mark.parametrize("weekday", range(5))
def test_two_years_are_the_longest_that_is_meant(weekday: int) -> None:
    day = NOON.date() + timedelta(730)
    assert read(f"{day} 12.00", now=NOON, worktime=WORK).moment is not None
    assert refused_time(f"{day} 12.01").code == "when-too-far"
    now = NOON + timedelta(weekday)
    assert read(f"{(now + timedelta(1)).date()}", now=now, worktime=WORK).moment is not None


def test_an_hour_that_no_clock_shows_is_refused_with_the_next_one() -> None:
    fault = refused_time("28/3 2027 02.30")
    assert (fault.code, fault.field) == ("when-skipped-hour", "until")
    assert fault.params == {"text": "02.30", "suggestion": "söndag 28 mars 2027 03.30"}
