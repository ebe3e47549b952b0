"""Enter, where a window has a meaning of its own for it: a button that has the keyboard comes first, as everywhere else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def enters(window: QWidget, event: QKeyEvent) -> bool:
    """Whether this is Enter and meant for the whole window; a plain button with the keyboard is pressed instead.

    What is only chosen (tiles, chips) is chosen by Space: there Enter still means the window.
    """
    if event.key() not in ENTER:
        return False
    button = window.focusWidget()
    if isinstance(button, QPushButton) and not button.isCheckable():
        button.click()
        return False
    return True
