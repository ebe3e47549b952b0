"""The history of the message that is shown, asked of the hub when it is unfolded: who did what, when, by which way."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from kalix_presence import shipped, wire
from kalix_presence.client.connection.message_history import lines
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.selectable import SELECTABLE
from kalix_presence.desktop.widgets.theme import named


class HistoryPart(QWidget):
    """Folded by default; what it shows is fetched anew with each version of the message."""

    wanted = Signal(str)
    """The history of this message is to be fetched; `show_history` gives it."""

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self._message_id, self._version = "", 0
        self.fold = named(QToolButton(), "fold")
        self.fold.setText(self.tr("History"))
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setArrowType(Qt.ArrowType.RightArrow)
        self.fold.toggled.connect(self._unfold)
        self._lines = named(QLabel(), "dimmed")
        self._lines.setTextFormat(Qt.TextFormat.PlainText)
        self._lines.setWordWrap(True)
        self._lines.setTextInteractionFlags(SELECTABLE)
        self._lines.setAccessibleName(self.tr("History"))
        self._lines.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.fold)
        rows.addWidget(self._lines)

    def show_message(self, message: wire.MessageView) -> None:
        """Belong to this message from now on."""
        if (message.id, message.version) == (self._message_id, self._version):
            return
        if message.id != self._message_id:
            self._lines.clear()
        self._message_id, self._version = message.id, message.version
        if self.fold.isChecked():
            self.wanted.emit(message.id)

    def show_history(self, message_id: str, history: wire.MessageHistory | None, trouble: str = "") -> None:
        """The hub's answer; None with `trouble` when it could not be asked."""
        if message_id == self._message_id:
            now, zone, words = self._presence.clock(), self._presence.zone, shipped.words(self._language)
            self._lines.setText("\n".join(lines(history, now=now, zone=zone, words=words)) if history is not None else trouble)

    def _unfold(self, unfolded: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        self._lines.setVisible(unfolded)
        if unfolded:
            self._lines.setText(self._lines.text() or self.tr("Looking …"))
            self.wanted.emit(self._message_id)
