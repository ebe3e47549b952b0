"""A check box whose words go on in the next line where there is no room for all of them beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy

LEAST = 220
"""Pixels below which it is not made narrower."""
MARK = 28
"""Pixels of the mark, and between it and the words."""


class LongBox(QCheckBox):
    """To screen readers its words are one line, whatever the eye sees."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._words = words
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow enough for a small window."""
        return QSize(min(LEAST, self.sizeHint().width()), self.heightForWidth(max(LEAST, self.width())))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All words in one line."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + MARK, self.fontMetrics().height() + 2)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """As many lines as it takes."""
        return self.fontMetrics().lineSpacing() * len(self._lines(width)) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the words anew."""
        super().resizeEvent(event)
        broken = "\n".join(self._lines(event.size().width()))
        if broken != self.text():
            self.setText(broken)

    def _lines(self, width: int) -> list[str]:
        lines, measure = [""], self.fontMetrics()
        for word in self._words.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if measure.horizontalAdvance(longer) + MARK <= width or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines
