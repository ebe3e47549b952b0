"""No sum or difference of the figures that are shown is one person's by more than half, however people move and hubs restart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.model.quality.dominance import Added, most_of_one, withheld
from kalix_presence.model.quality.publishing import ROOT
from tests.draws import draws

UNITS = ("A", "B", "C", "D", "E")
Had = dict[tuple[int, str, str], int]
"""How much a person added in a unit during a stretch; "" for what was counted while nothing was noted."""


@dataclass(frozen=True)
class Counted:
    """An organisation's tree, and what each of its people added."""

    parents: dict[str, str]
    had: Had

    def added(self) -> dict[str, Added]:
        """As the hub writes it down, which knows each person's sum of a stretch and no more."""
        found: dict[str, Added] = {}
        for (person, unit, stretch), count in self.had.items():
            one = found.setdefault(unit, Added())
            one.total += count
            if stretch:
                anywhere = sum(n for (who, _, when), n in self.had.items() if (who, when) == (person, stretch))
                one.most[stretch] = max(one.most.get(stretch, 0), anywhere)
                one.noted += count
        return found

    def inside(self, unit: str, cell: str) -> bool:
        """Whether what was added in `cell` counts for `unit`."""
        at: str | None = cell
        while at is not None and at != unit:
            at = None if at == ROOT else self.parents[at]
        return at == unit


@st.composite
def counted(draw: st.DrawFn) -> Counted:
    units = UNITS[: draw(st.integers(1, len(UNITS)))]
    parents = {unit: draw(st.sampled_from((ROOT, *units[:index]))) for index, unit in enumerate(units)}
    cell = st.tuples(st.integers(0, 8), st.sampled_from((ROOT, *units)), st.sampled_from(("1", "1", "2", "3", "")))
    return Counted(parents, draw(st.dictionaries(cell, st.integers(1, 9), max_size=24)))


@settings(max_examples=draws(60))
@given(house=counted(), hidden=st.sets(st.sampled_from(UNITS)))
def test_nothing_that_can_be_reckoned_is_mostly_one_person_s(house: Counted, hidden: set[str]) -> None:
    shown = {ROOT, *house.parents} - hidden
    kept = sorted(shown - withheld(shown, house.parents, house.added()))
    for signs in product((-1, 0, 1), repeat=len(kept)):
        mass, persons = 0, dict[int, int]()
        for (person, cell, _), count in house.had.items():
            weight = abs(sum(sign for sign, unit in zip(signs, kept, strict=True) if house.inside(unit, cell)))
            mass += weight * count
            persons[person] = persons.get(person, 0) + weight * count
        assert all(2 * one <= mass for one in persons.values()), (kept, signs)


def unit(*counts: int) -> Added:
    """A unit whose people added so much each, in one stretch."""
    return Added(sum(counts), {"1": max(counts, default=0)}, sum(counts))


FLAT = {"A": ROOT, "B": ROOT, "C": ROOT}


@pytest.mark.parametrize(
    ("added", "kept"),
    [
        ({"A": unit(5, 5), "B": unit(4, 4), "C": unit(3, 3)}, {ROOT, "A", "B", "C"}),
        ({"A": unit(5, 5), "B": unit(4, 4), "C": unit(7)}, {ROOT, "A"}),  # all but A and B would be the one of C
        ({"A": unit(5, 5, 5), "B": unit(9, 1), "C": unit(1, 1)}, {ROOT, "C"}),  # all but A would be B's one
        ({"A": unit(9), "B": unit(1), "C": unit(1)}, set()),
        ({"A": unit(5, 5), "B": unit(4, 4)}, {ROOT, "A", "B", "C"}),  # of nothing nobody has half
        ({"A": unit(5, 5), "B": unit(4, 4), "C": Added(2)}, {ROOT}),  # nobody noted whose these two were
    ],
)
def test_a_unit_that_is_one_person_s_takes_another_with_it(added: dict[str, Added], kept: set[str]) -> None:
    shown = {ROOT, *FLAT}
    assert shown - withheld(shown, FLAT, added) == kept


def test_who_moved_between_two_units_is_one_person_in_both() -> None:
    house = Counted({"A": ROOT, "B": ROOT}, {(1, "A", "1"): 4, (1, "B", "1"): 4, (2, "A", "1"): 3, (3, "B", "1"): 3})
    assert most_of_one(house.added().values()) == 8
    assert withheld({ROOT, "A", "B"}, house.parents, house.added()) == {ROOT, "A", "B"}


def test_without_the_whole_nothing_is_shown() -> None:
    assert withheld({"A"}, FLAT, {}) == {"A"}
