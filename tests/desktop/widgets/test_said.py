"""What a window says of itself is heard as well, and at once where something went wrong."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.widgets import announcing, said
from kalix_presence.desktop.widgets.announcing import Announcer
from kalix_presence.desktop.widgets.said import Said


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What a reader would be told, and whether it breaks off what is being read."""
    told: list[tuple[str, bool]] = []
    monkeypatch.setattr(announcing, "BETWEEN", 0)
    for module in (announcing, said):
        monkeypatch.setattr(module, "is_listened_to", lambda: True)
    announcer = Announcer(lambda _, text, at_once: told.append((text, at_once)))
    monkeypatch.setattr(announcing, "_announcers", [announcer])
    return told


def window_with(qtbot: QtBot, *parts: QWidget) -> QWidget:
    window = QWidget()
    rows = QVBoxLayout(window)
    for part in parts:
        rows.addWidget(part)
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_fault_is_heard_at_once_and_each_time_it_is_said(qtbot: QtBot, heard: list[tuple[str, bool]]) -> None:
    line = Said()
    window = window_with(qtbot, line)
    assert window.isVisible()
    line.hide()
    for _ in range(2):
        line.setText("The server did not answer.")
        line.setObjectName("error")
        line.show()
        qtbot.waitUntil(lambda: bool(heard))
        assert heard == [("The server did not answer.", True)]
        heard.clear()


def test_what_goes_on_is_heard_when_it_is_another_than_before(qtbot: QtBot, heard: list[tuple[str, bool]]) -> None:
    line = Said()
    window = window_with(qtbot, line)
    for text in ("Saving …", "Saving …", "", "Saved."):
        line.setText(text)
        qtbot.wait(1)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert window.isVisible()
    assert heard == [("Saving …", False), ("Saved.", False)]


def test_what_stands_there_when_the_window_opens_is_read_with_it(qtbot: QtBot, heard: list[tuple[str, bool]]) -> None:
    line, other = Said(), Said()
    line.setText("Nothing is planned.")
    window = window_with(qtbot, line, other)
    other.setText("Fetching …")
    qtbot.waitUntil(lambda: bool(heard))
    assert window.isVisible()
    assert heard == [("Fetching …", False)]
