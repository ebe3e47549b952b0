"""Beside the icon: keys for the panel, and a small window as long as there is no tray."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.platform.shortcut import GlobalShortcut
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.other_ways import OtherWays


@pytest.fixture
def menu(qtbot: QtBot) -> QMenu:
    made = QMenu()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def ways(presence: Presence, menu: QMenu) -> Iterator[OtherWays]:
    made = OtherWays(presence, menu, "en", hosted=False)
    yield made
    made.stop()
    made.hosted = True
    made.forget_window()


def test_it_serves_only_where_there_is_no_tray_and_goes_when_one_comes(ways: OtherWays) -> None:
    ways.host_changed(True)
    ways.serve()
    assert ways.window is None
    ways.host_changed(False)
    assert ways.window is None, "a tray that goes away for a moment is waited for"
    ways.serve()
    assert ways.window is not None
    assert ways.window.isVisible()
    ways.host_changed(True)
    assert not ways.window.isVisible()
    ways.host_changed(False)
    assert ways.window.isVisible()


def test_it_comes_anew_in_another_language_where_it_is_all_there_is(ways: OtherWays, qtbot: QtBot) -> None:
    ways.serve()
    before = ways.window
    ways.forget_window()
    ways.speak("sv")
    qtbot.waitUntil(lambda: ways.window is not None)
    assert ways.window is not before
    ways.hosted = True
    ways.forget_window()
    assert ways.window is None


def test_the_keys_open_the_panel_and_why_they_cannot_be_had_is_known(ways: OtherWays, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, held = QSignalSpy(ways.panel_asked), list[str]()

    def start(self: GlobalShortcut, sequence: str) -> str | None:
        held.append(sequence)
        return "taken" if sequence == "Ctrl+T" else None

    monkeypatch.setattr(GlobalShortcut, "start", start)
    ways.listen_for("Ctrl+T")
    assert ways.shortcut_trouble == "taken"
    ways.listen_for("Ctrl+Alt+Space")
    assert ways.shortcut_trouble is None
    ways._shortcut.pressed.emit()  # type: ignore[union-attr]
    assert asked.count() == 1
    ways.listen_for("")
    assert (held, ways.shortcut_trouble) == (["Ctrl+T", "Ctrl+Alt+Space"], None)
