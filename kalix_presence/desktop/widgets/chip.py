"""A button that is bold while it is on, and has room for that from the beginning."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton

from kalix_presence.desktop.widgets.theme import named

BORDERS = 2
"""Pixels by which the border is thicker while it is on."""


class Chip(QPushButton):
    """`role` names its dress in the style sheet."""

    def __init__(self, words: str = "", role: str = "chip") -> None:
        super().__init__(words)
        named(self, role)
        self.setCheckable(True)
        self.setAutoDefault(False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its words in bold."""
        usual, bold = super().sizeHint(), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        words = self.text()
        more = QFontMetrics(bold).horizontalAdvance(words) - self.fontMetrics().horizontalAdvance(words)
        return QSize(usual.width() + max(0, more) + BORDERS, usual.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same: a name is not cut."""
        return self.sizeHint()
