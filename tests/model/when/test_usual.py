"""A reason's usual return time: what is said of it is what reading it as typed says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.preferences import Span
from kalix_presence.model.reason import Reason
from kalix_presence.model.when.return_time import ReturnTime
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.when.usual import usual
from kalix_presence.model.worktime import WorkingTime

OFFICE = WorkingTime(country="", closed_days=frozenset({date(2026, 12, 25)}))
NIGHTS = WorkingTime(country="", hours={2: (Span(time(2, 30), time(6)),), 6: (Span(time(2, 30), time(6)),)})
NEVER = WorkingTime(country="", hours={})

FORMS = st.one_of(
    st.builds("{} min".format, st.integers(0, 1200)),
    st.builds("{:02d}.{:02d}".format, st.integers(0, 24), st.integers(0, 61)),
    st.builds("{}.{:02d}".format, st.integers(0, 9), st.integers(0, 59)),
    st.sampled_from(
        ["tomorrow", "rest of day", "i morgon", "fredag", "60 minuter", "half past one", "0 min", "٦٠ min", "nonsense"]
    ),
)
MOMENTS = st.integers(0, 730 * 86_400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


def reason(usual: str | None) -> Reason:
    [any_one, *_] = shipped.default_reasons()
    return Reason(**{name: getattr(any_one, name) for name in Reason.__match_args__ if name != "usual"} | {"usual": usual})


def as_typed(text: str, now: datetime, worktime: WorkingTime) -> ReturnTime | None:
    try:
        return read(text, now=now, worktime=worktime, language="en")
    except BadInput:
        return None


@given(FORMS, MOMENTS, st.sampled_from([OFFICE, NIGHTS, NEVER]))
@example("02.30", datetime(2026, 3, 29, 0, 5, tzinfo=UTC), OFFICE)  # that hour is skipped
@example("02.30", datetime(2026, 10, 25, 0, 35, tzinfo=UTC), OFFICE)  # and that one comes twice
@example("tomorrow", datetime(2026, 3, 28, 12, tzinfo=UTC), NIGHTS)
@example("tomorrow", datetime(2026, 12, 24, 12, tzinfo=UTC), OFFICE)
@example("rest of day", datetime(2026, 12, 24, 12, 0, 0, 1, tzinfo=UTC), OFFICE)
@example("60 min", datetime(2026, 12, 24, 12, 0, 0, 1, tzinfo=UTC), OFFICE)
@example("16.30", datetime(2026, 12, 24, 15, 30, tzinfo=UTC), OFFICE)
def test_it_says_what_typing_it_says(text: str, now: datetime, worktime: WorkingTime) -> None:
    assert usual(reason(text), now=now, worktime=worktime) == as_typed(text, now, worktime)


def test_a_reason_without_one_has_none() -> None:
    assert usual(reason(None), now=datetime(2026, 11, 30, tzinfo=UTC), worktime=OFFICE) is None


@pytest.mark.parametrize("one", list(shipped.default_reasons()), ids=lambda one: one.code)
def test_what_ships_is_the_same_all_through_a_day(one: Reason) -> None:
    for hour in range(24):
        now = datetime(2026, 11, 30, tzinfo=UTC) + timedelta(hours=hour, minutes=7, seconds=3)
        assert usual(one, now=now, worktime=OFFICE) == (as_typed(one.usual, now, OFFICE) if one.usual else None)
