"""What the grid does of itself: Esc from the innermost outwards, and the menu with every act."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.window import Grid
from tests.desktop.grid.seen import names
from tests.desktop.sample import sample_people


def test_escape_clears_search_and_filters_and_then_closes(grid: Grid) -> None:
    QTest.keyClicks(grid.search, "bygg")
    QTest.keyClick(grid.search, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert names(grid) == []
    assert "Alt+0" in grid.empty.text()
    QTest.keyClick(grid.search, Qt.Key.Key_Escape)
    assert (grid.search.text(), grid.listing.filters.any) == ("", False)
    assert len(names(grid)) == len(sample_people())
    QTest.keyClick(grid.search, Qt.Key.Key_Escape)
    assert not grid.isVisible()


def test_the_menu_names_every_act_with_its_key_and_why_not(grid: Grid) -> None:
    texts = [action.text() for action in grid.menu().actions()]
    assert "Message\tF2" in texts
    assert "Are you back? – Only somebody overdue is asked.\tF6" in texts
    assert "Ask first – There is no call to transfer.\tF4" in texts


def test_units_lead_to_the_tree_and_back_to_the_search(grid: Grid) -> None:
    grid.act(Do.UNITS)
    assert grid.pane.tree.hasFocus()
    grid.act(Do.UNITS)
    assert grid.search.hasFocus()


def test_without_a_call_there_is_nothing_to_write_a_word_about_and_esc_takes_the_sentence_first(grid: Grid) -> None:
    grid.search.setText("anna")
    grid.act(Do.WORD)
    assert grid.said.text() == "There is no call to say something about."
    grid.act(Do.ESCAPE)
    assert (grid.said.isVisible(), grid.search.text()) == (False, "anna")
