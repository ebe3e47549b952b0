"""A PBX, a hub and phones of one test alone: journeys stop and kill them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.presence import Phase
from tests.journeys.hub_process import PEOPLE, HubProcess
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hand_phone import HandPhone
from tests.pbx.sip_phones import Phones

LONG = 120_000
BEFORE_OLLE = PEOPLE.replace("2043,Olle,Lind,Bygglov,Samhällsbyggnad,,,,,olle,employee,,,sv\n", "")


@pytest.fixture
def asterisk(tmp_path: Path) -> Iterator[AsteriskServer]:
    folder = tmp_path / "pbx"
    folder.mkdir()
    server = AsteriskServer(folder).start()
    yield server
    server.stop()


@pytest.fixture
def hub(tmp_path: Path, asterisk: AsteriskServer) -> Iterator[HubProcess]:
    process = HubProcess(tmp_path, asterisk).start().connected()
    yield process
    process.stop()


@pytest.fixture
def hub_with_olle_new(tmp_path: Path, asterisk: AsteriskServer) -> Iterator[HubProcess]:
    """A hub to whose people Olle came last."""
    process = HubProcess(tmp_path, asterisk, people=BEFORE_OLLE).bring_in(PEOPLE, "olle").start().connected()
    yield process
    process.stop()


@contextmanager
def desk_of(
    username: str, hub: HubProcess, app: QApplication, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DesktopController]:
    """Their desk, signed in; it speaks English."""
    monkeypatch.setenv("KALIX_HOME", str(home))
    with hub.client(username) as signed_in:
        monkeypatch.setenv("KALIX_TOKEN", signed_in.headers["authorization"].removeprefix("Bearer "))
    folders = Folders.usual()
    kept.save(folders.config, kept.Settings(hub=hub.url, username=username, language="en", shortcut=""))
    made = DesktopController(app, QSystemTrayIcon(), folders, hosted=True)
    made.start()
    qtbot.waitUntil(lambda: made.presence.my_status().phase is Phase.IN_FORCE and bool(made.presence.people), timeout=LONG)
    yield made
    made._forget_windows(again=False)
    made.stop()


@pytest.fixture
def olles_desk(
    hub_with_olle_new: HubProcess, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DesktopController]:
    """Olle's, at its first start."""
    with desk_of("olle", hub_with_olle_new, qapp, qtbot, tmp_path / "home", monkeypatch) as made:
        yield made


@pytest.fixture
def phones(asterisk: AsteriskServer) -> Iterator[Phones]:
    around = Phones(asterisk)
    yield around
    around.hang_up_all()


@pytest.fixture
def phone(asterisk: AsteriskServer) -> Iterator[Callable[[str], HandPhone]]:
    """A phone in the test's hands."""
    made: list[HandPhone] = []

    def make(number: str) -> HandPhone:
        made.append(HandPhone(asterisk, number))
        return made[-1]

    yield make
    for each in made:
        each.close()
