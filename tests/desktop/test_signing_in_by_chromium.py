"""The organisation's sign-in as people do it: a real browser, at a real provider, come back to by a real loopback port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desktop.test_signing_in import Desk, sitting_at
from tests.hub.identity.signing import Joined, joined
from tests.hub.serving import PEOPLE
from tests.keyrings import Memory, keyring_of_this_process
from tests.provider.chromium import Chromium, Person, Tab, chromium

pytestmark = pytest.mark.xdist_group("provider")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with chromium(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    people = PEOPLE.replace("070-174 06 02,,per", "070-174 06 02,per@x.example,per")
    claims = {login: {"email": f"{login}@x.example"} for login in ("anna", "per")}
    with joined(tmp_path_factory.mktemp("desk"), people, claims) as found:
        yield found


class BrowserDesk(Desk):
    """A desk whose sign-ins are gone through in a browser of its own; `held` leaves them at the service's first page."""

    person: Person
    held = False
    tabs: list[Tab]

    def go(self, address: str, login: str) -> None:
        tab = self.person.open(address)
        self.tabs.append(tab)
        if not self.held:
            self.pages.append(tab.sign_in(login))


@pytest.fixture
def desk_of(
    browser: Chromium, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Joined, str], BrowserDesk]]:
    with ExitStack() as open_ones:
        open_ones.enter_context(keyring_of_this_process(Memory()))

        def made(house: Joined, login: str) -> BrowserDesk:
            one = open_ones.enter_context(sitting_at(BrowserDesk(house, qtbot, tmp_path / login, monkeypatch), qtbot))
            one.login, one.person, one.tabs = login, browser.person(), []
            return one

        yield made


def enter(desk: BrowserDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press the button; the browser that opens is this desk's."""
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", desk.open_page)
    desk.window._organisation.click()


def test_whoever_types_who_they_are_is_signed_in_and_need_not_type_it_again(
    house: Joined, desk_of: Callable[[Joined, str], BrowserDesk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(house, "anna")
    for entered in (1, 2):
        enter(desk, monkeypatch)
        qtbot.waitUntil(lambda entered=entered: (desk.signed.count(), len(desk.pages)) == (entered, entered))
        desk.signing.open()
    assert [desk.signed.at(each)[0] for each in (0, 1)] == ["anna", "anna"]
    assert all("You are signed in" in page for page in desk.pages)
    assert [tab.typed for tab in desk.tabs] == [1, 0]  # the service knows the browser
    assert "code=" in desk.tabs[0].seen()["address"]


def test_a_page_that_is_closed_half_way_leaves_the_button_to_begin_anew(
    house: Joined, desk_of: Callable[[Joined, str], BrowserDesk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(house, "anna")
    desk.held = True
    enter(desk, monkeypatch)
    qtbot.waitUntil(lambda: len(desk.tabs) == 1)
    assert desk.tabs[0].seen()["asks"]
    desk.tabs[0].close()
    assert desk.signed.count() == 0
    desk.held = False
    enter(desk, monkeypatch)
    qtbot.waitUntil(lambda: (desk.signed.count(), len(desk.pages)) == (1, 1))
    assert "You are signed in" in desk.pages[0]
    assert not desk.window._error.isVisible()


def test_two_who_sign_in_at_once_are_each_who_they_are(
    house: Joined, desk_of: Callable[[Joined, str], BrowserDesk], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks = [desk_of(house, login) for login in ("anna", "per")]
    for desk in desks:
        desk.held = True
        enter(desk, monkeypatch)
        qtbot.waitUntil(lambda desk=desk: len(desk.tabs) == 1)
    ways = [threading.Thread(target=lambda desk=desk: desk.pages.append(desk.tabs[0].sign_in(desk.login))) for desk in desks]
    for way in ways:  # both are at the service's first page by now
        way.start()
    qtbot.waitUntil(lambda: all((desk.signed.count(), len(desk.pages)) == (1, 1) for desk in desks))
    for way in ways:
        way.join(60)
    assert [desk.signed.at(0)[0] for desk in desks] == ["anna", "per"]
    assert all("You are signed in" in desk.pages[0] for desk in desks)


def test_a_port_that_is_taken_is_said_or_passed_over(
    desk_of: Callable[[Joined, str], BrowserDesk], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as taken:
        others = [taken.enter_context(closing(socket.create_server(("127.0.0.1", 0)))) for _ in range(2)]
        ports = [other.getsockname()[1] for other in others]
        with joined(tmp_path / "ports", redirect_ports=tuple(ports)) as house:
            desk = desk_of(house, "anna")
            enter(desk, monkeypatch)
            qtbot.waitUntil(lambda: desk.window._error.isVisible())
            assert all(str(port) in desk.window._error.text() for port in ports)
            assert desk.opened == []
            others[1].close()
            enter(desk, monkeypatch)
            qtbot.waitUntil(lambda: (desk.signed.count(), len(desk.pages)) == (1, 1))
            assert desk.tabs[0].seen()["address"].startswith(f"http://127.0.0.1:{ports[1]}/?")
            desk.signing.let_go()
