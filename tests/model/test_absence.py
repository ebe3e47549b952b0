"""An absence: when it holds, and what none can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way

NINE = datetime(2026, 11, 24, 8, tzinfo=UTC)
HOUR, INSTANT = timedelta(hours=1), timedelta(microseconds=1)
LUNCH = Absence("a", "2041", "lunch", NINE, NINE + HOUR, Forward(), "", "2041", Way.TRAY)


@pytest.mark.parametrize(
    ("after", "holds"), [(-INSTANT, False), (timedelta(), True), (HOUR - INSTANT, True), (HOUR, False), (2 * HOUR, False)]
)
def test_it_holds_from_its_start_and_no_longer_at_its_end(after: timedelta, holds: bool) -> None:
    assert LUNCH.holds_at(NINE + after) is holds


def test_one_without_an_end_holds_until_further_notice_and_not_before_it_starts() -> None:
    open_ended = replace(LUNCH, end=None)
    assert open_ended.holds_at(NINE + timedelta(days=4000))
    assert not open_ended.holds_at(NINE - INSTANT)


@pytest.mark.parametrize("end", [NINE, NINE - HOUR])
def test_it_ends_after_it_starts(end: datetime) -> None:
    with pytest.raises(ValueError, match=r"^an absence ends after it starts$"):
        replace(LUNCH, end=end)
    assert replace(LUNCH, end=NINE + INSTANT).end == NINE + INSTANT


@pytest.mark.parametrize("which", ["start", "end"])
def test_its_moments_carry_their_zone(which: str) -> None:
    with pytest.raises(ValueError, match=r"^an absence's moments carry their zone$"):
        replace(LUNCH, **{which: (NINE + HOUR).replace(tzinfo=None)})


def test_what_a_newer_hub_knows_reads_as_what_is_safe() -> None:
    assert Way("a new way") is Way.UNKNOWN
    assert ForwardKind("a new kind") is ForwardKind.SWITCHBOARD
    assert all(Way(each.value) is each for each in Way)
    assert all(ForwardKind(each.value) is each for each in ForwardKind)
    assert Forward() == Forward(ForwardKind.SWITCHBOARD, None)
