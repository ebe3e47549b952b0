"""A field with a button that empties it, whose name a screen reader can say: Qt gives its own button none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QToolButton


def clearable(field: QLineEdit) -> None:
    """Give `field` the button."""
    field.setClearButtonEnabled(True)
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(QCoreApplication.translate("Clearing", "Clear the field"))
