"""Sets of people as the bits of one number, and long work in small steps."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.finding.bits import bits_of, chosen, first, lowest
from kalix_presence.model.finding.steps import PORTION, in_order, portions

SIZES = (0, 1, 7, 8, 9, 59, 60, 61, 1_999, 2_000, 2_001, 2_600)


@pytest.mark.parametrize("size", SIZES)
def test_a_set_has_the_bits_of_its_members(size: int) -> None:
    for positions in ([], list(range(size)), list(range(0, size, 3)), list(range(size))[-1:], [0] * min(size, 1)):
        bits = sum(1 << position for position in set(positions))
        assert bits_of(positions, size) == bits_of(iter(positions), size) == bits
        assert chosen(range(size), bits) == sorted(set(positions))


@pytest.mark.parametrize("many", [1, 2, 59, 60, 61, 62, 119, 120])
def test_the_members_of_a_set_come_in_order_few_or_many(many: int) -> None:
    names = [f"n{number}" for number in range(200)]
    for positions in (range(many), range(200 - many, 200), range(50, 50 + many)):
        assert chosen(names, bits_of(positions, 200)) == [names[position] for position in positions]


@given(st.sets(st.integers(0, 300), min_size=1), st.integers(0, 310))
def test_the_lowest_of_a_set(positions: set[int], most: int) -> None:
    bits = bits_of(sorted(positions), 301)
    assert first(bits) == min(positions)
    assert lowest(bits, most) == bits_of(sorted(positions)[:most], 301)


def counted(steps: Generator[None, None, list[int]]) -> tuple[list[int], int]:
    """What comes of it, and in how many steps."""
    yields = 0
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, yields
        yields += 1


@pytest.mark.parametrize(
    ("size", "steps"), [(0, 0), (1, 0), (PORTION - 1, 0), (PORTION, 1), (2 * PORTION - 1, 1), (2 * PORTION, 2)]
)
def test_a_list_is_gathered_a_portion_at_a_time(size: int, steps: int) -> None:
    assert counted(portions(iter(range(size)))) == (list(range(size)), steps)


@pytest.mark.parametrize(("size", "steps"), [(0, 0), (1, 1), (1_000, 1), (1_001, 2 + 4), (2_000, 2 + 8), (2_001, 3 + 8)])
def test_it_is_sorted_a_run_at_a_time(size: int, steps: int) -> None:
    mixed = [number * 7_919 % 10_007 for number in range(size)]
    assert counted(in_order(mixed, lambda number: -number)) == (sorted(mixed, reverse=True), steps)
