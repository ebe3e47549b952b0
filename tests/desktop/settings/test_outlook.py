"""The signature in Outlook's folder while the setting says so: of who is signed in, anew with the directory, gone with oneself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.outlook_signature import NAME
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session_events import FactsChanged, LinkChanged, PersonSeen
from kalix_presence.desktop.platform.autostart import autostart
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.computer_page import ComputerPage
from kalix_presence.desktop.settings.outlook import OutlookKeeper
from kalix_presence.model.errors import Unavailable
from tests.clocks import NINE
from tests.desktop.sample import reasons_view, sample_people


class Desk:
    """A keeper beside a folder, with a session that works at once, or only when it is told to."""

    def __init__(self, presence: Presence, folder: Path) -> None:
        self.presence, self.folder = presence, folder
        self.settings = Settings(outlook_signature=True)
        self.notes: list[tuple[str, str]] = []
        self.waiting: list[Callable[[], None]] = []
        self.at_once, self.reachable, self.asked = True, True, 0
        self.keeper = OutlookKeeper(
            presence,
            lambda: self.settings,
            submit=self.submit,
            say=lambda title, text: self.notes.append((title, text)),
            folder=lambda: self.folder,
        )
        self.keeper.speak("sv")

    def submit(self, work: Callable[[Any], Any], done: Any = None, /, *also: object) -> None:
        self.asked += 1

        def do() -> None:
            try:
                if not self.reachable:
                    raise Unavailable("hub-unreachable")
                result, fault = asyncio.run(work(None)), None
            except Exception as caught:  # noqa: BLE001 - as the bridge does
                result, fault = None, caught
            done(result, fault, *also)

        if self.at_once:
            do()
        else:
            self.waiting.append(do)

    def sign_in(self, **more: Any) -> None:
        own = msgspec.structs.replace(sample_people()[0], **more)
        people = [own, *sample_people()[1:]]
        me = wire.Me("me", ["employee"], {"see_people": "all"}, own)
        self.presence.on_session_event(LinkChanged(LinkState.ONLINE))
        self.presence.on_session_event(FactsChanged(me, reasons_view(), people, None))

    @property
    def text(self) -> str:
        path = self.folder / f"{NAME}.txt"
        return path.read_bytes().decode("utf-16") if path.exists() else ""


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Desk:
    return Desk(Presence(lambda: NINE), tmp_path / "Microsoft" / "Signatures")


def test_it_is_there_for_who_is_signed_in_in_the_programs_language(desk: Desk) -> None:
    assert desk.text == ""
    desk.sign_in(direct="0923-650 41")
    assert "Direkt 0923-650 41" in desk.text
    desk.keeper.speak("fi")
    assert "Suora 0923-650 41" in desk.text
    asked = desk.asked
    desk.keeper.look()
    assert desk.asked == asked  # nothing is written that is there


def test_it_follows_the_directory(desk: Desk) -> None:
    desk.sign_in(direct="0923-650 41")
    own = msgspec.structs.replace(sample_people()[0], direct="0923-650 99")
    desk.presence.on_session_event(PersonSeen(own))
    assert "0923-650 99" in desk.text
    desk.presence.on_session_event(PersonSeen(msgspec.structs.replace(sample_people()[1], direct="0923-650 77")))
    assert "0923-650 99" in desk.text


@pytest.mark.parametrize("how", ["off", "out", "nobody"])
def test_it_goes_with_oneself_and_with_the_setting(desk: Desk, how: str) -> None:
    desk.sign_in()
    assert desk.text
    if how == "off":
        desk.settings = Settings()
        desk.keeper.look()
    elif how == "out":
        desk.presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    else:
        account = wire.Me("ada", ["administrator"], {}, None)
        desk.presence.on_session_event(FactsChanged(account, reasons_view(), sample_people(), None))
    assert list(desk.folder.iterdir()) == []


def test_without_contact_nothing_is_written_and_nothing_goes(desk: Desk) -> None:
    desk.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    own = sample_people()[0]
    me = wire.Me("me", ["employee"], {}, own)
    desk.presence.on_session_event(FactsChanged(me, reasons_view(), sample_people(), NINE))
    desk.presence.on_session_event(LinkChanged(LinkState.ONLINE))  # and the directory has not come yet
    assert (desk.text, desk.asked) == ("", 0)
    desk.sign_in()
    there = desk.text
    desk.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    assert desk.text == there != ""


def test_what_changes_while_it_is_written_is_written_after_it(desk: Desk) -> None:
    desk.at_once = False
    desk.sign_in(direct="0923-650 41")
    desk.sign_in(direct="0923-650 42")
    for _ in range(3):  # the switched-off state before the first sign-in, and both
        if desk.waiting:
            desk.waiting.pop(0)()
    assert "0923-650 42" in desk.text
    assert desk.waiting == []


def test_a_signature_of_that_name_is_told_once_and_left_alone(desk: Desk) -> None:
    desk.folder.mkdir(parents=True)
    (desk.folder / f"{NAME}.htm").write_bytes(b"mine")
    desk.sign_in()
    desk.keeper.look()
    [(title, text)] = desk.notes
    assert title == "Your signature could not be written for Outlook"
    assert NAME in text
    assert [each.read_bytes() for each in desk.folder.iterdir()] == [b"mine"]


def test_a_folder_that_cannot_be_written_is_told(desk: Desk) -> None:
    desk.folder.parent.mkdir(parents=True)
    desk.folder.write_bytes(b"no folder")
    desk.sign_in()
    assert [text for _, text in desk.notes] == ["File exists"]


def test_without_a_session_it_is_tried_again(desk: Desk) -> None:
    desk.reachable = False
    desk.sign_in()
    assert (desk.text, desk.notes) == ("", [])
    desk.reachable = True
    desk.keeper.look()
    assert desk.text


def test_elsewhere_than_on_windows_nothing_is_done(desk: Desk) -> None:
    desk.keeper._folder = lambda: None
    desk.sign_in()
    assert desk.asked == 0


@pytest.mark.parametrize("there", [True, False])
def test_the_page_offers_it_where_there_is_such_a_folder(there: bool, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    place = "kalix_presence.desktop.settings.computer_page.outlook_folder"
    monkeypatch.setattr(place, lambda: Path("Signatures") if there else None)
    page = ComputerPage("en", autostart())
    qtbot.addWidget(page)
    page.show_settings(Settings(outlook_signature=True), None)
    assert page.outlook.isChecked()
    assert page.outlook.isEnabled() is there
    assert page.chosen(Settings()).outlook_signature  # what is chosen stays, also where it cannot be changed
    page.outlook.setChecked(False)
    assert not page.chosen(Settings()).outlook_signature
