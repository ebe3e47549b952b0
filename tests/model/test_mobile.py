"""Forwarding to the own mobile has an end, and ends with the working day where the site says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.absence import Forward, ForwardKind
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from kalix_presence.model.mobile import mobile_end
from kalix_presence.model.policy import Policy
from kalix_presence.model.worktime import WorkingTime

ANNA = Person("2041", "Anna", "Ek", "bygg", "samhall", mobile="+46 70-123 45 67")
POLICY = Policy()
SHORT = replace(POLICY, mobile_ends_with_day=True)
WORK = WorkingTime.of_policy(POLICY)
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
"""Tuesday, 12.00 where work ends at 16.30."""
DAY_ENDS = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 11, tzinfo=UTC)
MOBILE = Forward(ForwardKind.MOBILE)
BY_NUMBER = Forward(ForwardKind.NUMBER, "0701234567")
"""The mobile, given by hand as any other number."""
ELSEWHERE = [
    Forward(ForwardKind.SWITCHBOARD),
    Forward(ForwardKind.NONE),
    Forward(ForwardKind.COLLEAGUE, "2042"),
    Forward(ForwardKind.COLLEAGUE, "0701234567"),
    Forward(ForwardKind.NUMBER, "092312345"),
]


def end_of(
    end: datetime | None, forward: Forward = MOBILE, *, policy: Policy = SHORT, now: datetime = NOON, person: Person = ANNA
) -> datetime | None:
    return mobile_end(end, forward, person, policy=policy, worktime=WORK, now=now)


@pytest.mark.parametrize("forward", ELSEWHERE)
@pytest.mark.parametrize("end", [None, NOON + timedelta(days=3)])
def test_calls_that_go_elsewhere_end_as_was_said(forward: Forward, end: datetime | None) -> None:
    assert end_of(end, forward) == end


@pytest.mark.parametrize("forward", [MOBILE, BY_NUMBER])
@pytest.mark.parametrize("policy", [POLICY, SHORT])
def test_the_own_mobile_needs_an_end(forward: Forward, policy: Policy) -> None:
    with pytest.raises(BadInput) as refused:
        end_of(None, forward, policy=policy)
    assert (refused.value.code, refused.value.field) == ("mobile-needs-end", "until")


def test_whoever_has_no_mobile_does_not_reach_it_by_no_number() -> None:
    assert end_of(None, Forward(ForwardKind.NUMBER, ""), person=replace(ANNA, mobile="")) is None


@pytest.mark.parametrize("forward", [MOBILE, BY_NUMBER])
def test_it_ends_with_the_working_day_where_the_site_says_so(forward: Forward) -> None:
    late = NOON + timedelta(days=3)
    assert end_of(late, forward) == DAY_ENDS
    assert end_of(late, forward, policy=POLICY) == late


@given(minutes=st.integers(1, 3 * 24 * 60))
def test_an_end_is_only_ever_brought_forward(minutes: int) -> None:
    end = NOON + timedelta(minutes=minutes)
    found = end_of(end)
    assert found == min(end, DAY_ENDS)
    assert found is not None
    assert found.tzinfo is UTC


def test_the_day_is_the_one_where_the_person_works() -> None:
    night = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past midnight there
    assert end_of(SATURDAY, now=night) == DAY_ENDS


@pytest.mark.parametrize("now", [SATURDAY, DAY_ENDS, DAY_ENDS + timedelta(hours=1)])
def test_outside_the_working_day_nothing_is_cut(now: datetime) -> None:
    end = now + timedelta(hours=20)
    assert end_of(end, now=now) == end


def test_until_the_last_second_of_the_working_day_it_is_cut() -> None:
    assert end_of(DAY_ENDS + timedelta(hours=20), now=DAY_ENDS - timedelta(seconds=1)) == DAY_ENDS
