"""When somebody is back who only says why they are away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.preferences import Span
from kalix_presence.model.reason import EndRule, Reason
from kalix_presence.model.usual_end import usual_end
from kalix_presence.model.worktime import WorkingTime

WORK = WorkingTime()
TUESDAY = datetime(2026, 11, 24, 10, 58, 30, tzinfo=UTC)
"""11.58.30 where they work."""
NEXT_MORNING = datetime(2026, 11, 25, 7, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 10, 58, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 30, 7, tzinfo=UTC)


def reason(usual: str | None, end: EndRule = EndRule.REQUIRED) -> Reason:
    return replace(shipped.default_reasons().get("meeting"), usual=usual, end=end)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("usual", "expected"),
    [
        ("60 min", utc(24, 11, 59)),  # nobody comes back within a minute
        ("13.00", utc(24, 12)),
        ("rest of day", NEXT_MORNING),
        ("tomorrow", NEXT_MORNING),
        (None, NEXT_MORNING),
    ],
)
def test_the_usual_time_of_the_reason_counts(usual: str | None, expected: datetime) -> None:
    found = usual_end(reason(usual), TUESDAY, WORK)
    assert found == expected
    assert found.tzinfo is UTC


def test_what_has_passed_that_day_becomes_the_next_working_morning() -> None:
    assert usual_end(reason("16.30"), utc(24, 15, 29), WORK) == utc(24, 15, 30)
    assert usual_end(reason("16.30"), utc(24, 16), WORK) == NEXT_MORNING
    assert usual_end(reason("16.30"), utc(27, 16), WORK) == MONDAY_MORNING


def test_without_a_usual_time_it_is_the_next_day_of_work() -> None:
    assert usual_end(reason(None), FRIDAY, WORK) == MONDAY_MORNING


def test_the_day_is_the_one_where_the_person_works() -> None:
    after_midnight = utc(24, 23, 30)  # Wednesday there
    assert usual_end(reason(None), after_midnight, WORK) == datetime(2026, 11, 26, 7, tzinfo=UTC)


@pytest.mark.parametrize("usual", ["60 min", None])
def test_a_reason_that_needs_no_end_has_none(usual: str | None) -> None:
    assert usual_end(reason(usual, EndRule.OPTIONAL), TUESDAY, WORK) is None


def test_whoever_works_on_no_day_has_to_say_when_they_are_back() -> None:
    never = WorkingTime(hours={})
    with pytest.raises(BadInput) as refused:
        usual_end(reason(None), TUESDAY, never)
    assert (refused.value.code, refused.value.field) == ("until-needed", "until")
    assert usual_end(reason("60 min"), TUESDAY, never) == utc(24, 11, 59)


def test_their_own_hours_count() -> None:
    late = WorkingTime(hours={3: (Span(time(10), time(14)),)})
    assert usual_end(reason(None), TUESDAY, late) == datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.mark.parametrize("each", list(shipped.default_reasons()), ids=lambda each: each.code)
def test_every_reason_that_ships_has_one_later_than_now_in_utc(each: Reason) -> None:
    end = usual_end(each, TUESDAY, WORK)
    if each.end is EndRule.OPTIONAL:
        assert end is None
    else:
        assert end is not None
        assert end > TUESDAY
        assert end.utcoffset() == UTC.utcoffset(None)
        assert (end.second, end.microsecond) == (0, 0)
