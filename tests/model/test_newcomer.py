"""First steps: what is true ticks them, another policy asks again, and nobody is walked through or reminded of for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kalix_presence.model.newcomer import (
    SAID,
    STEPS,
    FirstStep,
    Newcomer,
    PolicyText,
    Seen,
    is_to_be_reminded_of,
    is_walked_through,
    missing,
    steps_done,
)
from tests.clocks import NINE

NINA = Newcomer("nina", NINE)
NOTHING = Seen(hours=False, absence=False, coded=False)
POLICY = PolicyText("2", date(2026, 1, 1))


def test_who_has_just_come_has_an_extension_and_nothing_else() -> None:
    assert steps_done(NINA, NOTHING, POLICY) == {FirstStep.EXTENSION}
    assert missing(steps_done(NINA, NOTHING, POLICY)) == list(STEPS[1:])


@pytest.mark.parametrize(
    ("seen", "step"), [("hours", FirstStep.HOURS), ("absence", FirstStep.ABSENCE), ("coded", FirstStep.CODES)]
)
def test_what_is_true_ticks_its_step_and_no_other(seen: str, step: FirstStep) -> None:
    assert steps_done(NINA, replace(NOTHING, **{seen: True}), POLICY) == {FirstStep.EXTENSION, step}


def test_what_was_true_once_stays_done() -> None:
    one = replace(NINA, done=frozenset({FirstStep.ABSENCE, FirstStep.CALL, *SAID}))
    assert steps_done(one, NOTHING, POLICY) == {FirstStep.EXTENSION, *one.done}


@pytest.mark.parametrize(
    ("version", "day", "accepted"),
    [("2", POLICY.day, True), ("1", POLICY.day, False), ("2", date(2025, 1, 1), False), ("", None, False)],
)
def test_only_the_policy_of_this_version_and_day_is_accepted(version: str, day: date | None, accepted: bool) -> None:
    one = replace(NINA, version=version, day=day, done=frozenset({FirstStep.POLICY}))
    assert (FirstStep.POLICY in steps_done(one, NOTHING, POLICY)) is accepted


def test_somebody_is_walked_through_for_so_many_days_from_the_first_sign_in_on() -> None:
    late = NINE + timedelta(days=300)
    assert is_walked_through(NINA, 30, late), "who has not begun has all of it before them"
    begun = replace(NINA, begun=late)
    assert is_walked_through(begun, 30, late + timedelta(days=29, hours=23))
    assert not is_walked_through(begun, 30, late + timedelta(days=30))
    assert not is_walked_through(NINA, 0, NINE)


def test_one_is_reminded_of_once_and_from_the_first_sign_in_on() -> None:
    late = NINE + timedelta(days=14)
    assert not is_to_be_reminded_of(NINA, 14, late - timedelta(seconds=1))
    assert is_to_be_reminded_of(NINA, 14, late)
    assert not is_to_be_reminded_of(NINA, 0, late)
    assert not is_to_be_reminded_of(replace(NINA, reminded=True), 14, late)
    assert not is_to_be_reminded_of(replace(NINA, begun=late), 14, late)


def test_a_step_of_a_newer_hub_is_unknown() -> None:
    assert FirstStep("parking") is FirstStep.UNKNOWN
    assert FirstStep.UNKNOWN not in STEPS
