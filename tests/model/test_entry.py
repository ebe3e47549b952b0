"""What a calendar entry does, by rules that people can see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.entry import Busy, CalendarEntry, Mark, does, mark_of
from kalix_presence.model.preferences import AllDay, CalendarRules

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
MEETING = CalendarEntry("k", NOON, NOON + timedelta(hours=1), Busy.BUSY)
RULES = CalendarRules()


@pytest.mark.parametrize(
    ("entry", "reason", "forward"),
    [
        (MEETING, "meeting", ForwardKind.SWITCHBOARD),
        (replace(MEETING, private=True), "meeting", ForwardKind.SWITCHBOARD),
        (replace(MEETING, busy=Busy.OUT_OF_OFFICE), "out_of_office", ForwardKind.SWITCHBOARD),
        (replace(MEETING, busy=Busy.OUT_OF_OFFICE, all_day=True), "out_of_office", ForwardKind.SWITCHBOARD),
        (replace(MEETING, mark=Mark.CLOSES, busy=Busy.FREE), "meeting", ForwardKind.SWITCHBOARD),
        (replace(MEETING, mark=Mark.INFORMS), "meeting", ForwardKind.NONE),
        (replace(MEETING, mark=Mark.INFORMS, all_day=True), "meeting", ForwardKind.NONE),
    ],
)
def test_what_does_something(entry: CalendarEntry, reason: str, forward: ForwardKind) -> None:
    done = does(entry, RULES)
    assert done is not None
    assert (done.reason, done.forward.kind) == (reason, forward)


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        (replace(MEETING, busy=Busy.FREE), RULES),
        (replace(MEETING, busy=Busy.TENTATIVE), RULES),
        (replace(MEETING, declined=True), RULES),
        (replace(MEETING, declined=True, mark=Mark.CLOSES), RULES),
        (replace(MEETING, all_day=True), RULES),
        (MEETING, replace(RULES, on=False)),
        (MEETING, replace(RULES, busy=False)),
        (replace(MEETING, busy=Busy.OUT_OF_OFFICE), replace(RULES, out_of_office=False)),
        (replace(MEETING, busy=Busy.OUT_OF_OFFICE, all_day=True), replace(RULES, all_day=AllDay.NONE)),
        (replace(MEETING, busy=Busy.FREE, mark=Mark.CLOSES), replace(RULES, marks=False)),
    ],
)
def test_what_does_nothing(entry: CalendarEntry, rules: CalendarRules) -> None:
    assert does(entry, rules) is None


def test_busy_whole_days_count_for_who_wants_it() -> None:
    assert does(replace(MEETING, all_day=True), replace(RULES, all_day=AllDay.BUSY)) is not None


@pytest.mark.parametrize(
    ("summary", "mark"),
    [
        ("MÖT: budget", Mark.CLOSES),
        ("möt: budget", Mark.CLOSES),
        ("  MOT: budget", Mark.CLOSES),
        ("MÖT; budget", Mark.INFORMS),
        ("MÖTE: budget", Mark.NONE),
        ("Budget MÖT:", Mark.NONE),
        ("", Mark.NONE),
    ],
)
def test_the_mark_stands_at_the_beginning(summary: str, mark: Mark) -> None:
    assert mark_of(summary) is mark


@given(st.text())
def test_every_text_has_a_mark_or_none(text: str) -> None:
    assert mark_of(text) in Mark
