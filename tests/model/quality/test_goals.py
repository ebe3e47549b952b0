"""A goal is read as it is meant, and a value is held against it the right way round."""

from __future__ import annotations

import pytest

from kalix_presence.model.quality.goals import GOALED, reached, read_goal, read_goals
from kalix_presence.model.quality.measures import MEASURES, Better, Shape, measure


@pytest.mark.parametrize("key", GOALED)
def test_a_share_is_read_as_per_cent_and_a_wait_in_its_own_unit(key: str) -> None:
    assert read_goal(f"{key} 45") == (key, 0.45 if measure(key).shape is Shape.SHARE else 45.0)


@pytest.mark.parametrize(
    "line", ["", "answered_in_time", "answered_in_time 101", "answered_in_time -1", "kindness 80", "set_self 5"]
)
def test_what_is_no_goal_is_none(line: str) -> None:
    assert read_goal(line) is None


def test_the_last_line_of_a_measure_holds() -> None:
    assert read_goals(["abandoned 5", "abandoned 4"]) == {"abandoned": 0.04}


@pytest.mark.parametrize("key", GOALED)
def test_more_or_less_is_better_as_the_measure_says(key: str) -> None:
    better = measure(key).better is Better.MORE
    assert reached(measure(key), 0.5, 0.5)
    assert reached(measure(key), 0.6, 0.5) is better
    assert reached(measure(key), 0.4, 0.5) is not better


def test_what_is_only_counted_has_no_goal() -> None:
    assert set(GOALED) == {each.key for each in MEASURES if each.shape is not Shape.COUNT}


def test_all_of_them_may_be_the_goal() -> None:
    assert read_goal("answered_in_time 100") == ("answered_in_time", 1.0)
