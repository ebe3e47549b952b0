"""Field, list and tree share the keyboard: arrows, letters, and one key for each act."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.window import Grid


def test_arrows_lead_into_the_list_and_letters_back_to_the_search(grid: Grid) -> None:
    QTest.keyClicks(grid.search, "bygg")
    QTest.keyClick(grid.search, Qt.Key.Key_Down)
    assert grid.view.currentIndex().row() == 1
    assert grid.view.hasFocus()
    QTest.keyClicks(grid.view, "l")
    assert grid.search.text() == "byggl"
    assert grid.search.hasFocus()
    QTest.keyClick(grid.search, Qt.Key.Key_Down)
    QTest.keyClick(grid.view, Qt.Key.Key_Up)
    QTest.keyClick(grid.view, Qt.Key.Key_Up)
    assert grid.search.hasFocus(), "from the top of the list up is the search"


@pytest.mark.parametrize(
    ("key", "act"),
    [
        (Qt.Key.Key_Return, Do.CALL),
        (Qt.Key.Key_Enter, Do.CALL),
        (Qt.Key.Key_F2, Do.MESSAGE),
        (Qt.Key.Key_F4, Do.CONSULT),
        (Qt.Key.Key_F6, Do.NUDGE),
        (Qt.Key.Key_F7, Do.SET_ABSENCE),
        (Qt.Key.Key_F8, Do.END_ABSENCE),
    ],
)
def test_each_act_is_one_key_wherever_the_keyboard_is(grid: Grid, qtbot: QtBot, key: Qt.Key, act: Do) -> None:
    QTest.keyClicks(grid.search, "2031")
    for where in (grid.search, grid.view, grid.pane.tree):
        with qtbot.waitSignal(grid.act_asked) as asked:
            QTest.keyClick(where, key)
        assert asked.args == [act, "2031"]


@pytest.mark.parametrize(
    ("letter", "act"), [("c", Do.CALL), ("t", Do.CALL), ("a", Do.CONSULT), ("m", Do.MESSAGE), ("b", Do.NUDGE)]
)
def test_single_letters_act_in_the_list_and_type_in_the_field(grid: Grid, qtbot: QtBot, letter: str, act: Do) -> None:
    QTest.keyClicks(grid.search, letter)
    assert grid.search.text() == letter
    grid.search.setText("2031")
    grid.view.setFocus()
    with qtbot.waitSignal(grid.act_asked) as asked:
        QTest.keyClicks(grid.view, letter)
    assert asked.args == [act, "2031"]
    assert grid.search.text() == "2031"
