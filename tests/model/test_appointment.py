"""Appointments of telephone officers: the days on which they hold, and what two of them cannot both have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.appointment import LONGEST, Appointment, Post, check_days, check_free, holds
from kalix_presence.model.errors import BadInput, Conflict

TODAY = date(2026, 11, 24)
DAY = timedelta(1)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ANNA = Appointment("a1", 1, "bygg", Post.OFFICER, "2041", TODAY, TODAY + 10 * DAY, "user:root", NOW)

days = st.integers(-30, 30).map(lambda ahead: TODAY + ahead * DAY)
ends = st.none() | days


def appointed(**more: object) -> Appointment:
    return replace(ANNA, **({"id": "a2", "extension": "2042"} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("ahead", "then"), [(-1, False), (0, True), (5, True), (10, True), (11, False)])
def test_first_and_last_day_are_included(ahead: int, then: bool) -> None:
    assert ANNA.holds(TODAY + ahead * DAY) is then
    assert holds(ANNA.since, ANNA.until, TODAY + ahead * DAY) is then


def test_without_a_last_day_it_holds_on() -> None:
    endless = replace(ANNA, until=None)
    assert endless.holds(TODAY + 3000 * DAY)
    assert not endless.holds(TODAY - DAY)


@given(days, ends, days, ends)
def test_two_meet_when_there_is_a_day_on_which_both_hold(
    since: date, until: date | None, other: date, last: date | None
) -> None:
    one, two = replace(ANNA, since=since, until=until), replace(ANNA, since=other, until=last)
    far = (TODAY + ahead * DAY for ahead in range(-40, 60))
    if (until is None or since <= until) and (last is None or other <= last):
        assert one.meets(two) is any(one.holds(day) and two.holds(day) for day in far)
    assert one.meets(two) is two.meets(one)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (TODAY, None),
        (TODAY, TODAY),
        (TODAY - LONGEST, TODAY + LONGEST),
        (TODAY + LONGEST, None),
    ],
)
def test_days_that_can_be_meant(since: date, until: date | None) -> None:
    check_days(since, until, TODAY)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (TODAY, TODAY - DAY),
        (TODAY - LONGEST - DAY, None),
        (TODAY + LONGEST + DAY, None),
        (TODAY - LONGEST - DAY, TODAY),
        (TODAY, TODAY + LONGEST + DAY),
    ],
)
def test_days_that_nobody_means(since: date, until: date | None) -> None:
    with pytest.raises(BadInput) as refused:
        check_days(since, until, TODAY)
    assert (refused.value.code, refused.value.field) == ("appointment-days", "until")


def refused_beside(wanted: Appointment, *others: Appointment) -> str | None:
    """Whose appointment is in the way."""
    try:
        check_free(wanted, list(others))
    except Conflict as refused:
        assert refused.code == "appointment-taken"
        return str(refused.params["extension"])
    return None


FREE = [
    appointed(id=ANNA.id),
    appointed(unit="gata"),
    appointed(post=Post.DEPUTY),
    appointed(since=TODAY + 11 * DAY, until=None),
    appointed(since=TODAY - 9 * DAY, until=TODAY - DAY),
]
"""The same one changed, another unit, another post, later, earlier."""


@pytest.mark.parametrize("wanted", FREE)
def test_what_does_not_meet_is_free(wanted: Appointment) -> None:
    assert refused_beside(wanted, ANNA) is None


def test_a_unit_has_one_officer_at_a_time() -> None:
    assert refused_beside(appointed(), ANNA) == "2041"
    assert refused_beside(appointed(extension="2041"), ANNA) == "2041"


def test_there_may_be_several_deputies_but_nobody_twice() -> None:
    deputy = replace(ANNA, post=Post.DEPUTY)
    assert refused_beside(appointed(post=Post.DEPUTY), deputy) is None
    assert refused_beside(appointed(post=Post.DEPUTY, extension="2041"), deputy) == "2041"


def test_each_of_the_others_is_looked_at() -> None:
    """Whatever stands before it in the list."""
    in_the_way = appointed(id="a9", extension="2049")
    for first in FREE:
        assert refused_beside(ANNA, first, in_the_way) == "2049"
    deputies = appointed(id="a8", post=Post.DEPUTY, extension="2048"), appointed(id="a7", post=Post.DEPUTY, extension="2041")
    assert refused_beside(replace(ANNA, post=Post.DEPUTY), *deputies) == "2041"


def test_a_post_of_a_newer_hub_reads_as_unknown() -> None:
    assert Post("herald") is Post.UNKNOWN
