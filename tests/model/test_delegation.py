"""Delegations: on which days they hold, what they give, and the names of those whom something is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kalix_presence.model.delegation import LONGEST, Delegation, Right, check, delegates_of, split_delegates
from kalix_presence.model.errors import BadInput

TODAY, DAY = date(2026, 11, 24), timedelta(1)
GIVEN = Delegation("d1", "p1", "p2", frozenset({Right.PLANS}), TODAY, TODAY + 10 * DAY, datetime(2026, 11, 24, 9, tzinfo=UTC))


@pytest.mark.parametrize(("ahead", "then"), [(-1, False), (0, True), (10, True), (11, False)])
def test_it_holds_from_the_first_day_to_the_last(ahead: int, then: bool) -> None:
    day = TODAY + ahead * DAY
    assert GIVEN.holds(day) is then
    assert GIVEN.gives(Right.PLANS, day) is then
    assert not GIVEN.gives(Right.ABSENCE, day)
    both = replace(GIVEN, rights=frozenset({Right.PLANS, Right.ABSENCE}))
    assert both.gives(Right.ABSENCE, day) is then


@pytest.mark.parametrize(
    ("since", "until"),
    [(TODAY, TODAY), (TODAY, TODAY + LONGEST), (TODAY + LONGEST, TODAY + LONGEST), (TODAY + DAY, TODAY + DAY)],
)
def test_days_that_can_be_meant(since: date, until: date) -> None:
    check(frozenset({Right.PLANS}), since, until, TODAY)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (TODAY - DAY, TODAY),
        (TODAY - 2 * DAY, TODAY - DAY),
        (TODAY + DAY, TODAY),
        (TODAY, TODAY + LONGEST + DAY),
    ],
)
def test_days_that_nobody_means(since: date, until: date) -> None:
    with pytest.raises(BadInput) as refused:
        check(frozenset(Right), since, until, TODAY)
    assert (refused.value.code, refused.value.field) == ("delegation-days", "until")
    assert refused.value.params == {"days": LONGEST.days}


def test_who_gives_nothing_is_told_so() -> None:
    with pytest.raises(BadInput) as refused:
        check(frozenset(), TODAY, TODAY, TODAY)
    assert (refused.value.code, refused.value.field) == ("delegation-rights", "rights")


@pytest.mark.parametrize("right", Right)
def test_the_name_of_an_audience_is_read_as_it_was_made(right: Right) -> None:
    assert split_delegates(delegates_of(right, "2041")) == (right, "2041")


@pytest.mark.parametrize("name", ["", "2041", "plans-of:", "deeds-of:2041", "-of:2041", "plans", "unit:plans-of"])
def test_any_other_name_is_none(name: str) -> None:
    assert split_delegates(name) is None
