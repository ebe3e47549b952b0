"""A computer with a wrong clock changes nothing: what counts is the hub's time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.client.hub_time import HubTime

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


class Laptop:
    """A laptop whose clock somebody sets, beside the time that truly passes."""

    def __init__(self, wrong: timedelta = timedelta()) -> None:
        self.passed, self.wrong = 0.0, wrong

    def wall(self) -> datetime:
        return NOON + timedelta(seconds=self.passed) + self.wrong

    def steady(self) -> float:
        return 4_000 + self.passed


def test_before_the_hub_has_told_its_time_the_computers_own_is_all_there_is() -> None:
    laptop = Laptop(timedelta(hours=-3))
    time = HubTime(laptop.wall, laptop.steady)
    assert time() == NOON - timedelta(hours=3)
    assert time.skew == timedelta()


@given(
    wrong=st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000)),
    later=st.lists(
        st.tuples(st.floats(0, 90_000), st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400))),
        max_size=5,
    ),
)
def test_however_the_clock_is_set_and_whenever_the_time_is_the_hubs(
    wrong: timedelta, later: list[tuple[float, timedelta]]
) -> None:
    laptop = Laptop(wrong)
    time = HubTime(laptop.wall, laptop.steady)
    time.observe(NOON, laptop.steady())
    for seconds, set_by in later:
        laptop.passed += seconds
        laptop.wrong += set_by
        true = NOON + timedelta(seconds=laptop.passed)
        assert abs(time() - true) < timedelta(milliseconds=1)
        assert abs(time.skew - laptop.wrong) < timedelta(milliseconds=1)


def test_the_way_there_and_back_is_shared_out() -> None:
    laptop = Laptop()
    time = HubTime(laptop.wall, laptop.steady)
    asked = laptop.steady()
    laptop.passed = 2.0
    time.observe(NOON + timedelta(seconds=1), asked)
    assert time() == NOON + timedelta(seconds=2)


def test_an_answer_that_took_too_long_corrects_nothing_that_is_known_better() -> None:
    laptop = Laptop()
    time = HubTime(laptop.wall, laptop.steady)
    time.observe(NOON, laptop.steady())
    asked = laptop.steady()
    laptop.passed = 60.0
    time.observe(NOON, asked)
    assert time() == NOON + timedelta(seconds=60)


def test_it_is_never_earlier_than_what_has_happened_at_the_hub() -> None:
    laptop = Laptop(timedelta(minutes=-10))
    time = HubTime(laptop.wall, laptop.steady)
    time.hear(NOON)
    assert time() == NOON
    time.hear(NOON - timedelta(hours=1))  # an old event, read after a resume
    assert time() == NOON
    assert time.skew == timedelta(minutes=-10)
