"""Signed out nothing is pretended, and there is one thing to do; signed in everything says whose phone it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.desktop.callbacks.inbox import InboxWindow
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.planning.window import PlanWindow
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.window import SettingsWindow
from kalix_presence.desktop.status.panel import StatusPanel
from kalix_presence.desktop.status.tray import Tray

SIGNED_OUT = LinkChanged(LinkState.SIGNED_OUT)


@pytest.fixture
def panel(presence: Presence, qtbot: QtBot) -> StatusPanel:
    made = StatusPanel(presence, "en")
    qtbot.addWidget(made)
    made.open()
    return made


def test_signed_out_the_panel_offers_signing_in_and_nothing_else(panel: StatusPanel, presence: Presence, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel._line, "lunch 45 min")
    presence.on_session_event(SIGNED_OUT)
    buttons = [each.text() for each in panel.findChildren(QPushButton) if each.isVisible()]
    assert sorted(buttons) == ["Close", "Sign in"]
    assert not panel._said.isVisible(), "no reading"
    wished, asked = QSignalSpy(panel.request_made), QSignalSpy(panel.sign_in_asked)
    assert panel.focusWidget() is panel._sign_in
    qtbot.keyClick(panel._sign_in, Qt.Key.Key_Space)
    assert (wished.count(), asked.count()) == (0, 1)
    assert not panel.isVisible()


def test_what_was_typed_is_there_again_after_signing_in(panel: StatusPanel, presence: Presence, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel._line, "lunch 45 min")
    me = presence.me
    presence.on_session_event(SIGNED_OUT)
    presence.me = me
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    assert panel._line.isVisible()
    assert panel._line.text() == "lunch 45 min"
    assert not panel._sign_in.isVisible()


def test_whose_phone_it_is_stands_in_panel_menu_tip_and_settings(panel: StatusPanel, presence: Presence, qtbot: QtBot) -> None:
    person = presence.me.person if presence.me else None
    assert person is not None
    whose = f"{person.name} · {person.extension}"
    tray = Tray(QSystemTrayIcon(), presence, "en")
    tray.refresh()
    settings = SettingsWindow(presence, "en")
    qtbot.addWidget(settings)
    from kalix_presence.client.local.settings import Settings

    settings.open(Settings())
    assert panel._whose.text() == whose
    assert tray.menu.actions()[0].text() == whose
    assert tray._icon.toolTip().splitlines()[0] == whose
    windows = (Grid(presence, "en"), InboxWindow(presence, Messages(presence), "en"), PlanWindow(presence, "en"))
    for window in windows:
        qtbot.addWidget(window)
    windows[1].refresh()
    assert all(whose in window.windowTitle() for window in (settings, *windows)), "two desks on one screen are told apart"
    presence.on_session_event(SIGNED_OUT)
    tray.refresh()
    texts = [each.text() for each in tray.menu.actions()] + [tray._icon.toolTip(), panel._whose.text()]
    assert not any(person.name in text for text in texts)
    assert [text for text in texts if text in ("Colleagues …", "Status panel …", "Messages …")] == []
    tray.retire()


def test_signed_out_the_inbox_says_so_and_not_that_nobody_waits(presence: Presence, qtbot: QtBot) -> None:
    inbox = InboxWindow(presence, Messages(presence), "en")
    qtbot.addWidget(inbox)
    presence.on_session_event(SIGNED_OUT)
    inbox.refresh()
    assert "not signed in" in inbox._banner.text()
    assert inbox._nothing() == ""
