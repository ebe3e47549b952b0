"""Windows are let go of, and made anew when they are next wanted."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def drop(*windows: QWidget | None) -> None:
    """Hide and delete those that are there."""
    for window in windows:
        if window is not None:
            window.hide()
            window.deleteLater()
