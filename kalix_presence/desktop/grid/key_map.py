"""F1: every key of the grid, from the table that binds them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.grid.action_rules import may_ever
from kalix_presence.desktop.grid.keys import GROUPS, Do, key_of, said, shown
from kalix_presence.desktop.widgets.fitting import Fitted, come_forward, room_for
from kalix_presence.desktop.widgets.theme import named

WIDTH, EDGE, APART = 640, 24, 28
PLACES = (
    ((0, 0, 1), (0, 1, 1), (0, 2, 1)),
    ((0, 0, 1), (1, 0, 1), (0, 1, 2)),
    ((0, 0, 1), (1, 0, 1), (2, 0, 1)),
)
"""Row, column and rows of each group, from three beside each other to one."""


class KeyMap(QWidget):
    """Goes with Esc or F1."""

    def __init__(self, parent: QWidget | None = None, me: wire.Me | None = None) -> None:
        """The keys that `me` has by role; all without one."""
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setWindowTitle(self.tr("Keys"))
        titles = (self.tr("For the caller"), self.tr("Finding one's way"), self.tr("What is shown"))
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(EDGE, 24, EDGE, 20)
        around.setSpacing(16)
        self._groups = [
            self._group(title, [do for do in group if may_ever(do, me)]) for title, group in zip(titles, GROUPS, strict=True)
        ]
        self._beside = QGridLayout()
        self._beside.setHorizontalSpacing(APART)
        self._beside.setVerticalSpacing(16)
        self._arrange(PLACES[0])
        around.addLayout(self._beside)
        hint = named(
            QLabel(
                self.tr(
                    "Whatever else is typed is searched for. The arrows lead from the field into the list, where the single "
                    "letters work; any other letter begins to search again."
                )
            ),
            "dimmed",
        )
        hint.setWordWrap(True)
        around.addWidget(hint)
        self._fitted = Fitted(self, inside, WIDTH)

    def _group(self, title: str, keys: Sequence[Do]) -> QWidget:
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        rows.addWidget(named(QLabel(title), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for row, do in enumerate(keys):
            for column, key in enumerate((shown(do), *key_of(do).in_list[:1])):
                cap = named(QLabel(key), "key")
                cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
                grid.addWidget(cap, row, column, Qt.AlignmentFlag.AlignLeft)
            words = QLabel(said(do))
            words.setAccessibleName(f"{shown(do, letters=True)}: {said(do)}")
            grid.addWidget(words, row, 2)
        rows.addLayout(grid)
        rows.addStretch(1)
        return whole

    def open(self) -> None:
        """Come to the front, with as many groups beside each other as the screen is wide for: so it is least high."""
        for group in self._groups:
            group.ensurePolished()
        room = room_for(self).width() - 2 * EDGE
        self._arrange(next(places for places in PLACES if self._width(places) <= room or places is PLACES[-1]))
        self._fitted.fit()
        come_forward(self)

    def _arrange(self, places: Sequence[tuple[int, int, int]]) -> None:
        for group, (row, column, high) in zip(self._groups, places, strict=True):
            self._beside.removeWidget(group)
            self._beside.addWidget(group, row, column, high, 1)

    def _width(self, places: Sequence[tuple[int, int, int]]) -> int:
        """What the groups need beside each other."""
        widest: dict[int, int] = {}
        for group, (_, column, _) in zip(self._groups, places, strict=True):
            widest[column] = max(widest.get(column, 0), group.sizeHint().width())
        return sum(widest.values()) + APART * (len(widest) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc or F1 goes away again."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.hide()
        else:
            super().keyPressEvent(event)
