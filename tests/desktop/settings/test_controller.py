"""What was chosen counts and is found again; what the disk does not take is said, and counts all the same."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QSignalSpy

from kalix_presence import wire
from kalix_presence.client.local import settings as files
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Settings
from kalix_presence.desktop.machine_policy import MachinePolicy
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.controller import SettingsController
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.preferences import Preferences
from tests.desktop.asked_session import AskedSession


@pytest.fixture
def notes() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def choices(presence: Presence, notes: list[tuple[str, str]]) -> SettingsController:
    folders = Folders.usual()

    def say(title: str, text: str) -> None:
        notes.append((title, text))

    return SettingsController(presence, "en", MachinePolicy(folders), folders, Secrets(), submit=AskedSession().submit, say=say)


def test_what_is_chosen_counts_is_told_with_what_was_before_and_is_found_again(choices: SettingsController) -> None:
    told = QSignalSpy(choices.changed)
    before, wanted = choices.kept, Settings(username="anna", theme="dark")
    choices.take(wanted)
    assert choices.kept == wanted
    assert [told.at(at)[0] for at in range(told.count())] == [before]
    assert files.load(Folders.usual().config).theme == "dark"


def test_what_is_only_kept_is_no_choice_that_somebody_made(choices: SettingsController) -> None:
    told = QSignalSpy(choices.changed)
    choices.keep(Settings(username="anna"))
    assert choices.kept.username == "anna"
    assert told.count() == 0


def test_a_disk_that_does_not_take_it_is_said_and_the_choice_counts_until_the_end(
    choices: SettingsController, notes: list[tuple[str, str]]
) -> None:
    config = Folders.usual().config
    config.rmdir()
    config.write_text("a file where the folder should be")
    choices.take(Settings(theme="dark"))
    assert [title for title, _ in notes] == ["The settings could not be saved"]
    assert choices.kept.theme == "dark"


def test_what_the_hub_keeps_is_shown_once_the_hub_has_it(choices: SettingsController, presence: Presence) -> None:
    view = wire.PreferencesView(Preferences(copy_by_mail=True))
    asked: list[object] = []
    choices.submit = lambda _work, done, *_also: asked.append(done)  # type: ignore[assignment, method-assign]
    choices._set_preferences(wire.PreferencesRequest())
    assert presence.preferences != view
    [done] = asked
    done(None, Unavailable("hub-unreachable"))  # type: ignore[operator]
    assert presence.preferences != view
    done(view, None)  # type: ignore[operator]
    assert presence.preferences == view
