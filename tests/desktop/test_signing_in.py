"""One button signs in by the organisation: in a real browser's place, at a real provider, over the desktop's own thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session import Session
from kalix_presence.desktop.bridge import Bridge
from kalix_presence.desktop.sign_in import SignInWindow
from kalix_presence.desktop.signing_in import SigningIn
from tests.clocks import Clock
from tests.hub.identity.signing import Joined, joined
from tests.keyrings import Memory, keyring_of_this_process
from tests.provider.service import browser, walk

pytestmark = pytest.mark.xdist_group("provider")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    with joined(tmp_path_factory.mktemp("desk")) as found:
        yield found


class Desk:
    """A sign-in window with its session; what is opened in the browser is gone through by `login`, or left where that is ""."""

    def __init__(self, house: Joined, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house, self.login, self.opens = house, "anna", True
        self.opened: list[str] = []
        self.pages: list[str] = []
        self.walks: list[threading.Thread] = []
        settings, folders = Settings(hub=house.hub.url), Folders(folder / "c", folder / "d", folder / "s")
        self.secrets = Secrets()
        self.bridge = Bridge(lambda: Session(settings, folders, language="en", clock=Clock(), secrets=self.secrets))
        self.signing = SigningIn(lambda: settings, self.secrets, "en", submit=self.submit)
        self.signing.hub_known = True
        self.signed = QSignalSpy(self.signing.signed_in)
        monkeypatch.setattr(QDesktopServices, "openUrl", self.open_page)
        self.bridge.start()
        self.signing.open()
        assert self.signing.window is not None
        self.window: SignInWindow = self.signing.window
        qtbot.addWidget(self.window)

    def submit(self, work: Any, done: Any = None, *also: Any) -> None:
        self.bridge.submit(work, None if done is None else lambda answer, fault: done(answer, fault, *also))

    def open_page(self, address: QUrl) -> bool:
        self.opened.append(address.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        if self.login:
            self.house.set_clock()
            self.walks.append(threading.Thread(target=self.go, args=(self.opened[-1], self.login)))
            self.walks[-1].start()
        return self.opens

    def go(self, address: str, login: str) -> None:
        with browser() as one:
            self.pages.append(one.get(walk(one, address, login)).text)


Made = TypeVar("Made", bound=Desk)


@contextmanager
def sitting_at(made: Made, qtbot: QtBot) -> Iterator[Made]:
    """Once the sign-in is offered, until it is all let go of."""
    qtbot.waitUntil(lambda: made.window._offered.isVisible())
    try:
        yield made
    finally:
        made.signing.let_go()
        made.bridge.stop()
        for each in made.walks:
            each.join(60)


@pytest.fixture
def desk(house: Joined, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with keyring_of_this_process(Memory()), sitting_at(Desk(house, qtbot, tmp_path, monkeypatch), qtbot) as made:
        yield made


def test_one_button_signs_in_and_the_browser_says_so_too(desk: Desk, qtbot: QtBot) -> None:
    assert desk.window._organisation.text() == "Logga in med Kalix"
    desk.window._organisation.click()
    assert desk.window._browsing.isVisible()
    qtbot.waitUntil(lambda: desk.signed.count() == 1)
    assert desk.signed.at(0) == ["anna"]
    assert not desk.window.isVisible()
    qtbot.waitUntil(lambda: bool(desk.pages))
    assert "You are signed in" in desk.pages[0]


def test_a_browser_that_was_closed_half_way_locks_nothing_and_the_button_begins_anew(desk: Desk, qtbot: QtBot) -> None:
    desk.login = ""
    desk.window._organisation.click()
    qtbot.waitUntil(lambda: len(desk.opened) == 1)
    assert desk.window._username.isEnabled()
    desk.login = "anna"
    desk.window._organisation.click()
    qtbot.waitUntil(lambda: desk.signed.count() == 1)
    assert desk.opened[0] != desk.opened[1]
    assert not desk.window._error.isVisible()


def test_what_kept_one_out_is_said_in_the_window_and_in_the_browser(desk: Desk, qtbot: QtBot) -> None:
    desk.login = "nobody"
    desk.window._organisation.click()
    qtbot.waitUntil(lambda: desk.window._error.isVisible())
    assert "nobody in the directory" in desk.window._error.text()
    assert not desk.window._browsing.isVisible()
    qtbot.waitUntil(lambda: bool(desk.pages))
    assert "You are not signed in" in desk.pages[0]


def test_where_no_browser_opens_the_address_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.login, desk.opens = "", False
    desk.window._organisation.click()
    qtbot.waitUntil(lambda: desk.window._error.isVisible())
    assert desk.opened[0] in desk.window._error.text()


def test_the_button_goes_with_the_server_that_it_is_for(desk: Desk, qtbot: QtBot) -> None:
    desk.window._hub.setText("https://elsewhere.example")
    assert not desk.window._offered.isVisible()
    desk.window.offer(desk.house.hub.url, "late")
    assert not desk.window._offered.isVisible()
    desk.window._hub.setText(desk.house.hub.url)
    desk.window._hub.editingFinished.emit()
    qtbot.waitUntil(lambda: desk.window._offered.isVisible())
