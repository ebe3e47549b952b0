"""The bar between two parts of a window can be clicked instead of dragged."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.widgets.divider import STEPS, Divider


def divider(qtbot: QtBot) -> Divider:
    made = Divider()
    qtbot.addWidget(made)
    for words in ("Units", "People"):
        made.addWidget(QLabel(words))
    made.resize(1000, 200)
    made.show()
    made.setSizes([STEPS[1], 1000 - STEPS[1] - made.handleWidth()])
    return made


def test_clicks_go_through_the_widths(qtbot: QtBot) -> None:
    made = divider(qtbot)
    bar = made.handle(1)
    seen = []
    for _ in range(3):
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
        seen.append(made.sizes()[0])
    assert seen == [STEPS[2], STEPS[0], STEPS[1]]


def test_a_drag_is_no_click(qtbot: QtBot) -> None:
    made = divider(qtbot)
    bar = made.handle(1)
    before = made.sizes()[0]
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseMove(bar, QPoint(45, 5))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert made.sizes()[0] == before + 40
