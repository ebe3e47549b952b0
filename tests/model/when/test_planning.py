"""Plans as people type them, in three languages, over year ends and clock changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.worktime import WorkingTime

REASONS = shipped.default_reasons()
WORK = WorkingTime()
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""Noon of a Tuesday in week 48."""


def plan(text: str, now: datetime = NOON, language: str = "sv") -> PlannedLine:
    return read_plan(text, now=now, worktime=WORK, language=language, reasons=REASONS)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "reason", "starts", "ends", "repeat"),
    [
        ("semester v 28-31", "holiday", "2027-07-12", "2027-08-09T08:00", ""),
        ("semester v 50", "holiday", "2026-12-07", "2026-12-14T08:00", ""),
        ("semester v 48", "holiday", "2026-11-23", "2026-11-30T08:00", ""),
        ("semester v 52-1", "holiday", "2026-12-21", "2027-01-11T08:00", ""),
        ("semester vecka 53", "holiday", "2026-12-28", "2027-01-04T08:00", ""),
        ("utbildning tors 9-12", "course", "2026-11-26T09:00", "2026-11-26T12:00", ""),
        ("utbildning tors", "course", "2026-11-26", "2026-11-27T08:00", ""),
        ("utbildning fre", "course", "2026-11-27", "2026-11-30T08:00", ""),
        ("möte varje tisdag 13-15", "meeting", "2026-11-24T13:00", "2026-11-24T15:00", "FREQ=WEEKLY;BYDAY=TU"),
        ("möte varannan måndag 8.15-9.30", "meeting", "2026-11-30T08:15", "2026-11-30T09:30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("möte varje tis och tors 9-10", "meeting", "2026-11-26T09:00", "2026-11-26T10:00", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("rast varje vardag 9.30-9.45", "break", "2026-11-25T09:30", "2026-11-25T09:45", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        (
            "möte varje ons t.o.m. 16 dec 10-11", "meeting", "2026-11-25T10:00", "2026-11-25T11:00",
            "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261216T235959",
        ),
        ("ledig varje fredag", "leave", "2026-11-27", "2026-11-28", "FREQ=WEEKLY;BYDAY=FR"),
        ("semester 7/12-11/12", "holiday", "2026-12-07", "2026-12-14T08:00", ""),
        ("semester 7-11 december", "holiday", "2026-12-07", "2026-12-14T08:00", ""),
        ("semester 21 dec - 8 jan", "holiday", "2026-12-21", "2027-01-11T08:00", ""),
        ("semester 2026-12-21 - 2027-01-08", "holiday", "2026-12-21", "2027-01-11T08:00", ""),
        ("tjänsteresa mån-ons", "travel", "2026-11-30", "2026-12-03T08:00", ""),
        ("utbildning i morgon 9-12", "course", "2026-11-25T09:00", "2026-11-25T12:00", ""),
        ("möte 13-15", "meeting", "2026-11-24T13:00", "2026-11-24T15:00", ""),
        ("möte tors kl 13.30-15", "meeting", "2026-11-26T13:30", "2026-11-26T15:00", ""),
        (
            "semester mån-tors 9-12", "holiday", "2026-11-30T09:00", "2026-11-30T12:00",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;UNTIL=20261203T235959",
        ),
        ("semester mån 9 - tors 12", "holiday", "2026-11-30T09:00", "2026-12-03T12:00", ""),
        ("semester 23 dec", "holiday", "2026-12-23", "2026-12-28T08:00", ""),
    ],
)  # fmt: skip
def test_swedish_lines(text: str, reason: str, starts: str, ends: str, repeat: str) -> None:
    found = plan(text)
    assert (found.reason.code, found.starts, found.ends, found.repeat) == (reason, wall(starts), wall(ends), repeat)


@pytest.mark.parametrize(
    ("text", "language", "starts", "ends", "repeat"),
    [
        ("holiday week 28-31", "en", "2027-07-12", "2027-08-09T08:00", ""),
        ("course thursday 9-12", "en", "2026-11-26T09:00", "2026-11-26T12:00", ""),
        ("meeting every tuesday 13-15", "en", "2026-11-24T13:00", "2026-11-24T15:00", "FREQ=WEEKLY;BYDAY=TU"),
        ("loma viikko 28-31", "fi", "2027-07-12", "2027-08-09T08:00", ""),
        ("koulutus torstaina 9-12", "fi", "2026-11-26T09:00", "2026-11-26T12:00", ""),
        ("semester v 28-31", "fi", "2027-07-12", "2027-08-09T08:00", ""),
    ],
)
def test_other_languages(text: str, language: str, starts: str, ends: str, repeat: str) -> None:
    found = plan(text, language=language)
    assert (found.starts, found.ends, found.repeat) == (wall(starts), wall(ends), repeat)


def test_the_note_stays_out_of_it() -> None:
    assert plan("utbildning tors 9-12; Luleå, ingen telefon").note == "Luleå, ingen telefon"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "line-empty"),
        ("trumpet tors", "line-reason-unknown"),
        ("semester", "plan-unreadable"),
        ("semester någon gång", "plan-unreadable"),
        ("möte tors 12-9", "plan-hours-order"),
        ("möte tors 25-26", "plan-unreadable"),
        ("möte 8-9", "plan-past"),
        ("semester v 54", "when-no-such-week"),
        ("semester 30 februari", "when-no-such-day"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        plan(text)
    assert refused.value.code == code
    assert shipped.words("sv").has(f"errors.{code}")


@given(st.text(max_size=40), st.sampled_from(["sv", "en", "fi"]))
def test_nothing_that_is_typed_does_harm(text: str, language: str) -> None:
    try:
        found = plan(f"möte {text}", language=language)
    except BadInput:
        return
    assert found.starts < found.ends


@pytest.mark.parametrize(
    ("text", "language", "starts", "repeat"),
    [
        ("möte varje måndag 13-14 till 1 nov", "sv", "2026-11-30T13:00", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20271101T235959"),
        ("möte mån ons och fre em", "sv", "2026-11-25T13:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261130T235959"),
        ("loma joka tiistai 9-10 31.3. asti", "fi", "2026-12-01T09:00", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270331T235959"),
    ],
)
def test_what_repeats_begins_on_the_next_of_its_days_and_ends_at_the_next_of_its_ends(
    text: str, language: str, starts: str, repeat: str
) -> None:
    found = plan(text, language=language)
    assert (found.starts, found.repeat) == (wall(starts), repeat)


def test_so_long_from_a_day_that_is_called_the_start() -> None:
    assert plan("semester två veckor med start måndag") == plan("semester två veckor från måndag")


def test_what_repeats_and_is_over_before_it_begins_is_refused_in_its_field() -> None:
    with pytest.raises(BadInput, match="plan-hours-order") as refused:
        plan("möte varje måndag till i morgon")
    assert refused.value.field == "line"
