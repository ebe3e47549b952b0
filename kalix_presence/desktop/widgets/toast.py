"""A small note in the corner of the screen, on top of everything and never in the way of typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kalix_presence.desktop.widgets.corner import to_corner
from kalix_presence.desktop.widgets.fitting import Fitted
from kalix_presence.desktop.widgets.theme import named

WIDTH = 360
SHOWN_FOR = 10_000
"""Milliseconds; it stays for as long as the pointer is over it."""


class Toast(QWidget):
    """One note at a time; a new one takes the place of the old."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        frame = named(QFrame(), "banner")
        self._title, self._text = named(QLabel(), "strong"), QLabel()
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        inside.addWidget(self._title)
        inside.addWidget(self._text)
        self._fitted = Fitted(self, frame, WIDTH, to_corner)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_FOR)
        self._timer.timeout.connect(self.hide)

    def say(self, title: str, text: str) -> None:
        """Show a note."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title}. {text}")
        self._fitted.fit()
        self.show()
        self.raise_()
        self._timer.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click goes to where something can be done about it."""
        self.hide()
        self.clicked.emit()

    def enterEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Somebody is reading it."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Read."""
        self._timer.start()
