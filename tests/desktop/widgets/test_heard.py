"""What a screen reader is told: windows as windows, while they are, and lists by what they are for."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.widgets.heard import heard_as, tell_windows


@pytest.fixture(scope="module")
def told(qapp: QApplication) -> None:
    """As the program has them told; Qt lets nobody take that back."""
    tell_windows()


def role(part: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(part).role()


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (Qt.WindowType.Window, QAccessible.Role.Window),
        (Qt.WindowType.Tool, QAccessible.Role.Window),
        (Qt.WindowType.Dialog, QAccessible.Role.Dialog),
    ],
)
def test_a_window_is_one_while_it_is_one(qtbot: QtBot, flags: Qt.WindowType, expected: QAccessible.Role) -> None:
    around, part = QWidget(), QWidget(None, flags)
    qtbot.addWidget(around)
    part.setWindowTitle("A title")
    part.show()
    assert role(part) == expected
    gc.collect()
    assert QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name) == "A title"
    part.hide()
    QVBoxLayout(around).addWidget(part)
    assert role(part) == QAccessible.Role.Client


def test_a_list_without_a_label_in_sight_is_told_by_its_name_wherever_it_is_put(qtbot: QtBot) -> None:
    first, second = QWidget(), QWidget()
    qtbot.addWidget(first)
    qtbot.addWidget(second)
    combo = QComboBox()
    heard_as(combo, "Period")
    combo.addItem("September")
    for around in (first, second):
        QVBoxLayout(around).addWidget(combo)
        around.show()
        labels = [
            label.text(QAccessible.Text.Name)
            for label, how in QAccessible.queryAccessibleInterface(combo).relations()
            if how & QAccessible.RelationFlag.Label
        ]
        assert labels == ["Period"]
        assert not any(label.isVisible() for label in combo.findChildren(QLabel))
