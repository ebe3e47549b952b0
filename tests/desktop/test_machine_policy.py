"""What the organisation has decided for a computer is grey and says who decided, and a policy that cannot be read is told."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.settings_table import LOCKABLE
from kalix_presence.client.session_events import PreferencesChanged
from kalix_presence.desktop.machine_policy import MachinePolicy
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.window import SettingsWindow
from kalix_presence.desktop.sign_in import SignInWindow
from kalix_presence.desktop.signing_in import SigningIn
from kalix_presence.model.preferences import Preferences
from tests.client.local.test_site_files import OTHER, put, toml
from tests.desktop.settings.test_window import Starter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the registry serves there")


@pytest.fixture(autouse=True)
def _a_shortcut_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalix_presence.desktop.settings.computer_page.unavailable", lambda: None)
    monkeypatch.setattr("kalix_presence.desktop.settings.computer_page.outlook_folder", lambda: Path("Signatures"))


def policy(folder: Path, content: str) -> MachinePolicy:
    put(folder / "etc", "policy", content)
    folders = Folders(folder / "config", folder / "data", folder / "cache")
    folders.config.mkdir(exist_ok=True)
    return MachinePolicy(folders, folder / "etc")


SHOWN = LOCKABLE - {"update_feed", "update_root"}
"""No window offers what is an administrator's alone."""


def field_of(window: SettingsWindow, key: str) -> QWidget:
    """The field of each setting: whoever adds one names it here, and sees it greyed."""
    return {
        "hub": window.computer.hub, "language": window.computer.speech, "theme": window.computer.theme,
        "shortcut": window.computer.shortcut, "start_with_session": window.computer.start,
        "lunch": window.reminders.lunch, "lunch_learnt": window.reminders.learnt, "day_end": window.reminders.day_end,
        "unannounced": window.reminders.unannounced, "unlock_tells": window.reminders.unlock_tells,
        "office": window.reminders.office, "notifications": window.messages.notifications,
        "greeting": window.messages.greeting, "outlook_signature": window.computer.outlook,
        "updates": window.computer.updates,
    }[key]  # fmt: skip


@pytest.mark.parametrize("key", sorted(SHOWN))
@pytest.mark.parametrize("contact", [True, False])
def test_a_locked_setting_is_grey_and_says_who_decided(
    key: str, contact: bool, presence: Presence, qtbot: QtBot, tmp_path: Path
) -> None:
    if contact:
        presence.on_session_event(PreferencesChanged(wire.PreferencesView(Preferences())))
    decided = policy(tmp_path, toml({key: OTHER[key]}))
    window = SettingsWindow(presence, "en", Starter(), policy=decided)
    qtbot.addWidget(window)
    window.open(decided.settings)
    grey = {each for each in SHOWN if not field_of(window, each).isEnabled()}
    without_its_switch = {"lunch_learnt"} if key == "lunch" else set()
    assert grey == {key} | without_its_switch
    field = field_of(window, key)
    assert "organisation" in field.toolTip()
    assert "policy.toml" in field.toolTip()
    assert field.accessibleDescription() == field.toolTip()
    saved = QSignalSpy(window.saved)
    window._save()
    assert saved.at(0)[0] == decided.settings


def test_nothing_is_grey_where_nothing_is_decided(presence: Presence, qtbot: QtBot, tmp_path: Path) -> None:
    decided = policy(tmp_path, "")
    window = SettingsWindow(presence, "en", Starter(), policy=decided)
    qtbot.addWidget(window)
    window.open(decided.settings)
    assert all(field_of(window, key).isEnabled() and not field_of(window, key).toolTip() for key in SHOWN)
    assert not window._trouble.isVisible()


def test_the_computers_policy_comes_before_what_the_hub_decides_for_all(
    presence: Presence, qtbot: QtBot, tmp_path: Path
) -> None:
    view = wire.PreferencesView(Preferences(), [], {"day_end": True, "unannounced": True})
    presence.on_session_event(PreferencesChanged(view))
    decided = policy(tmp_path, "day_end = false")
    window = SettingsWindow(presence, "en", Starter(), policy=decided)
    qtbot.addWidget(window)
    window.open(decided.settings)
    assert not window.reminders.day_end.isChecked()
    assert window.reminders.unannounced.isChecked()
    assert not window.reminders.unannounced.isEnabled()


