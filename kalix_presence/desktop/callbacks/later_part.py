"""Until when to put a message off: chips for the usual times, and the field that reads times as everywhere."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kalix_presence import shipped
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.status.line_answers import LineAnswers
from kalix_presence.desktop.widgets.said import Said
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.reading import full
from kalix_presence.model.when.typed_time import read

CHIPS = ("15 min", "60 min", "tomorrow")
"""Times offered, as they are typed in English; `read` knows them in every language."""


class LaterPart(QWidget):
    """Nothing is put off before its reading was shown, or a chip was pressed."""

    chosen = Signal(object)
    """Until this instant."""
    trouble = Signal(str)

    def __init__(self, presence: Presence, language: str) -> None:
        super().__init__()
        self._presence, self._language = presence, language
        self.when = QLineEdit()
        self._reading = named(Said(field=self.when), "dimmed")
        self.when.setPlaceholderText(self.tr("When? 14.30, 30 min, tomorrow …"))
        self.when.setAccessibleName(self.tr("Put off until"))
        self._reading.setTextFormat(Qt.TextFormat.PlainText)
        self._reading.setWordWrap(True)
        self.when.textChanged.connect(lambda _: self._show_reading())
        self.when.returnPressed.connect(self._choose_typed)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for text, words in zip(CHIPS, (self.tr("15 min"), self.tr("60 min"), self.tr("Tomorrow")), strict=True):
            chip = named(QPushButton(words), "chip")
            chip.setAutoDefault(False)
            chip.clicked.connect(lambda _=False, text=text: self._choose(text, "en"))
            chips.addWidget(chip)
        send = named(QPushButton(self.tr("Put off")), "primary")
        send.setAutoDefault(False)
        send.clicked.connect(self._choose_typed)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.when, 1)
        line.addWidget(send)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 8, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(chips)
        rows.addLayout(line)
        rows.addWidget(self._reading)
        self._answers = LineAnswers()
        self._answers.instead.connect(self.when.setText)
        rows.addWidget(self._answers)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """F2 takes the time that is suggested."""
        if not self._answers.take_key(event):
            super().keyPressEvent(event)

    def clear(self) -> None:
        """Forget what was typed."""
        self.when.clear()

    def _read(self, text: str, language: str) -> datetime | None:
        """Raises BadInput."""
        return read(text, now=self._presence.clock(), worktime=self._presence.worktime, language=language).moment

    def _show_reading(self) -> None:
        text = self.when.text().strip()
        try:
            moment = self._read(text, self._language) if text else None
        except BadInput as fault:
            self._reading.setText(sentence(fault, self._language))
            suggestion = fault.params.get("suggestion")
            self._answers.offer(suggestion if isinstance(suggestion, str) else "")
            return
        self._answers.offer()
        words = shipped.words(self._language)
        said = full(moment, now=self._presence.clock(), zone=self._presence.zone, words=words) if moment is not None else ""
        self._reading.setText(said)

    def _choose_typed(self) -> None:
        self._choose(self.when.text().strip(), self._language)

    def _choose(self, text: str, language: str) -> None:
        try:
            moment = self._read(text, language)
            if moment is None:
                raise BadInput("when-needs-end", field="until", suggestion="13")
        except BadInput as fault:
            self.trouble.emit(sentence(fault, self._language))
            return
        self.chosen.emit(moment)
