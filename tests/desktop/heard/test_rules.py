"""Each rule finds its fault where it was made on purpose, in real widgets, and a window without faults has none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPropertyAnimation, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.desktop.heard.node import Node
from tests.desktop.heard.rules import LONGEST, faults_told
from tests.desktop.heard.targets import small_targets
from tests.desktop.heard.window import told_faults


def window_of(*parts: QWidget) -> QWidget:
    window = QWidget()
    window.setWindowTitle("A window")
    rows = QVBoxLayout(window)
    rows.setSpacing(12)
    for part in parts:
        rows.addWidget(part)
    return window


def named(part: QWidget, name: str) -> QWidget:
    part.setAccessibleName(name)
    return part


def labelled(part: QWidget) -> list[QWidget]:
    label = QLabel("What it takes")
    label.setBuddy(part)
    return [label, part]


def without_a_title() -> QWidget:
    window = window_of()
    window.setWindowTitle("")
    return window


def focusable() -> QWidget:
    part = named(QWidget(), "Something")
    part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return part


def table(title: str) -> QWidget:
    part = QTableWidget(1, 1)
    part.setItem(0, 0, QTableWidgetItem("13.00"))
    part.setHorizontalHeaderLabels([title])
    part.verticalHeader().hide()
    part.setCornerButtonEnabled(False)
    part.setTabKeyNavigation(False)
    return named(part, "Times")


def picture() -> QWidget:
    part = QLabel()
    part.setPixmap(QPixmap(20, 20))
    return part


def tiny() -> QWidget:
    part = QPushButton("Go")
    part.setFixedSize(2, 2)
    return part


def by_pointer_alone() -> QWidget:
    part = QPushButton("Go")
    part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return part


def said(role: str) -> QWidget:
    part = QLabel("It cannot be read")
    part.setObjectName(role)
    return part


def busy() -> QWidget:
    part = QProgressBar()
    part.setRange(0, 0)
    return part


def sliding() -> QWidget:
    part = QTreeWidget()
    part.setAnimated(True)
    return named(part, "Units")


def fading() -> QWidget:
    part = QLabel("Words")
    animation = QPropertyAnimation(part, b"maximumWidth", part)
    animation.setDuration(60_000)
    animation.start()
    return part


def close_together(height: int, apart: int) -> QWidget:
    around = QWidget()
    rows = QVBoxLayout(around)
    rows.setSpacing(apart)
    for name in ("One", "Two"):
        button = QPushButton(name)
        button.setFixedHeight(height)
        rows.addWidget(button)
    return window_of(around)


FAULTS: dict[str, Callable[[], QWidget]] = {
    "has no name": lambda: window_of(QPushButton("")),
    "a window without a name": without_a_title,
    "markup is read out": lambda: window_of(named(QPushButton(""), "<b>Go</b> on")),
    "its name repeats its role": lambda: window_of(named(QPushButton(""), "Spara knapp")),
    f"a name of {LONGEST + 1} letters": lambda: window_of(named(QPushButton(""), "a" * (LONGEST + 1))),
    "shows 'Save' and is not called so": lambda: window_of(named(QPushButton("Save"), "Keep")),
    "is called as the other Button beside it": lambda: window_of(QPushButton("Remove"), QPushButton("Remove")),
    "takes the keyboard and is told as nothing": lambda: window_of(focusable()),
    "has no label": lambda: window_of(named(QComboBox(), "What it takes")),
    "a cell of no column": lambda: window_of(table("")),
    "a picture without words": lambda: window_of(picture()),
    "has no size": lambda: window_of(tiny()),
    "is not reached by Tab": lambda: window_of(*labelled(QPlainTextEdit()), QPushButton("Go")),
    "Tab does not leave it": lambda: window_of(*labelled(QPlainTextEdit()), QPushButton("Go")),
    "can be clicked, and no key reaches it": lambda: window_of(by_pointer_alone()),
    "is said to the eye alone": lambda: window_of(said("error")),
    "runs back and forth": lambda: window_of(busy()),
    "slides open": lambda: window_of(sliding()),
    "is animated": lambda: window_of(fading()),
    "is a target under 24": lambda: close_together(20, 2),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_made_on_purpose_is_found(qtbot: QtBot, fault: str) -> None:
    window = FAULTS[fault]()
    qtbot.addWidget(window)
    window.show()
    assert fault in {wrong.partition(" with ")[0] for wrong, _ in told_faults(window)}


def test_a_window_without_faults_has_none(qtbot: QtBot) -> None:
    tells = QListWidget()
    tells.setSpacing(4)
    tells.addItems(["Anna Ek", "Karin Berg"])
    parts = [*labelled(QLineEdit()), QPushButton("Save"), QCheckBox("Sound"), named(tells, "People"), table("Until")]
    window = window_of(*parts)
    qtbot.addWidget(window)
    window.show()
    assert list(told_faults(window)) == []


@pytest.mark.parametrize(("height", "apart", "found"), [(24, 0, 0), (20, 0, 2), (20, 3, 2), (20, 4, 0), (23, 0, 2)])
def test_small_targets_are_enough_with_room_around_their_middle(qtbot: QtBot, height: int, apart: int, found: int) -> None:
    """24 pixels from middle to middle, and no other target within 12 of it."""
    window = close_together(height, apart)
    qtbot.addWidget(window)
    window.show()
    assert len([wrong for wrong, _ in told_faults(window) if "target" in wrong]) == found


MADE_BY_HAND = {
    "cannot be pressed": Node("Button", "Go", states=frozenset({"focusable"})),
    "does not say whether it is chosen": Node("CheckBox", "Sound", actions=("Toggle",)),
    "stands in Window": Node("ListItem", "Anna Ek"),
    "does not say what is chosen in it": Node("List", "People", children=[Node("ListItem", "Anna Ek")]),
    "does not say its value": Node("ProgressBar", "Saving"),
}
"""What Qt's own widgets never do wrong, and one that is drawn by hand could."""


@pytest.mark.parametrize("fault", MADE_BY_HAND)
def test_a_fault_that_no_widget_of_qt_has_is_found(fault: str) -> None:
    window = Node("Window", "A window", box=(0, 0, 100, 100))
    window.children.append(MADE_BY_HAND[fault])
    MADE_BY_HAND[fault].parent = window
    assert fault in {wrong for wrong, _ in faults_told(window)}


def test_the_keyboard_is_in_one_place() -> None:
    window = Node("Window", "A window", box=(0, 0, 100, 100))
    for name in ("One", "Two"):
        window.children.append(
            Node("Button", name, states=frozenset({"focused"}), box=(0, 0, 30, 30), seen=(0, 0, 30, 30), parent=window)
        )
    assert any("has the keyboard as" in wrong for wrong, _ in faults_told(window))


def test_what_is_disabled_or_out_of_sight_is_no_target() -> None:
    window = Node("Window", "A window", box=(0, 0, 100, 100))
    for at, states in enumerate((frozenset({"disabled"}), frozenset({"invisible"}), frozenset[str]())):
        box = (0, at * 4, 10, 4)
        window.children.append(Node("Button", str(at), states=states, box=box, seen=box, parent=window))
    assert list(small_targets(window)) == []
