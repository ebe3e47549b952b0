"""What is counted and what is made of it fit together: each counter is used, each measure has its words, each duration its class."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.quality.figures import classes
from kalix_presence.model.quality.measures import EDGES, MEASURES, Better, Counter, Distribution, Shape, class_of, measure
from kalix_presence.model.words import LANGUAGES


@pytest.mark.parametrize("of", MEASURES, ids=lambda each: each.key)
def test_a_measure_has_what_its_shape_needs(of) -> None:  # type: ignore[no-untyped-def]
    assert measure(of.key) is of
    assert (of.part is not None) is (of.shape is not Shape.WAIT)
    assert (of.whole is not None) is (of.shape is Shape.SHARE)
    assert (of.distribution is not None) is (of.shape is Shape.WAIT)
    assert (of.better is Better.NEITHER) is (of.shape is Shape.COUNT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_measure_is_named_and_defined_in_words(language: str) -> None:
    words = shipped.words(language)
    for of in MEASURES:
        assert words.has(f"measures.{of.key.replace('_', '-')}")
        assert words.has(f"measures.{of.key.replace('_', '-')}-definition")


def test_everything_that_is_counted_is_shown_in_some_measure() -> None:
    assert {each for of in MEASURES for each in (of.part, of.whole) if each is not None} == set(Counter)
    assert {of.distribution for of in MEASURES if of.distribution is not None} == set(Distribution)


@given(st.sampled_from(Distribution), st.floats(0, 10_000))
def test_a_duration_falls_into_the_one_class_whose_edge_it_keeps(distribution: Distribution, value: float) -> None:
    table = classes(distribution, {class_of(distribution, value): 1})
    (at,) = [number for number, (_, count) in enumerate(table) if count]
    below = table[at - 1][0] if at else -math.inf
    assert below < value <= table[at][0]
    assert [edge for edge, _ in table] == [*EDGES[distribution], math.inf]


@pytest.mark.parametrize(
    ("value", "name"),
    [(0, "5"), (5, "5"), (5.01, "10"), (10, "10"), (20.5, "30"), (1200, "1200"), (1200.1, "over")],
)
def test_the_edge_of_a_class_is_of_the_class(value: float, name: str) -> None:
    assert class_of(Distribution.SWITCHBOARD_WAIT, value) == f"switchboard_wait:{name}"
