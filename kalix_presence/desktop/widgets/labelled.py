"""A field under its label, whose Alt letter leads there."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout


def labelled(text: str, field: QLineEdit) -> QVBoxLayout:
    """`field` with `text` above it."""
    label = QLabel(text)
    label.setBuddy(field)
    rows = QVBoxLayout()
    rows.setSpacing(5)
    rows.addWidget(label)
    rows.addWidget(field)
    return rows
