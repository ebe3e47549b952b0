"""A field of hours in a window, with a line in it that nobody can read."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget


def placed(window: QWidget, field: QWidget) -> None:
    """Show `field` in `window`."""
    window.layout().addWidget(field)
    window.show()


def spoilt(field: QWidget, hours: QLineEdit, read: object) -> None:
    """What cannot be read gives nothing, gets the cursor and says so to a screen reader."""
    hours.setText("nine to who knows")
    assert callable(read)
    assert read() is None
    field.setFocus()
    assert hours.window().focusWidget() is hours
    assert hours.accessibleDescription()
