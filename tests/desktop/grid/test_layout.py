"""What the window tells of itself: which of its two views is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.grid.window import Grid


def which(grid: Grid) -> tuple[bool, bool]:
    return grid.list_button.isChecked(), grid.tiles_button.isChecked()


def test_the_buttons_say_whether_a_list_or_tiles_are_shown(grid: Grid, qtbot: QtBot) -> None:
    assert which(grid) == (True, False)
    for _ in range(2):  # a click on what is shown changes nothing
        qtbot.mouseClick(grid.tiles_button, Qt.MouseButton.LeftButton)
        assert which(grid) == (False, True)
    grid.show_tiles(False)
    assert which(grid) == (True, False)
