"""For ten seconds a step can be undone: by the step that takes it back at the hub, never by not having sent it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from kalix_presence.client.session_events import StepChanged
from kalix_presence.desktop.callbacks import words as message_words
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.callbacks.undoing import SECONDS, undo_of
from kalix_presence.desktop.widgets.theme import named


class Undo(QWidget):
    """One line: what was done, and a button; hidden when there is nothing to undo."""

    step_asked = Signal(str, object)
    over = Signal()
    """There is nothing to undo any more."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages
        self._step: StepChanged | None = None
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        button = named(QPushButton(self.tr("Undo")), "plain")
        button.setAutoDefault(False)
        button.clicked.connect(self.undo)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._words, 1)
        line.addWidget(button)
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self._end)
        self.hide()
        messages.step_ended.connect(self._step_ended)

    @property
    def open(self) -> bool:
        """Whether there is something to undo now."""
        return self._step is not None

    def undo(self) -> None:
        """Take the step back."""
        step, self._step = self._step, None
        if step is not None and (back := undo_of(step, self._messages)) is not None:
            self.step_asked.emit(step.message_id, back)
        self._end()

    def _step_ended(self, step: StepChanged) -> None:
        message = self._messages.get(step.message_id)
        if message is None or undo_of(step, self._messages) is None:
            return
        self._step = step
        self._words.setText(message_words.done_to(step.step.step).format(who=message_words.who(message)))
        self.show()
        self._timer.start()

    def _end(self) -> None:
        self._timer.stop()
        self._step = None
        self.hide()
        self.over.emit()
