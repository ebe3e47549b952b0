"""The tree of a published period: what lies below a unit, its sums, and which unit above it is shown."""

from __future__ import annotations

import pytest

from kalix_presence.model.quality.frame import Frame, Tree, UnitCounts
from kalix_presence.model.quality.publishing import ROOT


def unit(name: str, parent: str | None, people: int = 1, calls: int = 0, hours: dict[str, int] | None = None) -> UnitCounts:
    counts = {"calls": calls} if calls else {}
    return UnitCounts(name, parent, people, counts, {} if hours is None else {"calls": hours})


UNITS = {
    ROOT: unit("Kommunen", None, 2, 1),
    "b": unit("Bygg", ROOT, 5, 10, {"9": 4, "10": 6}),
    "b2": unit("Karta", "b", 6, 20, {"9": 20}),
    "b1": unit("Bygglov", "b", 7, 30, {"33": 30}),
    "b11": unit("Arkiv", "b1", 8),
    "a": unit("Ärenden", ROOT, 9, 40),
}
SHOWN = [ROOT, "b", "b11", "a"]
TREE = Tree(Frame("2026-10", UNITS, SHOWN))


def test_what_lies_below_comes_after_what_it_lies_under_by_name() -> None:
    assert TREE.below(ROOT) == [ROOT, "b", "b1", "b11", "b2", "a"]
    assert TREE.below("b") == ["b", "b1", "b11", "b2"]
    assert TREE.below("b11") == ["b11"]


def test_a_sum_is_of_the_unit_and_all_below_it() -> None:
    found = TREE.summed("b")
    assert (found.name, found.parent, found.people) == ("Bygg", ROOT, 26)
    assert found.counts == {"calls": 60}
    assert found.hours == {"calls": {"9": 24, "10": 6, "33": 30}}
    whole = TREE.summed(ROOT)
    assert (whole.name, whole.parent, whole.people, whole.counts) == ("Kommunen", None, 37, {"calls": 101})


def test_summing_changes_nothing_that_was_counted() -> None:
    assert TREE.summed("b") == TREE.summed("b")
    assert UNITS["b"].counts == {"calls": 10}
    assert UNITS["b"].hours == {"calls": {"9": 4, "10": 6}}


@pytest.mark.parametrize("hidden", ["b1", "b2", "nobody"])
def test_what_may_not_be_shown_has_no_sum(hidden: str) -> None:
    with pytest.raises(KeyError, match=hidden):
        TREE.summed(hidden)


@pytest.mark.parametrize(("code", "above"), [("b11", "b"), ("b1", "b"), ("b2", "b"), ("b", ROOT), ("a", ROOT), (ROOT, None)])
def test_the_unit_above_is_the_nearest_that_is_shown(code: str, above: str | None) -> None:
    assert TREE.shown_parent(code) == above


def test_a_unit_whose_parent_is_gone_belongs_to_the_whole() -> None:
    tree = Tree(Frame("2026-10", {ROOT: unit("Kommunen", None), "c": unit("C", "gone")}, [ROOT, "c"]))
    assert tree.shown_parent("c") == ROOT


def test_units_that_stand_under_each_other_by_mistake_end() -> None:
    circle = {"x": unit("X", "y", 2), "y": unit("Y", "x", 3)}
    tree = Tree(Frame("2026-10", circle, ["x"]))
    assert tree.below("x") == ["x", "y"]
    assert tree.summed("x").people == 5
    nothing_shown = Tree(Frame("2026-10", circle, []))
    assert nothing_shown.shown_parent("x") in circle
