"""A line in which a window says something of itself: what went wrong, what a typed line is read as, what goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from kalix_presence.desktop.widgets.announcing import announce, is_listened_to
from kalix_presence.desktop.widgets.described import Described


class Said(QLabel):
    """A screen reader hears what comes to stand here while the window is shown; what stood there before is read with it.

    Named "error", it breaks off what is being read, each time it is said. With a `field` it says what was typed there, which
    is then described so, and heard once somebody has stopped typing.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, field: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._described = Described(field) if field is not None else None
        self._aloud = QTimer(self, singleShot=True, interval=0)
        self._aloud.timeout.connect(self._say)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show it, and have it heard once whoever says it has shown the line and named it."""
        changed = text != self.text()
        super().setText(text)
        if self._described is not None:
            self._described.say(text)
        elif text and (changed or self.objectName() == "error") and is_listened_to() and self.window().isVisible():
            self._aloud.start()

    def refuse(self, text: str) -> None:
        """What was sent off from its field was refused: shown, and heard at once each time."""
        self.setText(text)
        if self._described is not None:
            self._described.refuse(text)

    def keep_two_lines(self) -> None:
        """Wrap, and have room for two lines from the beginning, so that nothing moves below what is typed."""
        self.setWordWrap(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _say(self) -> None:
        announce(self, self.text(), at_once=self.objectName() == "error")
