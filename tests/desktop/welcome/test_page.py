"""The welcome comes once for each person on a computer, reads what is tried, and has the program start with the computer."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.platform.shortcut import BY_SYSTEM, NOT_HERE, TAKEN
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.shortcut_field import ShortcutField
from kalix_presence.desktop.welcome.page import WelcomeWindow
from kalix_presence.desktop.welcome.welcoming import Welcoming
from kalix_presence.model.words import LANGUAGES


class Starter:
    on = False
    refuses = False
    everybody = False

    def is_on(self) -> bool:
        return self.on

    def for_everybody(self) -> bool:
        return self.everybody

    def program(self) -> str:
        return ""

    def set(self, on: bool) -> None:
        if self.refuses:
            raise OSError(30, "Read-only file system")
        self.on = on


class Computer:
    """One computer whose settings are kept."""

    def __init__(self, presence: Presence) -> None:
        self.trouble: str | None = None
        self.settings, self.starter = Settings(hub="https://presence.example", username="anna"), Starter()
        self.welcoming = Welcoming(presence, lambda: self.settings, lambda: "en", trouble=lambda: self.trouble)
        self.welcoming.starter = self.starter
        self.welcoming.kept.connect(lambda kept: setattr(self, "settings", kept))

    @property
    def window(self) -> WelcomeWindow:
        assert self.welcoming.window is not None
        return self.welcoming.window


@pytest.fixture
def computer(presence: Presence, qtbot: QtBot) -> Computer:
    made = Computer(presence)
    made.welcoming.expect()
    qtbot.addWidget(made.window)
    return made


def test_it_says_who_one_is_and_reads_what_is_tried(computer: Computer, presence: Presence, qtbot: QtBot) -> None:
    assert computer.window.isVisible()
    assert computer.window._hello.text().endswith(f"extension {presence.extension}")
    qtbot.keyClicks(computer.window._line, "l 13")
    assert "Lunch" in computer.window._said.text()
    assert "Ctrl+Alt+Space" in computer.window._shortcut.text()
    assert "8.00" in computer.window._hours.text()


@pytest.mark.parametrize("trouble", [TAKEN, BY_SYSTEM, NOT_HERE])
def test_no_keys_are_promised_that_the_program_does_not_hold(trouble: str, computer: Computer) -> None:
    computer.trouble = trouble
    computer.welcoming.open()
    assert "Ctrl" not in computer.window._shortcut.text()
    assert "icon" in computer.window._shortcut.text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_are_called_as_in_the_settings(language: str, computer: Computer, qtbot: QtBot) -> None:
    translations = Translations()
    translations.install(language)
    field = ShortcutField()
    qtbot.addWidget(field)
    field.show_sequence(computer.settings.shortcut)
    computer.welcoming.open()
    translations.remove()
    assert field.text() in computer.window._shortcut.text()


def test_starting_with_the_computer_is_on_unless_switched_off(computer: Computer) -> None:
    computer.window._ready.click()
    assert computer.starter.on
    assert computer.settings.start_with_session
    computer.welcoming.open()
    computer.window._start.setChecked(False)
    computer.window._ready.click()
    assert not computer.starter.on


def test_it_comes_once_for_each_person_and_again_when_asked_for(computer: Computer) -> None:
    computer.window._ready.click()
    computer.welcoming.expect()
    assert not computer.window.isVisible()
    computer.welcoming.open()
    assert computer.window.isVisible()
    computer.window.hide()
    computer.settings = Settings(hub=computer.settings.hub, username="per", welcomed=computer.settings.welcomed)
    computer.welcoming.expect()
    assert computer.window.isVisible()


def test_a_computer_that_refuses_says_why_and_the_page_stays(computer: Computer) -> None:
    computer.starter.refuses = True
    computer.window._ready.click()
    assert computer.window.isVisible()
    assert "Read-only" in computer.window._trouble.text()
    assert not computer.window._start.isChecked()
