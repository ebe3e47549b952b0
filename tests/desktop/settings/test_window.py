"""Settings: nothing counts before it is saved, and what cannot be used is said beside its field."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from kalix_presence import shipped
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.facts import said_of_exchange
from kalix_presence.client.local.secrets import KeyringState
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.shortcut_field import why
from kalix_presence.desktop.settings.window import SettingsWindow
from kalix_presence.model.words import LANGUAGE_NAMES
from tests.desktop.sample import reasons_view


class Starter:
    """A system that starts programs with the session, or refuses to."""

    def __init__(self) -> None:
        self.on = False
        self.refuses = False
        self.everybody = False

    def is_on(self) -> bool:
        return self.on

    def for_everybody(self) -> bool:
        return self.everybody

    def program(self) -> str:
        return ""

    def set(self, on: bool) -> None:
        if self.refuses:
            raise PermissionError(13, "Permission denied")
        self.on = on


@pytest.fixture
def starter() -> Starter:
    return Starter()


@pytest.fixture
def window(presence: Presence, qtbot: QtBot, starter: Starter, monkeypatch: pytest.MonkeyPatch) -> SettingsWindow:
    # Off screen there is no shortcut at all; what the window does with one is tried here.
    monkeypatch.setattr("kalix_presence.desktop.settings.computer_page.unavailable", lambda: None)
    made = SettingsWindow(presence, "en", starter)
    qtbot.addWidget(made)
    made.open(Settings(hub="https://hanvisning.example", username="anna.ek"))
    made.turn_to(made.computer)
    return made


def saved(spy: QSignalSpy) -> list[Settings]:
    return [spy.at(at)[0] for at in range(spy.count())]


def test_every_language_that_the_program_speaks_is_offered(window: SettingsWindow) -> None:
    speech = window.computer.speech
    offered = {speech.itemData(at): speech.itemText(at) for at in range(speech.count())}
    assert offered.items() >= LANGUAGE_NAMES.items()
    assert offered.keys() == {"", *LANGUAGE_NAMES}


def test_saving_gives_what_was_chosen_and_keeps_the_rest(window: SettingsWindow, starter: Starter) -> None:
    spy = QSignalSpy(window.saved)
    window.computer.speech.setCurrentIndex(window.computer.speech.findData("fi"))
    window.computer.theme.setCurrentIndex(window.computer.theme.findData("dark"))
    window.computer.start.setChecked(True)
    QTest.keyClick(window.computer.hub, Qt.Key.Key_Return)
    assert saved(spy) == [
        Settings("https://hanvisning.example", "anna.ek", "fi", "dark", start_with_session=True, shortcut="Ctrl+Alt+Space")
    ]
    assert starter.on
    assert not window.isVisible()


def test_escape_leaves_everything_as_it_was(window: SettingsWindow, starter: Starter) -> None:
    spy = QSignalSpy(window.saved)
    window.computer.start.setChecked(True)
    window.computer.theme.setCurrentIndex(window.computer.theme.findData("dark"))
    QTest.keyClick(window.computer.hub, Qt.Key.Key_Escape)
    assert saved(spy) == []
    assert not starter.on
    window.open(Settings())
    assert window.computer.theme.currentData() == "system"
    assert not window.computer.start.isChecked()


def test_an_address_that_cannot_be_used_is_said_at_its_field(window: SettingsWindow) -> None:
    spy = QSignalSpy(window.saved)
    window.computer.hub.setText("http://elsewhere.example")
    QTest.keyClick(window.computer.hub, Qt.Key.Key_Return)
    assert saved(spy) == []
    assert "https://" in window.computer.said["hub"].text()
    assert window.computer.said["hub"].isVisible()
    assert window.computer.hub.accessibleDescription() == window.computer.said["hub"].text()
    QTest.keyClicks(window.computer.hub, "h")
    assert not window.computer.said["hub"].isVisible()


def test_several_servers_are_kept_and_it_is_said_by_which_of_them_one_goes(window: SettingsWindow, presence: Presence) -> None:
    spy = QSignalSpy(window.saved)
    said = window.computer.said["hub"]
    window.computer.hub.setText("a.example  https://b.example,_kalix-presence._tcp.kommun.example")
    window._save()
    [settings] = saved(spy)
    assert settings.hub == "https://a.example, https://b.example, _kalix-presence._tcp.kommun.example"
    window.open(settings)
    presence.on_session_event(LinkChanged(LinkState.ONLINE, "https://b.example"))
    assert said.text() == "Connected to https://b.example."
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    assert "No contact" in said.text(), "never that one is somewhere when one is nowhere"
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert said.text() == ""
    window.computer.hub.setText("https://a.example, http://b.example")
    window._save()
    assert "http://b.example" in said.text()
    assert window.computer.hub.text() == "https://a.example, http://b.example", "what was typed stays"
    presence.on_session_event(LinkChanged(LinkState.ONLINE, "https://a.example"))
    assert "http://b.example" in said.text(), "what is wrong stays said"


def test_a_system_that_refuses_to_start_it_is_told_of(window: SettingsWindow, starter: Starter) -> None:
    spy = QSignalSpy(window.saved)
    starter.refuses = True
    window.computer.start.setChecked(True)
    QTest.keyClick(window.computer.hub, Qt.Key.Key_Return)
    assert saved(spy) == []
    assert "Permission denied" in window.computer.said["start"].text()
    assert not window.computer.start.isChecked()
    assert window.isVisible()


def test_whether_it_starts_with_the_session_is_asked_of_the_system(presence: Presence, qtbot: QtBot, starter: Starter) -> None:
    starter.on = True
    window = SettingsWindow(presence, "en", starter)
    qtbot.addWidget(window)
    window.open(Settings(start_with_session=False))
    assert window.computer.start.isChecked()


def test_what_the_computer_starts_for_everybody_is_not_chosen_here(presence: Presence, qtbot: QtBot, starter: Starter) -> None:
    starter.on = starter.everybody = starter.refuses = True
    window = SettingsWindow(presence, "en", starter)
    qtbot.addWidget(window)
    window.open(Settings())
    assert (window.computer.start.isChecked(), window.computer.start.isEnabled()) == (True, False)
    assert "everybody" in window.computer.start.toolTip()
    assert window.computer.problem() is None


def test_a_shortcut_is_recorded_by_pressing_it(window: SettingsWindow) -> None:
    spy = QSignalSpy(window.saved)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window.computer.shortcut, Qt.Key.Key_Control, control)
    QTest.keyClick(window.computer.shortcut, Qt.Key.Key_J, control | Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window.computer.shortcut, Qt.Key.Key_Return)
    assert [settings.shortcut for settings in saved(spy)] == ["Ctrl+Alt+J"]


def test_a_key_that_is_typed_with_is_no_shortcut(window: SettingsWindow) -> None:
    QTest.keyClick(window.computer.shortcut, Qt.Key.Key_J)
    assert window.computer.shortcut.sequence() == "Ctrl+Alt+Space"
    assert window.computer.said["shortcut"].isVisible()


def test_the_shortcut_can_be_taken_away(window: SettingsWindow) -> None:
    spy = QSignalSpy(window.saved)
    QTest.keyClick(window.computer.shortcut, Qt.Key.Key_Backspace)
    QTest.keyClick(window.computer.shortcut, Qt.Key.Key_Return)
    assert [settings.shortcut for settings in saved(spy)] == [""]


def test_keys_of_another_program_are_told_of(window: SettingsWindow) -> None:
    window.hide()
    window.open(Settings(), shortcut_trouble="shortcut-taken")
    assert window.computer.said["shortcut"].text() == why("shortcut-taken")
    assert window.computer.shortcut.isEnabled()


def test_where_no_shortcut_can_be_had_none_is_offered(presence: Presence, qtbot: QtBot, starter: Starter) -> None:
    window = SettingsWindow(presence, "en", starter)
    qtbot.addWidget(window)
    window.open(Settings())
    assert not window.computer.shortcut.isEnabled()
    assert window.computer.said["shortcut"].text() == why("shortcut-not-here")


def test_every_reason_why_there_is_no_shortcut_has_its_own_sentence(qapp: object) -> None:
    codes = ("shortcut-taken", "shortcut-unusable", "shortcut-by-system", "shortcut-not-here")
    assert len({why(code) for code in codes}) == len(codes)


def test_the_keyring_is_told_of_as_it_is(window: SettingsWindow) -> None:
    said = set()
    for state in KeyringState:
        window.open(Settings(), state)
        said.add(window.computer.keyring.text())
    assert len(said) == len(KeyringState)


def test_what_the_exchange_keeps_is_told_as_the_server_says_it(window: SettingsWindow, presence: Presence) -> None:
    window.hide()
    presence.view = msgspec.structs.replace(reasons_view(), end_kept="none", by_hand_seen="poll", by_hand_seconds=60.0)
    window.open(Settings())
    assert window.computer.exchange.text() == said_of_exchange(presence.view, shipped.words("en"))
    assert "within 60 seconds" in window.computer.exchange.text()


def test_what_is_half_chosen_survives_a_second_opening(window: SettingsWindow) -> None:
    window.computer.hub.setText("https://half")
    window.open(Settings())
    assert window.computer.hub.text() == "https://half"


def test_what_is_asked_is_chosen(window: SettingsWindow) -> None:
    spy = QSignalSpy(window.saved)
    window.reminders.learnt.setChecked(False)
    QTest.keyClick(window.computer.hub, Qt.Key.Key_Return)
    window.open(saved(spy)[0])
    window.reminders.lunch.setChecked(False)
    window.reminders.day_end.setChecked(False)
    assert not window.reminders.learnt.isEnabled()
    QTest.keyClick(window.computer.hub, Qt.Key.Key_Return)
    chosen = [(settings.lunch, settings.lunch_learnt, settings.day_end) for settings in saved(spy)]
    assert chosen == [(True, False, True), (False, False, False)]


def test_the_line_to_answer_with_is_chosen(window: SettingsWindow) -> None:
    spy = QSignalSpy(window.saved)
    assert window.messages.greeting.currentData() == "site"
    for chosen in ("never", "always", "site"):
        window.messages.greeting.setCurrentIndex(window.messages.greeting.findData(chosen))
        QTest.keyClick(window.computer.hub, Qt.Key.Key_Return)
        window.open(saved(spy)[-1])
        assert window.messages.greeting.currentData() == chosen
    assert [settings.greeting for settings in saved(spy)] == ["never", "always", "site"]
