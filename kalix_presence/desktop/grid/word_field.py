"""What the present call is about, typed while one talks: it goes with the transfer, to the card of whoever is called."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from kalix_presence.desktop.grid.keys import Do, shown
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.widgets.enter_key import ENTER

MOST = 200
"""Signs that the hub takes."""


class WordField(QLineEdit):
    """Each call keeps its own word. Enter transfers, as everywhere in the grid; Esc takes it back. `left`: done here."""

    left = Signal()

    def __init__(self, calls: GridCalls) -> None:
        super().__init__()
        self._calls, self._call = calls, ""
        self.setMaxLength(MOST)
        words = self.tr("What the call is about ({key}); whoever gets the call sees it").format(key=shown(Do.WORD))
        self.setPlaceholderText(words)
        self.setAccessibleName(self.tr("What the call is about"))
        self.setAccessibleDescription(words)
        self.textEdited.connect(self._typed)

    def show_chosen(self) -> None:
        """Follow the call that a transfer moves; hidden while there is none."""
        call = self._calls.chosen
        identity = call.id if call is not None else ""
        if identity != self._call:
            self._call = identity
            self.setText(self._calls.word(call) if call is not None else "")
        if call is None and self.hasFocus():
            self.left.emit()
        self.setVisible(call is not None)

    def _typed(self, word: str) -> None:
        if self._call:
            self._calls.say(self._call, word)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter is the grid's own; Esc clears and leads back."""
        if event.key() in ENTER:
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self._typed("")
            self.left.emit()
        else:
            super().keyPressEvent(event)