def test_a_policy_that_cannot_be_read_is_told_in_settings_corner_and_log(
    presence: Presence, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = policy(tmp_path, 'theme = "dark\nhub = "https://hub.example"')
    assert (broken.settings.hub, broken.locked) == ("https://hub.example", LOCKABLE)
    said: list[tuple[str, str]] = []
    with caplog.at_level(logging.WARNING):
        broken.follow(lambda title, text: said.append((title, text)), "en", Starter)
    assert len(said) == 1
    assert str(tmp_path / "etc" / "kalix-presence" / "policy.toml") in said[0][1]
    assert "site-file-unreadable" in caplog.text
    window = SettingsWindow(presence, "en", Starter(), policy=broken)
    qtbot.addWidget(window)
    window.open(broken.settings)
    assert window._trouble.isVisible()
    assert window._trouble.text() == said[0][1]
    assert not any(field_of(window, key).isEnabled() for key in SHOWN)


@pytest.mark.parametrize("content", ["hub = [", 'theme = "dark\n', "hub = 7"])
def test_a_policy_that_cannot_be_read_sends_nobody_to_a_server_that_nobody_named(
    content: str, qtbot: QtBot, tmp_path: Path, qapp: object
) -> None:
    """The sign-in asks for no address and has none: it says why, and whom to tell."""
    broken = policy(tmp_path, content)
    signing = SigningIn(
        lambda: broken.settings, Secrets(), "en", submit=lambda *_: pytest.fail("asked a server"), decided=broken.why
    )
    signing.hub_known = broken.hub_known
    signing.open()
    window = signing.window
    assert window is not None
    qtbot.addWidget(window)
    assert (window._hub.text(), window._hub.isEnabled(), window._fold.isChecked()) == ("", False, True)
    assert "cannot be read" in (said := window._which.text())
    assert str(tmp_path / "etc" / "kalix-presence" / "policy.toml") in said
    assert "administrator" in said
    window._username.setText("anna")
    window._password.setText("secret")
    window._password.textEdited.emit("secret")
    assert (window._button.isEnabled(), window._button.toolTip()) == (False, said)
    window._submit()


def test_what_nobody_can_read_stays_and_says_so(qapp: object, tmp_path: Path) -> None:
    policy(tmp_path, 'hub = "hub.example"\nstart_with_session = false')
    broken = policy(tmp_path, "start_with_session = [")
    assert broken.settings.hub == "https://hub.example"
    assert "stays as it was" in broken.why("hub")
    assert "Decided" in policy(tmp_path, 'theme = "dark"\nhub = [').why("theme")
    starter = Starter()
    starter.on = True
    policy(tmp_path, "start_with_session = [").follow(lambda *_: None, "en", lambda: starter)
    assert starter.on


@pytest.mark.parametrize("wanted", [True, False])
def test_starting_with_the_session_is_arranged_as_it_is_decided(wanted: bool, qapp: object, tmp_path: Path) -> None:
    starter = Starter()
    starter.on = not wanted
    policy(tmp_path, "").follow(lambda *_: None, "en", lambda: starter)
    assert starter.on is not wanted
    policy(tmp_path, toml({"start_with_session": wanted})).follow(lambda *_: None, "en", lambda: starter)
    assert starter.on is wanted


def test_the_sign_in_shows_the_decided_server_and_lets_nobody_change_it(qtbot: QtBot) -> None:
    window = SignInWindow("en")
    qtbot.addWidget(window)
    window.open("https://hub.example", "anna", "Decided by your organisation.")
    window._fold.setChecked(True)
    assert not window._hub.isEnabled()
    assert window._which.text() == window._hub.toolTip() == "Decided by your organisation."
    window._password.setText("secret")
    window._password.textEdited.emit("secret")
    assert window._button.isEnabled()
    window.set_busy(True)
    assert not window._button.isEnabled()
    window.set_busy(False)
    assert not window._hub.isEnabled()
    assert window._button.isEnabled()
    window.show_fault("hub-refused", "Refused.")
    assert window.focusWidget() is window._button


def test_a_wrong_hub_of_the_environment_leaves_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.setenv("KALIX_HUB", "ftp://x")
    config = tmp_path / "config"
    config.mkdir()
    kept.save(config, Settings(language="fi"))
    found = policy(tmp_path, 'theme = "dark"')
    assert found.hub_fault is not None
    assert (found.settings.language, found.settings.theme) == ("fi", "dark")
