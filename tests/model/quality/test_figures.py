"""Shares with their interval, and waits read from classes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.quality.figures import Figure, classes, figure, wilson
from kalix_presence.model.quality.measures import EDGES, MEASURES, Distribution, class_of, measure


def test_a_share_is_shown_from_twenty_on() -> None:
    few = figure(measure("answered_in_time"), {"in_time": 19, "offered": 19})
    assert (few.part, few.whole, few.share) == (19, 19, None)
    enough = figure(measure("answered_in_time"), {"in_time": 15, "offered": 20})
    assert enough.share == 0.75
    assert enough.low == pytest.approx(0.5313, abs=1e-4)
    assert enough.high == pytest.approx(0.8881, abs=1e-4)


@given(whole=st.integers(1, 10_000), data=st.data())
def test_the_interval_holds_the_share_and_stays_a_share(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    low, high = wilson(part, whole)
    assert 0 <= low <= part / whole <= high <= 1, "a plot's bars end nowhere before the share itself"


def test_of_all_and_of_none_the_interval_ends_at_the_share() -> None:
    for whole in range(1, 2_000):
        assert (wilson(whole, whole)[1], wilson(0, whole)[0]) == (1.0, 0.0)


@given(
    distribution=st.sampled_from(Distribution), values=st.lists(st.floats(0, 5000, allow_nan=False), min_size=20, max_size=200)
)
def test_median_and_ninth_decile_are_the_classes_that_the_true_ones_fall_into(
    distribution: Distribution, values: list[float]
) -> None:
    counts: dict[str, int] = {}
    for value in values:
        name = class_of(distribution, value)
        counts[name] = counts.get(name, 0) + 1
    by_key = next(each for each in MEASURES if each.distribution is distribution)
    found = figure(by_key, counts)
    ordered = sorted(values)
    for share, said in ((0.5, found.median), (0.9, found.p90)):
        true = ordered[math.ceil(share * len(ordered)) - 1]
        assert said is not None
        assert true <= said
        assert all(true > edge for edge in EDGES[distribution] if edge < said)


def test_a_count_is_its_own_whole_and_what_is_missing_is_none() -> None:
    assert figure(measure("set_self"), {"set_self": 7}) == Figure(7, 7)
    assert figure(measure("set_self"), {}) == Figure(0, 0)
    assert figure(measure("answered_in_time"), {}) == Figure(0, 0)
    assert figure(measure("answered_in_time"), {"offered": 5}) == Figure(0, 5)


def test_a_share_says_of_how_many_it_is() -> None:
    found = figure(measure("answered_in_time"), {"in_time": 0, "offered": 20})
    assert (found.part, found.whole, found.share, found.low, found.median, found.p90) == (0, 20, 0, 0, None, None)
    assert found.high == pytest.approx(0.1611, abs=1e-4)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 1, 0, 0.7935), (1, 1, 0.2065, 1), (10, 20, 0.2993, 0.7007), (1, 1000, 0.0002, 0.0056)],
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=1e-4)
    assert all(0 <= end <= 1 for end in wilson(part, whole))


@given(whole=st.integers(1, 200))
def test_the_interval_of_all_ends_at_all(whole: int) -> None:
    assert wilson(whole, whole)[1] == pytest.approx(1)
    assert wilson(0, whole)[0] == pytest.approx(0)


def test_a_wait_is_shown_from_twenty_on() -> None:
    few = figure(measure("switchboard_wait"), {"switchboard_wait:5": 10, "switchboard_wait:over": 9})
    assert few == Figure(19, 19)
    enough = figure(
        measure("switchboard_wait"), {"switchboard_wait:5": 10, "switchboard_wait:30": 8, "switchboard_wait:over": 2}
    )
    assert enough == Figure(20, 20, median=5, p90=30)
    late = figure(measure("switchboard_wait"), {"switchboard_wait:5": 9, "switchboard_wait:30": 8, "switchboard_wait:over": 3})
    assert late == Figure(20, 20, median=30, p90=math.inf)


def test_each_class_has_its_count() -> None:
    table = classes(Distribution.LATENESS, {"lateness:0": 3, "lateness:480": 2, "lateness:over": 1, "switchboard_wait:5": 9})
    assert (table[0], table[-2], table[-1]) == ((0, 3), (480, 2), (math.inf, 1))
    assert sum(count for _, count in table) == 6
