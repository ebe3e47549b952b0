"""A whole working day at one desk over a real hub, whose time and the desk's are moved; the real Qt loop runs all the while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.day.attendance import Attendance
from kalix_presence.desktop.day.controller import DayController
from kalix_presence.desktop.platform.screen_lock import ScreenLock
from kalix_presence.desktop.presence import Phase
from kalix_presence.model.worktime import WorkingTime
from tests.clocks import RunningClock
from tests.desktop.hand_lock import HandLock
from tests.hub.serving import Serving, serving
from tests.keyrings import keyring_of_this_process

LONG = 120_000
KALIX = ZoneInfo("Europe/Stockholm")
WORK = WorkingTime()


class Day:
    """Anna's desk, her hub, and the time of day."""

    def __init__(self, hub: Serving, app: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.hub, self.qtbot, self.lock = hub, qtbot, HandLock()
        self.day = next(day for day in (hub.clock().date() + timedelta(n) for n in range(1, 30)) if self._ordinary(day))
        self.at(11, 50)
        with hub.client("anna") as anna:
            token = anna.headers["authorization"].removeprefix("Bearer ")
        monkeypatch.setenv("KALIX_TOKEN", token)
        folders = Folders.usual()
        kept.save(folders.config, kept.Settings(hub=hub.url, username="anna", language="en", shortcut=""))
        self.desk = DesktopController(app, QSystemTrayIcon(), folders, clock=hub.clock, steady=lambda: hub.clock().timestamp())
        self.attended = self.desk.day.attendance
        self.attended._lock = ScreenLock(self.lock)
        self.attended._lock.locked.connect(self.attended._locked)
        self.attended._lock.unlocked.connect(self.attended._back)
        self.desk.start()
        self.desk.day.take_settings(self.desk.settings)
        self.waits(lambda: self.status == (Phase.IN_FORCE, None))
        self.waits(lambda: self.desk.presence.preferences is not None)

    @staticmethod
    def _ordinary(day: object) -> bool:
        """A working day with the usual hours, and one after it."""
        return all(
            WORK.is_working_day(each) and WORK.ends(each).time() == time(16, 30)  # type: ignore[union-attr]
            for each in (day, day + timedelta(1))  # type: ignore[operator]
        )

    def at(self, hour: int, minute: int, *, days: int = 0) -> None:
        """It becomes this time of day: for the hub, whose clock turns, and for the desk, which looks."""
        then = datetime.combine(self.day + timedelta(days), time(hour, minute, 5), KALIX)
        self.hub.clock.ahead += then - self.hub.clock()
        self.hub.on_loop(lambda: self.hub.hub.core.absence_clock.apply_due(self.hub.clock()))
        if hasattr(self, "desk"):
            QTimer.singleShot(0, self.desk.day.reminders.look)
            self.qtbot.wait(1)

    def waits(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=LONG)

    @property
    def status(self) -> tuple[Phase, str | None]:
        found = self.desk.presence.my_status()
        return found.phase, found.reason

    @property
    def card(self) -> list[str]:
        """Title and buttons of the card that is shown."""
        card = self.desk.day.asking.card
        if card is None or not card.isVisible():
            return []
        return [card.windowTitle(), *(each.text() for each in card.findChildren(QPushButton) if each.isVisible())]

    def click(self, words: str) -> None:
        card = self.desk.day.asking.card
        assert card is not None
        next(each for each in card.findChildren(QPushButton) if each.isVisible() and each.text() == words).click()

    def seen(self) -> dict[str, object]:
        """How a colleague sees Anna."""
        with self.hub.client("per") as per:
            found: dict[str, object] = per.get("/api/v1/people/2041").json()["standing"]
        return found


@pytest.fixture
def day(tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "home"))
    with keyring_of_this_process(NoKeyring()), serving(tmp_path / "hub", clock=RunningClock()) as hub:
        made = Day(hub, qapp, qtbot, monkeypatch)
        yield made
        made.desk.stop()


def test_a_day_from_lunch_to_the_next_morning(day: Day, qtbot: QtBot) -> None:
    assert isinstance(day.desk.day, DayController)
    assert isinstance(day.attended, Attendance)
    assert day.card == []

    day.at(11, 56)
    day.waits(lambda: day.card == ["Time for lunch?", "Lunch, back 13:00", "Not now", "Not today"])
    qtbot.keyClick(day.desk.day.asking.card, Qt.Key.Key_Return)
    day.waits(lambda: day.status == (Phase.IN_FORCE, "lunch"))
    day.lock.changed(True)

    day.at(12, 50)
    day.lock.changed(False)
    assert day.card == ["Are you back?", "Yes", "Not yet"]
    day.click("Not yet")
    assert day.status == (Phase.IN_FORCE, "lunch")

    day.at(13, 0)
    day.waits(lambda: day.card == ["Are you back?", "Yes", "+15 min", "+30 min", "Other time …"])
    assert day.seen()["overdue"] is True
    day.click("+15 min")
    day.waits(lambda: day.status == (Phase.IN_FORCE, "lunch"))
    until = day.desk.presence.my_status().until
    assert until is not None
    assert until.astimezone(KALIX).time() == time(13, 15)

    day.lock.changed(True)
    day.at(13, 16)
    day.waits(lambda: "overdue" in day.seen())
    day.waits(lambda: day.desk.presence.my_status().overdue)  # the desk hears of it a moment after the hub says so
    assert day.card == [], "nobody sits there to be asked"
    day.lock.changed(False)
    day.waits(lambda: "overdue" not in day.seen())
    day.waits(lambda: day.card == [])
    assert "absence" not in day.seen()

    with day.hub.client("maria") as maria:
        wish = {"to": "2041", "caller_name": "Karin Berg", "caller_number": "092355512", "about": "bygglov"}
        maria.post("/api/v1/messages", json=wish).raise_for_status()
    day.waits(lambda: day.desk.callbacks.messages.count() == 1)
    day.at(16, 21)
    day.waits(lambda: bool(day.card) and "call" in day.card[0])
    assert day.desk.day.asking.card is not None
    assert "To ring: Karin Berg." in day.desk.day.asking.card.accessibleName()
    assert day.card[1:] == ["Gone for the day, back tomorrow 8:00", "Show them", "Not now", "Not today"]
    day.click("Gone for the day, back tomorrow 8:00")
    day.waits(lambda: day.status == (Phase.IN_FORCE, "gone_for_the_day"))
    day.lock.changed(True)

    day.at(8, 0, days=1)
    day.waits(lambda: "absence" not in day.seen())
    day.waits(lambda: day.status == (Phase.IN_FORCE, None))
    day.lock.changed(False)
    day.waits(lambda: "overdue" not in day.seen())
    day.waits(lambda: day.card == [])
