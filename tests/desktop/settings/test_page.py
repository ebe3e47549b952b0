"""A page of the settings: its labels take the room they need, and more only where there is plenty."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.settings.page import LABELS, NARROW, SettingsPage


@pytest.mark.parametrize(("wide", "aside"), [(NARROW, True), (NARROW - 1, False)])
def test_a_narrow_page_gives_its_fields_the_room(qtbot: QtBot, wide: int, aside: bool) -> None:
    page, field = SettingsPage("Hours"), QLineEdit()
    page.row("Lunch", field)
    page.resize(wide, 200)
    page.show()
    qtbot.waitUntil(lambda: page.isVisible() and (field.x() >= LABELS) is aside)
    page.hide()
