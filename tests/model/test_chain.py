"""When somebody is really back whose absences follow one another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.chain import as_told
from kalix_presence.model.holding import what_holds
from kalix_presence.model.worktime import WorkingTime

WORKS = WorkingTime(closed_days=(date(2026, 11, 26),))
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)  # a Tuesday, 12.00 in Sweden


def absence(
    start: float, end: float | None, *, reason: str = "lunch", way: Way = Way.PLAN, kind: ForwardKind = ForwardKind.SWITCHBOARD
) -> Absence:
    """From `start` to `end`, in hours from noon."""
    ends = None if end is None else NOON + timedelta(hours=end)
    begins = NOON + timedelta(hours=start)
    return Absence(f"{start}-{end}-{reason}", "2041", reason, begins, ends, Forward(kind), "", "2041", way)


def back(*absences: Absence, at: float = 0.5) -> float | None:
    told = as_told(absences, NOON + timedelta(hours=at), WORKS)
    assert told is not None
    return None if told.end is None else (told.end - NOON) / timedelta(hours=1)


def test_alone_it_is_back_at_its_end() -> None:
    assert back(absence(0, 1)) == 1
    assert back(absence(0, 1), absence(2, 3)) == 1, "an hour of work lies between"


def test_lunch_before_a_meeting_is_back_after_the_meeting_with_the_reason_that_holds_now() -> None:
    told = as_told([absence(0, 1), absence(1, 3, reason="meeting")], NOON, WORKS)
    assert told is not None
    assert (told.reason, told.end) == ("lunch", NOON + timedelta(hours=3))


def test_gone_for_the_day_before_days_off_is_back_after_the_holiday_that_follows_them() -> None:
    gone = absence(4.5, 20, way=Way.TRAY)
    assert back(absence(0, 4.5), gone, absence(20, 68), at=1) == 68
    assert back(absence(0, 4.5), absence(20, 68), at=1) == 68, "the night is no working time"
    assert back(absence(20, 28.5), absence(68, 76.5), at=21) == 76.5, "nor is a day on which everything is closed"


def test_one_without_an_end_behind_it_means_until_further_notice() -> None:
    assert back(absence(0, 1), absence(1, None)) is None


def test_where_calls_ring_as_usual_the_chain_ends() -> None:
    assert back(absence(0, 1), absence(1, 4, kind=ForwardKind.NONE), absence(4, 5)) == 1
    assert back(absence(0, 1, kind=ForwardKind.NONE), absence(1, 4)) == 1


def test_nothing_holds_nothing_is_told() -> None:
    assert as_told([absence(2, 3)], NOON, WORKS) is None


spans = st.tuples(st.integers(-20, 100), st.integers(1, 60) | st.none(), st.sampled_from(list(Way)))


@given(st.lists(spans, max_size=6), st.sampled_from([ForwardKind.SWITCHBOARD, ForwardKind.COLLEAGUE, ForwardKind.MOBILE]))
def test_nobody_is_told_back_while_away_nor_away_while_back(
    parts: list[tuple[int, int | None, Way]], kind: ForwardKind
) -> None:
    known = [
        absence(start / 4, None if long is None else (start + long) / 4, way=way, kind=kind, reason=f"r{number}")
        for number, (start, long, way) in enumerate(parts)
    ]
    told, held = as_told(known, NOON, WORKS), what_holds(known, NOON).absence
    assert (told is None) == (held is None)
    if told is None or held is None:
        return
    assert (told.id, told.reason, told.forward) == (held.id, held.reason, held.forward)
    moment = NOON
    while told.end is None or moment < told.end:
        if what_holds(known, moment).absence is None:
            assert not WORKS.works_at(moment), f"told to be away at {moment}, and at work"
        moment += timedelta(minutes=15)
        if told.end is None and moment > NOON + timedelta(days=3):
            break
    if told.end is not None:
        assert what_holds(known, told.end).absence is None, "told to be back, and away"


@pytest.mark.parametrize(("hours", "works"), [(0.25, False), (13, False), (15, False), (15.5, True), (48, True)])
def test_working_time_between_is_seen(hours: float, works: bool) -> None:
    evening = NOON + timedelta(hours=5)
    assert WORKS.works_between(evening, evening + timedelta(hours=hours)) is works
