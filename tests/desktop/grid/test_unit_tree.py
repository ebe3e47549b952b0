"""The tree of units of a large organisation grows in slices: the old one serves until the new one is whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.finding.filters import Branch, Filters
from kalix_presence.desktop.grid.filter_pane import AT_ONCE, FilterPane

FEW = [Branch("old", "Before", (("old1", "Before 1", 3),))]


def large(people: int = 1) -> list[Branch]:
    units = AT_ONCE // 4
    return [
        Branch(f"a{one}", f"Branch {one}", tuple((f"a{one}u{at}", f"Unit {one} {at}", people) for at in range(units)))
        for one in range(8)
    ]


def tops(pane: FilterPane) -> list[QTreeWidgetItem]:
    return [top for at in range(pane.tree.topLevelItemCount()) if (top := pane.tree.topLevelItem(at)) is not None]


def offered(pane: FilterPane) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (top.text(0), [(top.child(at).text(0), top.child(at).text(1)) for at in range(top.childCount())])
        for top in tops(pane)[1:]
    ]


def expected(branches: list[Branch]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(branch.name, [(name, str(people)) for _, name, people in branch.units]) for branch in branches]


@pytest.fixture
def pane(qtbot: QtBot) -> FilterPane:
    made = FilterPane()
    qtbot.addWidget(made)
    made.offer(FEW)
    return made


def test_the_old_tree_serves_until_the_new_one_is_whole(pane: FilterPane, qtbot: QtBot) -> None:
    pane.offer(large())
    assert offered(pane) == expected(FEW)
    qtbot.waitUntil(lambda: offered(pane) != expected(FEW), timeout=50_000)
    assert offered(pane) == expected(large())


def test_of_two_that_follow_each_other_the_later_one_is_shown(pane: FilterPane, qtbot: QtBot) -> None:
    pane.offer(large(people=1))
    pane._grow()
    pane.offer(large(people=2))
    qtbot.waitUntil(lambda: offered(pane) == expected(large(people=2)), timeout=50_000)


def test_a_unit_chosen_meanwhile_is_chosen_in_the_new_tree_and_what_was_open_stays_open(pane: FilterPane, qtbot: QtBot) -> None:
    pane.offer(large(people=1))
    qtbot.waitUntil(lambda: offered(pane) == expected(large(people=1)), timeout=50_000)
    tops(pane)[3].setExpanded(True)
    pane.offer(large(people=2))
    pane.tree.setCurrentItem(tops(pane)[5].child(7))
    assert pane.filters == Filters(units=frozenset({"a4u7"}))
    qtbot.waitUntil(lambda: offered(pane) == expected(large(people=2)), timeout=50_000)
    assert pane.tree.currentItem().text(0) == "Unit 4 7"
    assert [top.text(0) for top in tops(pane) if top.isExpanded()] == ["Branch 2", "Branch 4"]
    assert pane.filters == Filters(units=frozenset({"a4u7"}))


def test_the_same_units_again_leave_the_tree_alone(pane: FilterPane) -> None:
    before = tops(pane)
    pane.offer(list(FEW))
    assert tops(pane) == before
