"""Faults made on purpose, one of each kind, to see that the sweep finds them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.fitting import Fitted
from kalix_presence.desktop.widgets.theme import named
from tests.desktop.sweep.at import At


class _Cutting(QComboBox):
    """Its list is too low for its last entry."""

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Lower than it should be."""
        super().showPopup()
        self.view().window().setFixedHeight(self.view().window().height() - 12)


def _beyond_the_edge(window: QWidget) -> None:
    window.setFixedWidth(3000)


def _cut(window: QWidget) -> None:
    _put(window, QPushButton("Words that need more room than this")).setFixedWidth(60)


def _squashed(window: QWidget) -> None:
    _put(window, QPushButton("Words")).setFixedHeight(10)


def _over_each_other(window: QWidget) -> None:
    for at in (10, 20):
        label = QLabel("Words", window)
        label.setGeometry(at, 10, 80, 20)


def _unlabelled(window: QWidget) -> None:
    combo = _put(window, QComboBox())
    combo.addItem("What is chosen")
    combo.setAccessibleName("What it is for")


def _no_window(window: QWidget) -> None:
    frame = QFrame()
    frame.setWindowTitle("A frame by itself")
    frame.show()
    window.kept = frame  # type: ignore[attr-defined]


def _nameless(window: QWidget) -> None:
    _put(window, QLineEdit())


def _backwards(window: QWidget) -> None:
    first, second, third = (_put(window, QPushButton(name)) for name in ("One", "Two", "Three"))
    QWidget.setTabOrder(first, third)
    QWidget.setTabOrder(third, second)


def _grey(window: QWidget) -> None:
    _put(window, QPushButton("Words")).setEnabled(False)


def _pale(window: QWidget) -> None:
    _put(window, QLabel("Words that are hard to read")).setStyleSheet("color: #c8c8c6")


def _last_entry(window: QWidget) -> None:
    combo = _put(window, _Cutting())
    combo.setAccessibleName("Choice")
    combo.addItems(["One", "Two", "Three", "Four"])


def _sideways(window: QWidget) -> None:
    area, wide = QScrollArea(), QLabel("Wide")
    wide.setFixedSize(QSize(2000, 20))
    area.setWidget(wide)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    _put(window, area)


def _not_bold_enough(window: QWidget) -> None:
    chip = _put(window, named(QPushButton("Until further notice"), "chip"))
    chip.setCheckable(True)
    chip.setFixedWidth(chip.sizeHint().width() - 2)


def _scrolls_for_nothing(window: QWidget) -> None:
    window.rows.setContentsMargins(0, 0, 0, 0)  # type: ignore[attr-defined]
    inside = QWidget()
    QVBoxLayout(inside).addWidget(QPushButton("Words"))
    part = QWidget()
    area = Fitted(part, inside, 200)
    area.content.setMinimumHeight(300)
    part.setFixedHeight(100)
    _put(window, part)


def _pale_edge(window: QWidget) -> None:
    field = _put(window, QLineEdit("Words"))
    field.setAccessibleName("Field")
    field.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    field.setStyleSheet("border: 1px solid #c3c7cb")


class _ByHand(QWidget):
    """Paints a pale text."""

    __module__ = "kalix_presence.desktop.planted"

    def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Grey on nearly white."""
        painter = QPainter(self)
        painter.setPen(QColor("#a0a0a0"))
        painter.drawText(4, 20, "Pale")
        painter.end()


def _pale_by_hand(window: QWidget) -> None:
    _put(window, _ByHand()).setFixedSize(100, 30)


def _letters_twice(window: QWidget) -> None:
    for name in ("&Server", "&Speech"):
        _put(window, QPushButton(name))


def _for_computers(window: QWidget) -> None:
    _put(window, QLabel("It rests until 2026-12-24"))


def _half_seen(window: QWidget) -> None:
    inside, part, act = QWidget(), QWidget(), named(QPushButton("Words"), "primary")
    act.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # or it would be brought into sight
    rows = QVBoxLayout(inside)
    rows.addSpacing(60)
    rows.addWidget(act)
    Fitted(part, inside, 200)
    part.setFixedHeight(90)
    _put(window, part)


def _never_shown(window: QWidget) -> None:
    window._part = QLabel("Words")  # type: ignore[attr-defined]


FAULTS = {
    "beyond the edge": _beyond_the_edge,
    "cut": _cut,
    "squashed": _squashed,
    "over each other": _over_each_other,
    "nameless": _nameless,
    "unlabelled": _unlabelled,
    "no window": _no_window,
    "backwards": _backwards,
    "grey": _grey,
    "pale": _pale,
    "last entry": _last_entry,
    "sideways": _sideways,
    "not bold enough": _not_bold_enough,
    "letters twice": _letters_twice,
    "scrolls for nothing": _scrolls_for_nothing,
    "pale edge": _pale_edge,
    "pale by hand": _pale_by_hand,
    "for computers": _for_computers,
    "half seen": _half_seen,
    "never shown": _never_shown,
}


def planted(at: At, fault: str) -> Iterator[str]:
    """A window with this fault."""
    window = Planted()
    window.setWindowTitle("Planted")
    window.rows = QVBoxLayout(window)
    FAULTS[fault](window)
    window.show()
    yield fault
    window.hide()
    window.deleteLater()


class Planted(QWidget):
    """Counted among the desktop's own."""

    __module__ = "kalix_presence.desktop.planted"
    rows: QVBoxLayout


def _put(window: QWidget, part: QWidget):  # type: ignore[no-untyped-def]
    window.rows.addWidget(part)  # type: ignore[attr-defined]
    return part
