"""Planning from the desk over a real hub: what is typed is planned, changed, taken away and had back; a deputy is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client import settings as kept
from kalix_presence.client.folders import Folders
from kalix_presence.desktop.desk import Desk
from kalix_presence.desktop.plan_window import PlanWindow
from kalix_presence.desktop.presence import Phase
from tests.hub.serving import Serving, serving
from tests.keyrings import keyring_of_this_process

LONG = 50_000


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


@pytest.fixture
def desk_of(hub: Serving, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Desk]]:
    """A signed-in desk of somebody."""
    made: list[Desk] = []

    def make(username: str) -> Desk:
        with hub.client(username) as client:
            monkeypatch.setenv("KALIX_TOKEN", client.headers["authorization"].removeprefix("Bearer "))
        folders = Folders.usual()
        kept.save(folders.config, kept.Settings(hub=hub.url, username=username, language="en", shortcut=""))
        desk = Desk(qapp, QSystemTrayIcon(), folders)
        desk.start()
        made.append(desk)
        qtbot.waitUntil(lambda: desk.presence.my_status().phase is Phase.IN_FORCE, timeout=LONG)
        qtbot.waitUntil(lambda: len(desk.presence.people) > 1, timeout=LONG)
        return desk

    with keyring_of_this_process(NoKeyring()):
        yield make
        for desk in made:
            desk.plans.forget_window()
            desk.stop()


def opened(desk: Desk) -> PlanWindow:
    desk.plans.open()
    assert desk.plans.window is not None
    return desk.plans.window


def typed(window: PlanWindow, text: str) -> None:
    window.entry.line.setText(text)
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)


def test_a_holiday_is_typed_changed_taken_away_and_had_back(desk_of: Callable[[str], Desk], hub: Serving, qtbot: QtBot) -> None:
    window = opened(desk_of("anna"))
    typed(window, "course tomorrow 9-12; Luleå")
    qtbot.waitUntil(lambda: window.entry.line.text() == "", timeout=LONG)
    window.month.click()
    qtbot.waitUntil(lambda: any("Course" in bar.words for bar in window.strip.bars), timeout=LONG)
    with hub.client("anna") as anna:
        plans = anna.get("/api/v1/people/2041/plans").json()["plans"]
    assert [(plan["reason"], plan["note"]) for plan in plans] == [("course", "Luleå")]

    bar = next(bar for bar in window.strip.bars if "Course" in bar.words)
    window.strip.go_to(bar.first)
    window.strip._choose(bar.key)
    window.edit.click()
    assert window.entry.line.text().endswith("9-12; Luleå")
    typed(window, window.entry.line.text().replace("9-12", "9-15"))
    qtbot.waitUntil(lambda: any(bar.words == "9–15 Course" for bar in window.strip.bars), timeout=LONG)

    bar = next(bar for bar in window.strip.bars if "Course" in bar.words)
    window.strip.go_to(bar.first)
    window.strip._choose(bar.key)
    QTest.keyClick(window.strip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not any("Course" in bar.words for bar in window.strip.bars), timeout=LONG)
    qtbot.waitUntil(lambda: window.undo.isVisible(), timeout=LONG)
    window.undo.click()
    qtbot.waitUntil(lambda: any(bar.words == "9–15 Course" for bar in window.strip.bars), timeout=LONG)


def test_one_of_many_is_left_out_and_had_back(desk_of: Callable[[str], Desk], qtbot: QtBot) -> None:
    window = opened(desk_of("anna"))
    window.month.click()
    typed(window, "meeting every weekday 6-7")
    qtbot.waitUntil(lambda: len(window.strip.bars) > 4, timeout=LONG)
    before = {bar.first for bar in window.strip.bars}
    bar = window.strip.bars[2]
    window.strip.go_to(bar.first)
    window.strip._choose(bar.key)
    window.once.click()
    qtbot.waitUntil(lambda: {bar.first for bar in window.strip.bars} == before - {bar.first}, timeout=LONG)
    qtbot.waitUntil(lambda: window.undo.isVisible(), timeout=LONG)
    assert window.chosen.text() == "Taken away: Meeting"
    window.undo.click()
    qtbot.waitUntil(lambda: {bar.first for bar in window.strip.bars} == before, timeout=LONG)


def test_what_the_hub_refuses_is_said_and_stays_in_the_field(desk_of: Callable[[str], Desk], qtbot: QtBot) -> None:
    window = opened(desk_of("anna"))
    typed(window, "holiday 2031-06-01")
    qtbot.waitUntil(lambda: window.entry._said.objectName() == "error", timeout=LONG)
    assert window.entry.line.text() == "holiday 2031-06-01"


def test_the_deputy_is_asked_on_their_own_desk_and_their_answer_is_shown(
    desk_of: Callable[[str], Desk], hub: Serving, qtbot: QtBot
) -> None:
    per = desk_of("per")
    with hub.client("anna") as anna:
        day = hub.clock().date() + timedelta(30)
        wish = {"reason": "holiday", "starts": f"{day}T00:00", "ends": f"{day}T12:00", "deputy": "2042"}
        plan = anna.post("/api/v1/people/2041/plans", json=wish).raise_for_status().json()
    qtbot.waitUntil(lambda: per.day.asking.card is not None and per.day.asking.card.isVisible(), timeout=LONG)
    card = per.day.asking.card
    assert card is not None
    assert "Cover for Anna Ek?" in card.accessibleName()
    next(each for each in card.findChildren(QPushButton) if each.text() == "Yes").click()

    def accepted() -> bool:
        with hub.client("anna") as anna:
            found = anna.get("/api/v1/people/2041/plans").json()["plans"]
        return [each["deputy_state"] for each in found if each["id"] == plan["id"]] == ["accepted"]

    qtbot.waitUntil(accepted, timeout=LONG)


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:course-1@x
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Stockholm:{day}T090000
DTEND;TZID=Europe/Stockholm:{day}T120000
SUMMARY:Course
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_file_is_read_in_and_what_came_of_it_is_said(
    desk_of: Callable[[str], Desk], hub: Serving, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(desk_of("anna"))
    window.month.click()
    file = tmp_path / "course.ics"
    file.write_text(CALENDAR.format(day=f"{hub.clock().date() + timedelta(1):%Y%m%d}").replace("\n", "\r\n"), "utf-8")
    window.file_given.emit(str(file))
    qtbot.waitUntil(lambda: "lanned: 1" in window.chosen.text(), timeout=LONG)
    qtbot.waitUntil(lambda: len(window.strip.bars) == 1, timeout=LONG)
    window.file_given.emit(str(file))
    qtbot.waitUntil(lambda: window.chosen.text() == "Nothing in the file is new.", timeout=LONG)


def test_a_file_that_is_no_calendar_is_said(desk_of: Callable[[str], Desk], qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(desk_of("anna"))
    picture = tmp_path / "picture.ics"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    window.file_given.emit(str(picture))
    assert window.chosen.text() == "The file is no calendar file."
    window.file_given.emit(str(tmp_path / "nowhere.ics"))
    assert "No such file" in window.chosen.text()
