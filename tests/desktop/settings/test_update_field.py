"""The button for a newer version: it looks, fetches and opens by the feed's own rules, and says why where it may not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.sync.updates import Updates
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.update_field import UpdateField
from kalix_presence.desktop.settings.window import SettingsWindow
from tests.client.connection.made_feed import DEB, given_out, made

NEWER = DEB.format("0.3.0", "12")


def at_once(work: Callable[[Any], Coroutine[Any, Any, Any]], done: Callable[..., object] | None = None, *also: Any) -> None:
    """As `Bridge.submit`, but in this very moment."""
    result, trouble = None, None
    try:
        result = asyncio.run(work(None))
    except Exception as fault:  # noqa: BLE001 - as the bridge does
        trouble = fault
    if done is not None:
        done(result, trouble, *also)


class Computer:
    """A computer of Debian 12 with a feed; `opens` is whether it has a program for packages."""

    def __init__(self, presence: Presence, folder: Path, feed: Any, address: str) -> None:
        self.folders = Folders(folder / "config", folder / "data", folder / "cache")
        self.folders.data.mkdir(parents=True)
        self.presence, self.opens, self.opened = presence, True, list[Path]()
        self.settings = Settings(update_feed=address, update_root=feed.pin())

    def field(self, qtbot: QtBot, system: str = "debian-12", submit: Any = at_once) -> UpdateField:
        made = UpdateField(self.presence, "en", submit, Updates(self.folders, system), opens=self.open)
        qtbot.addWidget(made)
        return made

    def open(self, path: Path) -> bool:
        self.opened.append(path)
        return self.opens

    @property
    def fetched(self) -> list[str]:
        folder = self.folders.cache / "updates"
        return [path.name for path in folder.iterdir()] if folder.exists() else []


@pytest.fixture
def feed(tmp_path: Path) -> Any:
    return made(tmp_path, NEWER)


@pytest.fixture
def computer(presence: Presence, tmp_path: Path, feed: Any) -> Iterator[Computer]:
    with given_out(tmp_path / "feed") as address:
        yield Computer(presence, tmp_path / "computer", feed, address)


def test_each_press_is_one_step_and_says_what_the_next_does(computer: Computer, qtbot: QtBot) -> None:
    field = computer.field(qtbot)
    field.show_settings(computer.settings, "")
    assert (field.button.text(), field.button.isEnabled(), field.said.text()) == ("Look for a newer version", True, "")
    field.button.click()
    assert field.said.text() == "Version 0.3.0 is there (1 MB); here is 0.1.0."
    assert (field.button.text(), computer.fetched) == ("Fetch version 0.3.0", [])
    field.button.click()
    assert (field.button.text(), computer.fetched, computer.opened) == ("Open the package …", [NEWER], [])
    assert "An administrator must install it" in field.said.text()
    field.button.click()
    assert [path.name for path in computer.opened] == [NEWER]
    assert "handed to the program" in field.said.text()
    computer.opens = False
    field.button.click()
    assert f'sudo apt install "{computer.opened[0]}"' in field.said.text()


def test_nothing_is_fetched_that_the_feed_does_not_vouch_for(computer: Computer, qtbot: QtBot, tmp_path: Path) -> None:
    path = next((tmp_path / "feed" / "targets").glob(f"*.{NEWER}"))
    path.write_bytes(bytes(path.stat().st_size))
    field = computer.field(qtbot)
    field.show_settings(computer.settings, "")
    field.button.click()
    field.button.click()
    assert "is not what was signed" in field.said.text()
    assert (computer.fetched, field.button.text(), field.button.isEnabled()) == ([], "Look for a newer version", True)


def test_the_newest_is_said_to_be_that(computer: Computer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalix_presence.desktop.settings.update_field.__version__", "0.3.0")
    field = computer.field(qtbot)
    field.show_settings(computer.settings, "")
    field.button.click()
    assert "(0.3.0) is the newest" in field.said.text()
    assert field.button.text() == "Look for a newer version"


@pytest.mark.parametrize(
    ("system", "updates", "decider", "why"),
    [
        ("debian-12", False, "/etc/kalix-presence/policy.toml", "Your organisation brings new versions"),
        ("debian-12", False, "", "switched off in the settings"),
        ("", True, "", "did not come by a package"),
    ],
)
def test_where_it_may_not_be_it_is_grey_and_says_why(
    computer: Computer, qtbot: QtBot, system: str, updates: bool, decider: str, why: str
) -> None:
    asked: list[object] = []
    field = computer.field(qtbot, system, lambda *work: asked.append(work))
    kept = computer.settings
    field.show_settings(Settings(updates=updates, update_feed=kept.update_feed, update_root=kept.update_root), decider)
    assert not field.button.isEnabled()
    assert why in field.said.text()
    assert field.button.toolTip() == field.button.accessibleDescription() == field.said.text()
    field.go_on()
    assert asked == []
    if decider:
        assert decider in field.said.text()


def test_a_press_while_it_is_being_done_asks_nothing_more(computer: Computer, qtbot: QtBot) -> None:
    asked: list[Any] = []
    field = computer.field(qtbot, submit=lambda *work: asked.append(work))
    field.show_settings(computer.settings, "")
    field.go_on()
    field.go_on()
    field.show_settings(computer.settings, "")  # the window comes to the front again
    assert (len(asked), field.button.isEnabled(), field.said.text()) == (1, False, "Looking …")


@pytest.mark.parametrize(("settings", "shown"), [(Settings(), False), (Settings(updates=False), False)])
def test_where_no_feed_is_known_nothing_is_shown(computer: Computer, qtbot: QtBot, settings: Settings, shown: bool) -> None:
    field = computer.field(qtbot)
    field.show_settings(settings, "")
    assert field.isVisibleTo(field.parentWidget()) is shown
    field.show_settings(Settings(updates=False), "/etc/kalix-presence/policy.toml")
    assert not field.isHidden(), "decided by the organisation: said so"


def test_the_settings_window_has_it_among_this_computers(computer: Computer, qtbot: QtBot) -> None:
    window = SettingsWindow(
        computer.presence, "en", submit=lambda *_: None, updates=Updates(computer.folders, "debian-12")
    )  # fmt: skip
    qtbot.addWidget(window)
    window.open(computer.settings)
    window.turn_to(window.computer)
    field = window.computer.update_field
    assert field is not None
    assert field.isVisible()
