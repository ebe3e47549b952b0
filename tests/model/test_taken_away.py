"""What is remembered of an imported plan that somebody took away."""

# ruff: noqa: DTZ001 - plans speak of wall times
from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from kalix_presence.model.plan import AsImported, Plan
from kalix_presence.model.taken_away import TakenAway, taken_away

STARTS, ENDS = datetime(2026, 11, 24, 9), datetime(2026, 11, 24, 10)
ZONE = "Europe/Stockholm"
SAID = AsImported("meeting", STARTS, ENDS, ZONE, "", 0, (), None, "Budget")
PLAN = Plan("p1", "2041", "meeting", STARTS, ENDS, ZONE, "2041", note="Budget", uid="file:u1", imported=SAID)
TAKEN = TakenAway("file:u1", STARTS, ENDS, ZONE, "", 0, SAID)
LATER = datetime(2026, 11, 25, 9)


def test_it_keeps_the_plan_as_it_was_and_what_the_file_said() -> None:
    assert taken_away(PLAN) == TAKEN
    moved = replace(PLAN, starts=LATER, ends=LATER.replace(hour=11), zone="UTC", repeat="FREQ=DAILY", whole_days=2)
    assert taken_away(moved) == TakenAway("file:u1", LATER, LATER.replace(hour=11), "UTC", "FREQ=DAILY", 2, SAID)


@pytest.mark.parametrize("plan", [replace(PLAN, uid=""), replace(PLAN, imported=None)])
def test_a_plan_of_no_file_comes_back_by_none(plan: Plan) -> None:
    assert taken_away(plan) is None


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (SAID, True),
        (replace(SAID, reason="course", forward_to="2042", skipped=(date(2026, 11, 24),)), True),
        (replace(SAID, starts=LATER), False),
        (replace(SAID, ends=LATER), False),
        (replace(SAID, zone="UTC"), False),
        (replace(SAID, repeat="FREQ=DAILY"), False),
        (replace(SAID, note="Budget 2027"), False),
        (None, False),
    ],
)
def test_the_file_says_the_same_while_times_and_text_are_the_same(now: AsImported | None, same: bool) -> None:
    assert TAKEN.is_said_again(replace(PLAN, imported=now)) is same


def test_when_work_begins_after_whole_days_is_no_matter_of_the_file() -> None:
    days = replace(SAID, whole_days=2)
    kept = replace(TAKEN, imported=days)
    assert kept.is_said_again(replace(PLAN, imported=replace(days, ends=LATER)))
    assert not kept.is_said_again(replace(PLAN, imported=replace(days, whole_days=3)))


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({}, True),
        ({"note": "Annat", "reason": "course"}, True),
        ({"uid": "file:u1"}, False),
        ({"starts": STARTS.replace(hour=8)}, False),
        ({"ends": LATER}, False),
        ({"zone": "UTC"}, False),
        ({"repeat": "FREQ=DAILY"}, False),
    ],
)
def test_the_same_times_by_hand_are_the_plan_that_was_taken_away(more: dict[str, object], same: bool) -> None:
    assert TAKEN.is_planned_again(replace(PLAN, **({"uid": "", "imported": None} | more))) is same  # type: ignore[arg-type]
