"""The note's own field, which says how much of it is left when that is little."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QLineEdit

from kalix_presence.desktop.widgets.theme import named

translate = QCoreApplication.translate
LITTLE = 40


class NoteField(QLineEdit):
    """`left` is the label that stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.left = named(QLabel(), "dimmed")
        self.setPlaceholderText(translate("StatusPanel", "Only colleagues who may see it, never callers"))
        self.textChanged.connect(self.count)

    def count(self) -> None:
        """Say what is left; also after `setMaxLength`."""
        left = self.maxLength() - len(self.text())
        self.left.setText(translate("StatusPanel", "%n character(s) left", "", left))
        self.left.setVisible(left <= LITTLE)
