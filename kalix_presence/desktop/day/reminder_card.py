"""The card that asks: the usual choice on the first button, one click or Enter; it never takes the focus by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.announcing import announce
from kalix_presence.desktop.widgets.corner import to_corner
from kalix_presence.desktop.widgets.enter_key import enters
from kalix_presence.desktop.widgets.fitting import Fitted
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.desktop.widgets.wrapping import WrappingRow

WIDTH = 380

Answer = tuple[str, Callable[[], None]]
"""A button's words, and what it does."""


class ReminderCard(QWidget):
    """One question at a time; a new one takes the place of the old. Every answer closes it."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        frame = named(QFrame(), "banner")
        self._title, self._text, self._waiting = named(QLabel(), "title"), QLabel(), named(QLabel(), "strong")
        for label in (self._title, self._text, self._waiting):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        below = QWidget()
        self._buttons = WrappingRow(below)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        for label in (self._title, self._text, self._waiting):
            inside.addWidget(label)
        inside.addSpacing(4)
        inside.addWidget(below)
        self._fitted = Fitted(self, frame, WIDTH, to_corner)
        self._first: QPushButton | None = None
        self._escape: Callable[[], None] | None = None

    def show_question(self, title: str, text: str, answers: list[Answer], *, waiting: str, escape: Callable[[], None]) -> None:
        """Show the question; the first of `answers` is the usual one, `escape` what the Escape key does.

        `waiting` says what else waits, in a line of its own.
        """
        self._title.setText(title)
        for label, said in ((self._text, text), (self._waiting, waiting)):
            label.setText(said)
            label.setVisible(bool(said))
        self.setWindowTitle(title)
        self.setAccessibleName(" ".join(part for part in (title, text, waiting) if part))
        self._escape = escape
        self._offer(answers)
        self._fitted.fit()
        self.show()
        self.raise_()
        announce(self, self.accessibleName())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter takes the usual answer, Escape puts the question off."""
        if enters(self, event) and self._first is not None:
            self._first.click()
        elif event.key() == Qt.Key.Key_Escape and self._escape is not None:
            self._chosen(self._escape)
        else:
            super().keyPressEvent(event)

    def _offer(self, answers: list[Answer]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._first = None
        for words, do in answers:
            button = named(QPushButton(words), "plain" if self._first else "primary")
            button.clicked.connect(lambda _=False, do=do: self._chosen(do))
            self._buttons.addWidget(button)
            # In a card that is shown already, a new button has no size before it is shown itself.
            button.show()
            button.ensurePolished()
            self._first = self._first or button

    def _chosen(self, do: Callable[[], None]) -> None:
        self.hide()
        do()
