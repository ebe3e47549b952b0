"""Shares with their interval, and waits read from classes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.quality.figures import figure, wilson
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
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


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
