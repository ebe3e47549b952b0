"""One of a newcomer's first steps: a line while it waits or is done, and while it is at hand all that it takes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.reasoned import allow
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import wrapped


class StepCard(QFrame):
    """`buttons` act on it; the first is what one most likely wants. What it says is set by whoever knows."""

    turned_to = Signal()
    """This one is to be at hand."""

    def __init__(self, title: str, *buttons: QPushButton) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.buttons = list(buttons)
        self.is_done = self.at_hand = False
        self._title = title
        self._head, self._mark = named(QLabel(title), "strong"), named(QLabel(), "dimmed")
        self.turn = named(QPushButton(self.tr("Do this")), "chip")
        self.turn.setAccessibleName(f"{self.turn.text()}: {title}")
        self.turn.clicked.connect(self.turned_to)
        self._words, self._said, self._more = _text("dimmed"), _text("strong"), _text("")
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._head, 1)
        top.addWidget(self._mark)
        top.addWidget(self.turn)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 8, 14, 8)
        inside.setSpacing(6)
        inside.addLayout(top)
        for part in (self._words, self._more, self._said):
            inside.addWidget(part)
        self._row: QWidget | None = None
        if buttons:
            self._row = wrapped(*buttons)
            inside.addWidget(self._row)
        for button in buttons:
            button.setAccessibleName(f"{button.text()}: {title}")
        self.show_state(done=False, at_hand=False, words="")

    def show_state(self, *, done: bool, at_hand: bool, words: str) -> None:
        """`words` say what to do, or what is true of a done one. Only the one `at_hand` is shown whole."""
        self.is_done, self.at_hand = done, at_hand
        self._mark.setText("✓ " + self.tr("Done") if done else "")
        self._mark.setVisible(done)
        self.turn.setVisible(not done and not at_hand)
        self._words.setText(words)
        if self._row is not None:
            self._row.setVisible(at_hand and not done)
        if done:
            self._more.clear()
        for label in (self._words, self._more, self._said):
            self._show(label)
        state = self._mark.text() if done else self.tr("To do")
        self.setAccessibleName(f"{self._title}: {state}")

    def show_more(self, text: str) -> None:
        """What is to be read or copied; "" nothing."""
        self._more.setText(text)
        self._show(self._more)

    def say(self, text: str) -> None:
        """What has just become of it; "" for nothing."""
        self._said.setText(text)
        self._show(self._said)

    def wait(self, why: str) -> None:
        """Its buttons wait, for this reason; "" no longer."""
        for button in self.buttons:
            allow(button, why)

    def _show(self, label: QLabel) -> None:
        label.setVisible(bool(label.text()) and (self.at_hand or self.is_done))


def _text(role: str) -> QLabel:
    label = named(QLabel(), role) if role else QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
