"""F1: every key of the grid, from the table that binds them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kalix_presence import wire
from kalix_presence.desktop.grid.action_rules import may_ever
from kalix_presence.desktop.grid.keys import GROUPS, Do, key_of, said, shown
from kalix_presence.desktop.widgets.fitting import Fitted, come_forward, room_for
from kalix_presence.desktop.widgets.theme import named

WIDTH = 640


class KeyMap(QWidget):
    """Goes with Esc or F1."""

    def __init__(self, parent: QWidget | None = None, me: wire.Me | None = None) -> None:
        """The keys that `me` has by role; all without one."""
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setWindowTitle(self.tr("Keys"))
        titles = (self.tr("For the caller"), self.tr("Finding one's way"), self.tr("What is shown"))
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(28, 24, 28, 20)
        around.setSpacing(16)
        columns = self._columns = QHBoxLayout()
        columns.setSpacing(40)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, groups in ((left, (0, 1)), (right, (2,))):
            column.setSpacing(16)
            for at in groups:
                column.addWidget(named(QLabel(titles[at]), "strong"))
                column.addLayout(self._group([do for do in GROUPS[at] if may_ever(do, me)]))
            column.addStretch(1)
            columns.addLayout(column)
        around.addLayout(columns)
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

    def _group(self, keys: Sequence[Do]) -> QGridLayout:
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
        return grid

    def open(self) -> None:
        """Come to the front."""
        narrow = room_for(self).width() < self._columns.sizeHint().width() + 80
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._fitted.fit()
        come_forward(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc or F1 goes away again."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.hide()
        else:
            super().keyPressEvent(event)
