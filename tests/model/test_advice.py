"""What whoever writes a message is told of the person it is for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.advice import Advice, advice_for, is_long
from kalix_presence.model.worktime import WorkingTime

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DUE = NOW + timedelta(hours=2)


def away(hours: float | None, forward: ForwardKind = ForwardKind.SWITCHBOARD) -> Absence:
    end = None if hours is None else NOW + timedelta(hours=hours)
    return Absence("a", "2041", "holiday", NOW - timedelta(hours=1), end, Forward(forward), "", "2041", Way.TRAY)


def test_somebody_who_is_there_needs_no_deputy() -> None:
    assert advice_for(None, due=DUE, deputy="2042", deputy_absence=None) == Advice(DUE)


def test_somebody_who_is_back_before_it_is_due_can_call_in_time() -> None:
    found = advice_for(away(1), due=DUE, deputy="2042", deputy_absence=None)
    assert (found.in_time, found.away_until, found.deputy) == (True, NOW + timedelta(hours=1), None)


@pytest.mark.parametrize("hours", [300, None])
def test_the_deputy_is_proposed_for_somebody_who_is_away_for_long(hours: float | None) -> None:
    found = advice_for(away(hours), due=DUE, deputy="2042", deputy_absence=away(1))
    assert (found.in_time, found.away, found.deputy) == (False, True, "2042")


def test_a_deputy_who_is_away_as_long_is_not_proposed() -> None:
    assert advice_for(away(300), due=DUE, deputy="2042", deputy_absence=away(None)).deputy is None


@pytest.mark.parametrize("forward", [ForwardKind.MOBILE, ForwardKind.NONE])
def test_whoever_takes_calls_elsewhere_can_call_back(forward: ForwardKind) -> None:
    assert advice_for(away(300, forward), due=DUE, deputy="2042", deputy_absence=None).in_time


@pytest.mark.parametrize(
    ("end", "long"),
    [
        (None, True),
        (datetime(2026, 11, 24, 15, tzinfo=UTC), False),
        (datetime(2026, 11, 25, 7, tzinfo=UTC), False),
        (datetime(2026, 11, 25, 7, 1, tzinfo=UTC), True),
    ],
)
def test_an_absence_past_the_next_working_morning_is_long(end: datetime | None, long: bool) -> None:
    assert is_long(end, NOW, WorkingTime()) is long


def test_the_next_working_morning_is_where_they_work_and_over_the_weekend() -> None:
    night = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # Friday there
    monday = datetime(2026, 11, 30, 7, tzinfo=UTC)
    assert not is_long(monday, night, WorkingTime())
    assert is_long(monday + timedelta(minutes=1), night, WorkingTime())


def test_for_whoever_works_on_no_day_only_what_has_no_end_is_long() -> None:
    assert not is_long(NOW + timedelta(days=900), NOW, WorkingTime(hours={}))
    assert is_long(None, NOW, WorkingTime(hours={}))


def test_whoever_is_back_at_the_very_moment_it_is_due_is_in_time() -> None:
    assert advice_for(away(2), due=DUE, deputy="2042", deputy_absence=None).in_time
    assert not advice_for(away(2.001), due=DUE, deputy="2042", deputy_absence=None).in_time
    assert advice_for(away(300), due=DUE, deputy="2042", deputy_absence=away(2)).deputy == "2042"
