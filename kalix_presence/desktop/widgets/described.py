"""What a field is told as while somebody types into it: what it is read as, how many it finds."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from kalix_presence.desktop.widgets.announcing import announce, is_listened_to

SETTLED = 600
"""Milliseconds after which what changes with every key is taken to stand."""
DESCRIPTIONS_ARE_HEARD = sys.platform == "linux"
"""AT-SPI tells a reader when the description of what has the keyboard changes, and Orca reads it; UIA tells none."""


class Described(QObject):
    """Describes `field`: once somebody has stopped typing where a reader listens, which would read every stage else."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field, self._text = field, ""
        self._settled = QTimer(self, singleShot=True, interval=SETTLED)
        self._settled.timeout.connect(self._settle)

    def say(self, text: str) -> None:
        """It stands so now; the newest of what comes quickly is said."""
        self._text = text
        if is_listened_to():
            self._settled.start()
        else:
            self._field.setAccessibleDescription(text)

    def refuse(self, text: str) -> None:
        """What was sent off from the field was refused: said at once, and each time."""
        self._settled.stop()
        heard = self._tell(text)
        if not heard:
            announce(self._field, text, at_once=True)

    def _settle(self) -> None:
        if self._field.accessibleDescription() != self._text and not self._tell(self._text):
            announce(self._field, self._text)

    def _tell(self, text: str) -> bool:
        """Describe it so; whether a reader hears that by itself."""
        new = self._field.accessibleDescription() != text
        self._field.setAccessibleDescription(text)
        return new and DESCRIPTIONS_ARE_HEARD and self._field.hasFocus()
