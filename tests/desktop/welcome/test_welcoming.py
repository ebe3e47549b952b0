"""The welcome is shown once to each person on a computer, and what is tried in it stays when it is made anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.welcome.welcoming import Welcoming
from tests.desktop.settings.test_window import Starter


class Computer:
    """What this computer keeps."""

    def __init__(self) -> None:
        self.settings = Settings(username="Anna", hub="https://hub.example")

    def keep(self, settings: Settings) -> None:
        self.settings = settings


@pytest.fixture
def computer() -> Computer:
    return Computer()


@pytest.fixture
def welcoming(presence: Presence, computer: Computer, qtbot: QtBot) -> Iterator[Welcoming]:
    made = Welcoming(presence, lambda: computer.settings, lambda: "en")
    made.starter = Starter()
    made.kept.connect(computer.keep)
    yield made
    made.forget_window()


def test_a_person_is_welcome_once_on_a_computer(welcoming: Welcoming, computer: Computer) -> None:
    welcoming.expect()
    assert welcoming.window is not None
    assert welcoming.window.isVisible()
    welcoming.window._finish()
    assert computer.settings.welcomed == ("anna@https://hub.example",)
    welcoming.expect()
    assert not welcoming.window.isVisible()


def test_what_is_tried_in_it_stays_when_it_is_made_anew(welcoming: Welcoming) -> None:
    welcoming.open()
    before = welcoming.window
    assert before is not None
    before._line.setText("l 13")
    welcoming.forget_window()
    welcoming.open()
    assert welcoming.window is not None
    assert welcoming.window is not before
    assert welcoming.window._line.text() == "l 13"
