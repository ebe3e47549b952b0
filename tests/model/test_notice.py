"""A unit's notice: what the clock makes of it, and which texts and times it may have."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput, Conflict
from kalix_presence.model.notice import LONGEST, Notice, check_validity, check_version, checked_text

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
PROPOSED = Notice("n1", 3, "bygg", "Stängt för flytt", NOW, NOW + 4 * HOUR, "2041", NOW - HOUR)
PUBLISHED = replace(PROPOSED, published_by="2001")
OVER = replace(PUBLISHED, closed_at=NOW + HOUR)


@pytest.mark.parametrize(
    ("ahead", "current"), [(-SECOND, False), (SECOND * 0, True), (2 * HOUR, True), (4 * HOUR - SECOND, True)]
)
def test_a_published_one_is_current_from_its_beginning(ahead: timedelta, current: bool) -> None:
    found = PUBLISHED.turned(NOW + ahead)
    assert found == replace(PUBLISHED, current=current)
    assert replace(PUBLISHED, current=True).turned(NOW + ahead).current is current, "its beginning may have been moved"


def test_a_proposal_is_never_current() -> None:
    assert PROPOSED.turned(NOW + HOUR) == PROPOSED


@pytest.mark.parametrize("late", [SECOND * 0, HOUR])
@pytest.mark.parametrize("notice", [PROPOSED, replace(PUBLISHED, current=True)])
def test_at_its_end_it_is_over(notice: Notice, late: timedelta) -> None:
    at = notice.valid_until + late
    assert notice.turned(at) == replace(notice, closed_at=at, current=False)
    assert not notice.turned(at).open


def test_what_is_over_stays_as_it_is() -> None:
    assert OVER.turned(NOW + 9 * HOUR) == OVER
    assert OVER.next_turn(NOW) is None


@given(st.booleans(), st.integers(-10, 10), st.integers(1, 10))
def test_the_clock_looks_again_just_when_something_changes(published: bool, begins: int, lasts: int) -> None:
    notice = replace(
        PUBLISHED if published else PROPOSED, valid_from=NOW + begins * HOUR, valid_until=NOW + (begins + lasts) * HOUR
    ).turned(NOW)
    turn = notice.next_turn(NOW)
    if turn is None:
        assert not notice.open
        return
    assert turn > NOW
    assert notice.turned(turn - SECOND) == notice != notice.turned(turn)


def test_from_its_beginning_on_it_is_looked_at_again_at_its_end() -> None:
    assert PUBLISHED.next_turn(NOW - SECOND) == NOW
    assert PUBLISHED.next_turn(NOW) == PUBLISHED.valid_until
    assert PROPOSED.next_turn(NOW - SECOND) == PROPOSED.valid_until


def test_a_text_is_one_line() -> None:
    assert checked_text("  Stängt\n\tför   flytt ", 20) == "Stängt för flytt"
    assert checked_text("x" * 20, 20) == "x" * 20


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "notice-empty", {}),
        (" \n\t ", "notice-empty", {}),
        ("x" * 21, "notice-too-long", {"limit": 20}),
        ("Stängt\u202e", "notice-text", {}),
        ("Stängt\x07", "notice-text", {}),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused(text: str, code: str, params: dict[str, int]) -> None:
    with pytest.raises(BadInput) as refused:
        checked_text(text, 20)
    assert (refused.value.code, refused.value.field, refused.value.params) == (code, "text", params)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (timedelta(0), SECOND),
        (-9 * HOUR, SECOND),
        (timedelta(0), LONGEST),
        (LONGEST, LONGEST + LONGEST),
        (-LONGEST, LONGEST),
        (LONGEST, LONGEST + SECOND),
    ],
)
def test_times_that_can_be_meant(begins: timedelta, ends: timedelta) -> None:
    check_validity(NOW + begins, NOW + ends, NOW)


@pytest.mark.parametrize(
    ("begins", "ends", "field"),
    [
        (-2 * HOUR, -HOUR, "valid_until"),
        (-2 * HOUR, timedelta(0), "valid_until"),
        (HOUR, HOUR, "valid_until"),
        (2 * HOUR, HOUR, "valid_until"),
        (timedelta(0), LONGEST + SECOND, "valid_until"),
        (-HOUR, LONGEST + SECOND, "valid_until"),
        (HOUR, LONGEST + HOUR + SECOND, "valid_until"),
        (LONGEST + SECOND, LONGEST + HOUR, "valid_from"),
    ],
)
def test_times_that_nobody_means(begins: timedelta, ends: timedelta, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_validity(NOW + begins, NOW + ends, NOW)
    assert (refused.value.code, refused.value.field, refused.value.params) == ("notice-times", field, {"days": 366})


def test_whoever_knows_another_version_or_one_that_is_over_is_too_late() -> None:
    check_version(PUBLISHED, 3)
    for notice, version in ((PUBLISHED, 2), (PUBLISHED, 4), (OVER, 3)):
        with pytest.raises(Conflict) as refused:
            check_version(notice, version)
        assert refused.value.code == "notice-changed"
