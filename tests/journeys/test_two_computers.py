"""One person at two computers over a real hub: a question that was answered at one is not asked at the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtWidgets import QApplication, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.presence import Phase
from kalix_presence.model.worktime import WorkingTime
from tests.clocks import RunningClock
from tests.hub.serving import Serving, serving
from tests.keyrings import keyring_of_this_process

LONG = 120_000
KALIX = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub", clock=RunningClock()) as running:
        work = WorkingTime()
        day = work.next_working_day(running.clock().astimezone(KALIX).date())
        running.clock.ahead += datetime.combine(day, time(11, 40), KALIX) - running.clock()
        yield running


def at(hub: Serving, hour: int, minute: int) -> None:
    """It becomes this time of the same day."""
    day = hub.clock().astimezone(KALIX).date()
    hub.clock.ahead += datetime.combine(day, time(hour, minute, 5), KALIX) - hub.clock()


@pytest.fixture
def computer(
    tmp_path: Path, hub: Serving, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], DesktopController]]:
    """Anna's program on a computer of this name."""
    made: list[DesktopController] = []
    with hub.client("anna") as anna:
        monkeypatch.setenv("KALIX_TOKEN", anna.headers["authorization"].removeprefix("Bearer "))

    def make(name: str) -> DesktopController:
        monkeypatch.setenv("KALIX_HOME", str(tmp_path / name))
        folders = Folders.usual()
        kept.save(folders.config, kept.Settings(hub=hub.url, username="anna", language="en", shortcut=""))
        desk = DesktopController(qapp, QSystemTrayIcon(), folders, clock=hub.clock, steady=lambda: hub.clock().timestamp())
        made.append(desk)
        desk.start()
        qtbot.waitUntil(lambda: desk.presence.my_status().phase is Phase.IN_FORCE, timeout=LONG)
        return desk

    with keyring_of_this_process(NoKeyring()):
        yield make
        for desk in made:
            desk.stop()


def card(desk: DesktopController) -> str:
    shown = desk.day.asking.card
    return shown.windowTitle() if shown is not None and shown.isVisible() else ""


def click(desk: DesktopController, words: str) -> None:
    shown = desk.day.asking.card
    assert shown is not None
    next(each for each in shown.findChildren(QPushButton) if each.isVisible() and each.text() == words).click()


def look(*desks: DesktopController) -> None:
    for desk in desks:
        desk.day.reminders.look()


def test_not_today_on_one_computer_counts_on_the_other(
    computer: Callable[[str], DesktopController], hub: Serving, qtbot: QtBot
) -> None:
    office, laptop = computer("office"), computer("laptop")
    at(hub, 11, 56)
    look(office, laptop)
    assert card(office) == card(laptop) == "Time for lunch?"
    click(office, "Not today")
    qtbot.waitUntil(lambda: card(laptop) == "", timeout=LONG)
    at(hub, 12, 10)
    look(office, laptop)
    assert card(office) == card(laptop) == ""


def test_not_now_puts_the_question_off_on_both(
    computer: Callable[[str], DesktopController], hub: Serving, qtbot: QtBot
) -> None:
    office, laptop = computer("office"), computer("laptop")
    at(hub, 11, 56)
    look(office, laptop)
    click(laptop, "Not now")
    qtbot.waitUntil(lambda: card(office) == "", timeout=LONG)
    at(hub, 12, 7)
    look(office, laptop)
    assert card(office) == card(laptop) == "Time for lunch?"


def test_a_computer_that_starts_later_and_a_hub_that_forgot_ask_nothing_twice(
    computer: Callable[[str], DesktopController], hub: Serving, qtbot: QtBot
) -> None:
    office = computer("office")
    at(hub, 11, 56)
    look(office)
    click(office, "Not today")
    known = hub.hub.core.asked
    qtbot.waitUntil(lambda: "2041" in known._known, timeout=LONG)
    hub.on_loop(known._known.clear)
    office.stop()
    # The hub was restarted meanwhile: the office computer tells it again when it comes back.
    computer("office")
    laptop = computer("laptop")
    qtbot.waitUntil(lambda: laptop.day.reminders.asked_today().over != frozenset(), timeout=LONG)
    look(laptop)
    assert card(laptop) == ""
