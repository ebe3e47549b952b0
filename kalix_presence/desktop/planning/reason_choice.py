"""The reasons, offered where days were drawn, so that a plan can be made by mouse alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kalix_presence.desktop.status.reason_tiles import ReasonTiles
from kalix_presence.desktop.widgets.theme import named
from kalix_presence.model.reason import Reasons


class ReasonChoice(QFrame):
    """Lies over its window and takes no keyboard: whoever would rather type goes on typing."""

    chosen = Signal(object)
    """A `Reason`."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        named(self, "banner")
        self.setAutoFillBackground(True)
        self._tiles = ReasonTiles()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(10, 10, 10, 10)
        inside.addWidget(self._tiles)
        self._tiles.chosen.connect(self._choose)
        self.hide()

    def offer(self, reasons: Reasons, language: str, *, dark: bool, at: QPoint) -> None:
        """Show the site's reasons near `at` (in the window's own coordinates), wholly inside the window."""
        self._tiles.offer(reasons, language, dark=dark)
        self.adjustSize()
        over = self._over
        wide = min(self.sizeHint().width(), over.width())
        high = min(self.heightForWidth(wide), over.height())  # a narrow window has more lines of them
        self.setGeometry(
            max(0, min(at.x(), over.width() - wide)),
            max(0, min(at.y(), over.height() - high)),
            wide,
            high,
        )
        self.show()
        self.raise_()

    def _choose(self, reason: object) -> None:
        self.hide()
        self.chosen.emit(reason)
