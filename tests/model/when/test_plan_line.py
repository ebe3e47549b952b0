"""What is written of a plan is read as the same plan."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kalix_presence import shipped
from kalix_presence.model.when.plan_line import say_repeat, write_plan
from kalix_presence.model.when.planning import read_plan
from kalix_presence.model.worktime import WorkingTime

REASONS = shipped.default_reasons()
WORK = WorkingTime()
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
@pytest.mark.parametrize(
    "typed",
    [
        "semester v 50",
        "semester v 52-1",
        "semester 7/12-11/12",
        "utbildning tors 9-12.15",
        "utbildning fre",
        "semester 2026-11-30 - 2026-12-03 9-12",
        "möte varje tisdag 13-15",
        "möte varannan måndag 8.15-9.30",
        "möte varje tis, tors 9-10",
        "rast varje vardag 9.30-9.45",
        "ledig varje fredag",
        "möte varje ons t.o.m. 2026-12-16 10-11",
        "semester 23 dec",
        "rast varje dag 9.30-9.45",
        "möte varannan vecka tisdag 9-10",
        "möte var tredje torsdag 9-10 t.o.m. 31/3 2027",
        "möte första måndagen i månaden 9-10",
        "ledig sista fredagen i månaden",
        "tjänsteresa 1 dec 8 - 3 dec 16",
        "semester julafton",
        "semester i juli",
        "möte varje tisdag från 1 mars 2027 13-15",
        "ledig mån ons och fre",
        "kurs v 50 9-12",
        "möte varje fredag 20-24",
        "möte fredag 20-24",
    ],
)
def test_what_is_written_is_read_again(typed: str, language: str) -> None:
    first = read_plan(typed, now=NOON, worktime=WORK, language="sv", reasons=REASONS)
    name = first.reason.name(language).casefold()
    line = write_plan(name, first.starts, first.ends, first.repeat, worktime=WORK, language=language, since=True)
    assert line is not None
    again = read_plan(line, now=NOON, worktime=WORK, language=language, reasons=REASONS)
    assert (again.reason.code, again.starts, again.ends, again.repeat) == (
        first.reason.code,
        first.starts,
        first.ends,
        first.repeat,
    ), line


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY;BYMONTHDAY=5", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;INTERVAL=9;BYDAY=MO", "FREQ=YEARLY"]
)
def test_what_no_line_says_has_none(rule: str) -> None:
    starts, ends = datetime.fromisoformat("2026-12-07T09:00"), datetime.fromisoformat("2026-12-07T10:00")
    assert write_plan("möte", starts, ends, rule, worktime=WORK, language="sv") is None


@pytest.mark.parametrize(
    ("starts", "ends", "line"),
    [
        ("2026-12-07T00:00", "2026-12-14T08:00", "semester måndag 7 december - fredag 11 december 2026"),
        ("2026-12-09T00:00", "2026-12-12T00:00", "semester onsdag 9 december - fredag 11 december 2026"),
        ("2026-12-11T00:00", "2026-12-14T08:00", "semester fredag 11 december 2026"),
    ],
)
def test_the_last_day_that_is_written_is_the_last_working_day_away(starts: str, ends: str, line: str) -> None:
    begins, over = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
    assert write_plan("semester", begins, over, "", worktime=WORK, language="sv") == line


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "varje fredag t.o.m. 31 mars 2027"),
        ("en", "every friday through 31 march 2027"),
        ("fi", "joka perjantai 31. maaliskuuta 2027 asti"),
    ],
)
def test_what_repeats_is_said_in_the_language_of_who_reads_it(language: str, said: str) -> None:
    assert say_repeat("FREQ=WEEKLY;BYDAY=FR;UNTIL=20270331T235959", language) == said
