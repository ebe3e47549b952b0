"""A screen reader can say what the button in a field does."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.widgets.clear_button import clearable


def test_the_button_that_empties_a_field_has_a_name(qtbot: QtBot) -> None:
    field = QLineEdit("bygglov")
    qtbot.addWidget(field)
    clearable(field)
    [button] = field.findChildren(QToolButton)
    assert button.accessibleName() == "Clear the field"
    button.click()
    assert field.text() == ""
