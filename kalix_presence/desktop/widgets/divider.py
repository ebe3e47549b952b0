"""Two parts of a window with a bar between them that is dragged, clicked, or moved from elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle

BAR = 24
"""Pixels of the bar: what is narrower is not hit by everybody."""
STEPS = (180, 230, 320)
"""Widths of the first part, in pixels, that clicks go through."""


class Divider(QSplitter):
    """A click on the bar, or `step`, makes the first part as wide as the next of `STEPS`, and after the widest as the first."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(BAR)

    def createHandle(self) -> QSplitterHandle:  # noqa: N802 - Qt's name
        """One that can be clicked."""
        return _Bar(self)

    def step(self) -> None:
        """The next width."""
        first, rest = self.sizes()
        wide = next((each for each in STEPS if each > first), STEPS[0])
        self.setSizes([wide, first + rest - wide])


class _Bar(QSplitterHandle):
    def __init__(self, divider: Divider) -> None:
        super().__init__(Qt.Orientation.Horizontal, divider)
        self._divider, self._pressed = divider, QPoint()
        self.setAccessibleName(self.tr("Width of what stands on the left"))
        self.setToolTip(self.tr("Click or drag: narrower or wider"))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The beginning of a click, or of a drag."""
        self._pressed = self.pos()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """It was a click if the bar stands where it stood."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.pos() == self._pressed:
            self._divider.step()
