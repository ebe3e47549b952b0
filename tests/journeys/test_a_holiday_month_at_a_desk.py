"""A holiday month at two desks over a real hub, whose time and the desks' are moved; the real Qt loop runs all the while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.planning.window import PlanWindow
from kalix_presence.desktop.platform.screen_lock import ScreenLock
from kalix_presence.desktop.presence import Phase
from tests.clocks import RunningClock
from tests.desktop.hand_lock import HandLock
from tests.hub.serving import Serving, made_config, serving
from tests.keyrings import keyring_of_this_process

LONG = 120_000
KALIX = ZoneInfo("Europe/Stockholm")


class Month:
    """Anna's desk and her deputy's, their hub, and what day it is; `day(28, 1)` is the Monday of week 28."""

    def __init__(self, hub: Serving, home: Path, app: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hub, self.qtbot, self.lock, self.desks = hub, qtbot, HandLock(), []
        self.year = hub.clock().astimezone(KALIX).year + 1
        self.at(self.day(27, 1), 8, 5)
        self.anna, self.per = (self._desk(name, home, app, monkeypatch) for name in ("anna", "per"))
        attended = self.anna.day.attendance
        attended._lock = ScreenLock(self.lock)
        attended._lock.locked.connect(attended._locked)
        attended._lock.unlocked.connect(attended._back)
        self.anna.day.take_settings(self.anna.settings)

    def _desk(self, name: str, home: Path, app: QApplication, monkeypatch: pytest.MonkeyPatch) -> DesktopController:
        monkeypatch.setenv("KALIX_HOME", str(home / name))
        with self.hub.client(name) as client:
            monkeypatch.setenv("KALIX_TOKEN", client.headers["authorization"].removeprefix("Bearer "))
        folders = Folders.usual()
        kept.save(folders.config, kept.Settings(hub=self.hub.url, username=name, language="en", shortcut=""))
        clock = self.hub.clock
        desk = DesktopController(app, QSystemTrayIcon(), folders, clock=clock, steady=lambda: clock().timestamp())
        self.desks.append(desk)
        desk.start()
        self.waits(lambda: desk.presence.my_status().phase is Phase.IN_FORCE)
        self.waits(lambda: desk.presence.preferences is not None and len(desk.presence.people) > 1)
        return desk

    def day(self, week: int, weekday: int) -> date:
        return date.fromisocalendar(self.year, week, weekday)

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        """It becomes this time: for the hub, whose clock turns, and for the desks, which look."""
        self.hub.clock.ahead += datetime.combine(day, time(hour, minute, 5), KALIX) - self.hub.clock()
        self.hub.on_loop(lambda: self.hub.hub.core.absence_clock.apply_due(self.hub.clock()))
        for desk in self.desks:
            desk.day.reminders.look()
            desk.plans.covering.look()

    def waits(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=LONG)

    def holds(self, reason: str | None) -> None:
        """Anna's own desk comes to show this, confirmed by the PBX."""
        self.waits(lambda: self._status() == (Phase.IN_FORCE, reason))

    def _status(self) -> tuple[Phase, str | None]:
        found = self.anna.presence.my_status()
        return found.phase, found.reason

    def seen(self) -> tuple[str | None, bool]:
        """How Per's desk sees Anna: her reason, and whether she is overdue."""
        standing = self.per.presence.board.standings["2041"]
        return (standing.absence.reason if standing.absence is not None else None), standing.overdue

    def target(self) -> str:
        rule = self.hub.hub.core.board.rules.get("2041")
        return rule.target if rule is not None else ""


def card(desk: DesktopController) -> list[str]:
    """Title and buttons of the card that is shown."""
    shown = desk.day.asking.card
    if shown is None or not shown.isVisible():
        return []
    return [shown.windowTitle(), *(each.text() for each in shown.findChildren(QPushButton) if each.isVisible())]


def click(desk: DesktopController, words: str) -> None:
    shown = desk.day.asking.card
    assert shown is not None
    next(each for each in shown.findChildren(QPushButton) if each.isVisible() and each.text() == words).click()


def typed(window: PlanWindow, text: str) -> None:
    window.entry.line.setText(text)
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)


@pytest.fixture
def month(tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Month]:
    monkeypatch.delenv("KALIX_TOKEN", raising=False)
    config = made_config(tmp_path / "hub")
    # They stay signed in: what a sign-in that has expired looks like is tried elsewhere.
    config = msgspec.structs.replace(config, sign_in=msgspec.structs.replace(config.sign_in, token_days=90))
    with keyring_of_this_process(NoKeyring()), serving(tmp_path / "hub", config=config, clock=RunningClock()) as hub:
        made = Month(hub, tmp_path, qapp, qtbot, monkeypatch)
        yield made
        for desk in made.desks:
            desk.plans.forget_window()
            desk.stop()


def test_a_holiday_month_from_planning_to_the_first_day_back(month: Month) -> None:
    anna, per = month.anna, month.per
    anna.plans.open()
    window = anna.plans.window
    assert window is not None
    typed(window, "meeting every tuesday 13-15")
    month.waits(lambda: window.entry.line.text() == "" and any("Meeting" in bar.words for bar in window.strip.bars))
    window.entry.line.setText("holiday week 28-31")
    deputies = window.entry.deputy
    deputies.setCurrentIndex(deputies.findData("2042"))
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)
    window.month.click()
    month.waits(lambda: any("Holiday" in bar.words for bar in window.strip.bars))
    holiday = next(bar for bar in window.strip.bars if "Holiday" in bar.words)
    assert (holiday.first, holiday.last) == (month.day(28, 1), month.day(31, 7))
    month.waits(lambda: card(per)[:1] == ["Cover for Anna Ek?"])
    click(per, "Yes")
    window.hide()

    # The week before goes on as ever: the meeting comes and goes by itself, the day's questions are asked.
    month.at(month.day(27, 2), 13)
    month.holds("meeting")
    month.at(month.day(27, 2), 15)
    month.holds(None)
    month.at(month.day(27, 5), 16, 21)
    month.waits(lambda: card(anna)[:1] == ["Done for the day?"])
    click(anna, card(anna)[1])
    month.holds("gone_for_the_day")

    # Nobody has to do anything for the holiday to begin, and nothing is asked while it lasts.
    month.at(month.day(28, 1), 8)
    month.holds("holiday")
    month.waits(lambda: month.seen() == ("holiday", False))
    assert month.target() == "2042", "the deputy has accepted"
    for day, hour, minute in ((month.day(28, 2), 13, 30), (month.day(29, 3), 11, 56), (month.day(30, 5), 16, 25)):
        month.at(day, hour, minute)
        month.holds("holiday")
        assert card(anna) == []

    # A day at the office in the middle of it: the unlocked screen asks, and "yes" counts for that day alone.
    month.lock.changed(True)
    month.at(month.day(31, 3), 8, 30)
    month.lock.changed(False)
    month.waits(lambda: card(anna)[:2] == ["Are you back?", "Yes"])
    click(anna, "Yes")
    month.holds(None)
    month.at(month.day(31, 3), 11, 56)
    month.waits(lambda: card(anna)[:1] == ["Time for lunch?"])
    click(anna, "Not today")
    month.at(month.day(31, 4), 8, 0)
    month.holds("holiday")

    # The first day back: it ends by itself in the PBX, nobody is overdue, and the weekly meeting is there again.
    month.at(month.day(32, 1), 8, 0)
    month.holds(None)
    month.waits(lambda: month.seen()[0] is None)
    assert month.target() == ""
    month.at(month.day(32, 2), 13)
    month.holds("meeting")
    month.waits(lambda: month.seen() == ("meeting", False))
