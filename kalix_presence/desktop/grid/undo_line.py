"""For ten seconds what was done for somebody can be taken back: by the hub, never by not having sent it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.widgets.announcing import announce
from kalix_presence.desktop.widgets.theme import named

SECONDS = 10


class UndoLine(QFrame):
    """What was done, and a button while it can be undone; hidden else. `open_changed` tells whether there is something."""

    open_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._undo: Callable[[], None] | None = None
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._button = named(QPushButton(self.tr("Undo   {key}").format(key=shown(Do.UNDO))), "act")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1_000)
        self._timer.timeout.connect(self.end)
        self.hide()

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """This was done; `undo` takes it back where that is possible."""
        self._undo = undo
        self._words.setText(text)
        self.setAccessibleName(text)
        self._button.setVisible(undo is not None)
        self.show()
        announce(self, text)
        self._timer.start()
        self.open_changed.emit(undo is not None)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def undo(self) -> None:
        """Take it back."""
        undo = self._undo
        self.end()
        if undo is not None:
            undo()

    def end(self) -> None:
        """Too late, or no more."""
        self._timer.stop()
        self._undo = None
        self.hide()
        self.open_changed.emit(False)
