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

from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.planning.window import PlanWindow
from kalix_presence.desktop.presence import Phase
from tests.client.house import network
from tests.hub.serving import Serving, serving
from tests.keyrings import keyring_of_this_process

LONG = 120_000


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


@pytest.fixture
def desk_of(
    hub: Serving, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., DesktopController]]:
    """A signed-in desk of somebody."""
    made: list[DesktopController] = []

    def make(username: str, url: str = hub.url) -> DesktopController:
        with hub.client(username) as client:
            monkeypatch.setenv("KALIX_TOKEN", client.headers["authorization"].removeprefix("Bearer "))
        folders = Folders.usual()
        kept.save(
            folders.config, kept.Settings(hub=url, username=username, language="en", shortcut="", lunch=False, day_end=False)
        )
        desk = DesktopController(qapp, QSystemTrayIcon(), folders, clock=hub.clock)
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


def opened(desk: DesktopController) -> PlanWindow:
    desk.plans.open()
    assert desk.plans.window is not None
    return desk.plans.window


def typed(window: PlanWindow, text: str) -> None:
    window.entry.line.setText(text)
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)


def test_a_holiday_is_typed_changed_taken_away_and_had_back(
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot
) -> None:
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
    qtbot.waitUntil(lambda: any(bar.words == "Course 9–15" for bar in window.strip.bars), timeout=LONG)

    bar = next(bar for bar in window.strip.bars if "Course" in bar.words)
    window.strip.go_to(bar.first)
    window.strip._choose(bar.key)
    QTest.keyClick(window.strip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not any("Course" in bar.words for bar in window.strip.bars), timeout=LONG)
    qtbot.waitUntil(lambda: window.undo.isVisible(), timeout=LONG)
    window.undo.click()
    qtbot.waitUntil(lambda: any(bar.words == "Course 9–15" for bar in window.strip.bars), timeout=LONG)


def test_one_of_many_is_left_out_and_had_back(desk_of: Callable[..., DesktopController], qtbot: QtBot) -> None:
    window = opened(desk_of("anna"))
    window.month.click()
    typed(window, "meeting every weekday 6-7")
    qtbot.waitUntil(lambda: window.chosen.text().startswith("Planned: Meeting every weekday"), timeout=LONG)
    qtbot.waitUntil(lambda: len(window.strip.bars) > 4, timeout=LONG)
    before = {bar.first for bar in window.strip.bars}
    bar = window.strip.bars[2]
    window.strip.go_to(bar.first)
    window.strip._choose(bar.key)
    window.once.click()
    qtbot.waitUntil(lambda: {bar.first for bar in window.strip.bars} == before - {bar.first}, timeout=LONG)
    qtbot.waitUntil(lambda: window.undo.isVisible(), timeout=LONG)
    qtbot.waitUntil(lambda: window.chosen.text() == "Taken away: Meeting", timeout=LONG)
    window.undo.click()
    qtbot.waitUntil(lambda: {bar.first for bar in window.strip.bars} == before, timeout=LONG)


def test_what_the_hub_refuses_is_said_and_stays_in_the_field(desk_of: Callable[..., DesktopController], qtbot: QtBot) -> None:
    window = opened(desk_of("anna"))
    typed(window, "holiday 2031-06-01")
    qtbot.waitUntil(lambda: window.entry._said.objectName() == "error", timeout=LONG)
    assert window.entry.line.text() == "holiday 2031-06-01"


def asked(hub: Serving) -> str:
    """Anna plans a holiday and asks Per to cover; the plan's id."""
    day = hub.clock().date() + timedelta(30)
    wish = {"reason": "holiday", "starts": f"{day}T00:00", "ends": f"{day}T12:00", "deputy": "2042"}
    with hub.client("anna") as anna:
        plan: str = anna.post("/api/v1/people/2041/plans", json=wish).raise_for_status().json()["id"]
    return plan


def question(desk: DesktopController) -> str:
    """What the card asks; nothing while none is shown."""
    card = desk.day.asking.card
    return card.accessibleName() if card is not None and card.isVisible() else ""


def answer(desk: DesktopController, words: str) -> None:
    card = desk.day.asking.card
    assert card is not None
    next(each for each in card.findChildren(QPushButton) if each.isVisible() and each.text() == words).click()


def states(hub: Serving) -> list[str]:
    with hub.client("anna") as anna:
        return [each["deputy_state"] for each in anna.get("/api/v1/people/2041/plans").json()["plans"]]


def test_the_deputy_is_asked_on_their_own_desk_and_their_answer_is_shown(
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot
) -> None:
    per = desk_of("per")
    asked(hub)
    qtbot.waitUntil(lambda: "Cover for Anna Ek?" in question(per), timeout=LONG)
    answer(per, "Yes")
    qtbot.waitUntil(lambda: states(hub) == ["accepted"], timeout=LONG)


def test_a_deputy_whose_desk_was_off_is_asked_when_it_starts(
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot
) -> None:
    asked(hub)
    per = desk_of("per")
    qtbot.waitUntil(lambda: "Cover for Anna Ek?" in question(per), timeout=LONG)
    answer(per, "No")
    qtbot.waitUntil(lambda: states(hub) == ["declined"], timeout=LONG)
    per.plans.covering.look()
    assert question(per) == ""


def test_a_deputy_is_not_asked_in_the_middle_of_something_and_again_after_not_now(
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    per, busy, ahead = desk_of("per"), [True], [timedelta()]
    real, fits = per.presence.clock, per.day.reminders.may_disturb
    monkeypatch.setattr(per.day.reminders, "may_disturb", lambda: not busy[0] and fits())
    monkeypatch.setattr(per.presence, "clock", lambda: real() + ahead[0])
    covering = per.plans.covering
    asked(hub)
    qtbot.waitUntil(lambda: covering.open == 1, timeout=LONG)
    covering.look()
    assert question(per) == "", "a call, or a full screen"
    busy[0] = False
    covering.look()
    answer(per, "Not now")
    covering.look()
    assert question(per) == ""
    ahead[0] = timedelta(minutes=61)
    covering.look()
    assert "Cover for Anna Ek?" in question(per)


def test_a_question_to_cover_goes_when_the_plan_is_taken_back(
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot
) -> None:
    per, plan = desk_of("per"), asked(hub)
    qtbot.waitUntil(lambda: "Cover for Anna Ek?" in question(per), timeout=LONG)
    with hub.client("anna") as anna:
        anna.delete(f"/api/v1/plans/{plan}").raise_for_status()
    qtbot.waitUntil(lambda: question(per) == "", timeout=LONG)


def test_without_contact_the_strip_shows_what_was_known_and_how_old_that_is(
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot
) -> None:
    with network(hub) as way:
        desk = desk_of("anna", way.url)
        window = opened(desk)
        window.month.click()
        typed(window, "course tomorrow 9-12; Luleå")
        file = desk.folders.cache / "known-plans.json"
        qtbot.waitUntil(lambda: file.exists() and "Luleå" in file.read_text("utf-8"), timeout=LONG)
        window.hide()
        desk.plans.forget_window()
        way.go("down")
        qtbot.waitUntil(lambda: desk.presence.my_status().phase is Phase.STALE, timeout=LONG)
        window = opened(desk)
        window.month.click()
        qtbot.waitUntil(lambda: "This is what was planned as of" in window.state.text(), timeout=LONG)
        assert any("Course" in bar.words for bar in window.strip.bars)
        typed(window, "holiday friday")
        qtbot.waitUntil(lambda: window.entry._said.objectName() == "error", timeout=LONG)
        assert window.entry.line.text() == "holiday friday"
        way.go("open")
        qtbot.waitUntil(lambda: "as of" not in window.state.text(), timeout=LONG)


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
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(desk_of("anna"))
    window.month.click()
    file = tmp_path / "course.ics"
    file.write_text(CALENDAR.format(day=f"{hub.clock().date() + timedelta(1):%Y%m%d}").replace("\n", "\r\n"), "utf-8")
    window.file_given.emit(str(file))
    qtbot.waitUntil(lambda: "lanned: 1" in window.chosen.text(), timeout=LONG)
    assert "Course: Course" in window.chosen.text(), "the reason that was guessed of its text is said"
    qtbot.waitUntil(lambda: len(window.strip.bars) == 1, timeout=LONG)
    window.file_given.emit(str(file))
    qtbot.waitUntil(lambda: window.chosen.text() == "Nothing in the file is new.", timeout=LONG)


def test_what_was_taken_away_stays_away_until_it_is_asked_back(
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(desk_of("anna"))
    window.month.click()
    file = tmp_path / "course.ics"
    file.write_text(CALENDAR.format(day=f"{hub.clock().date() + timedelta(1):%Y%m%d}").replace("\n", "\r\n"), "utf-8")
    window.file_given.emit(str(file))
    qtbot.waitUntil(lambda: len(window.strip.bars) == 1, timeout=LONG)
    assert window.again.isHidden()
    window.strip._choose(window.strip.bars[0].key)
    window.remove.click()
    qtbot.waitUntil(lambda: not window.strip.bars, timeout=LONG)
    window.file_given.emit(str(file))
    qtbot.waitUntil(lambda: "You took it away" in window.chosen.text(), timeout=LONG)
    assert not window.strip.bars
    window.again.click()
    qtbot.waitUntil(lambda: len(window.strip.bars) == 1, timeout=LONG)
    assert window.again.isHidden()


def test_a_file_that_is_no_calendar_is_said(desk_of: Callable[..., DesktopController], qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(desk_of("anna"))
    picture = tmp_path / "picture.ics"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    window.file_given.emit(str(picture))
    assert window.chosen.text().startswith("The file is no calendar file, or")
    window.file_given.emit(str(tmp_path / "nowhere.ics"))
    assert "No such file" in window.chosen.text()


def test_what_was_typed_as_a_status_and_lies_ahead_is_planned_and_shown(
    desk_of: Callable[..., DesktopController], qtbot: QtBot
) -> None:
    desk = desk_of("anna")
    desk.open_panel("")
    assert desk.panel is not None
    desk.panel._line.setText("holiday week 28 2027")
    qtbot.keyClick(desk.panel._line, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: desk.plans.window is not None and desk.plans.window.isVisible(), timeout=LONG)
    window = desk.plans.window
    assert window is not None
    qtbot.waitUntil(lambda: window.chosen.text().startswith("Planned: Holiday"), timeout=LONG)
    qtbot.waitUntil(lambda: any(bar.words == "Holiday" for bar in window.strip.bars), timeout=LONG)
    qtbot.waitUntil(lambda: window.undo.isVisible(), timeout=LONG)
    assert "2027" in window.chosen.text()
    assert not desk.panel.isVisible()
    assert desk.panel._line.text() == ""
    window.undo.click()
    qtbot.waitUntil(lambda: not window.strip.bars, timeout=LONG)


def test_a_delegate_plans_for_who_lets_them_and_no_longer_when_that_has_ended(
    desk_of: Callable[..., DesktopController], hub: Serving, qtbot: QtBot
) -> None:
    given = {"extension": "2061", "until": str(hub.clock().date() + timedelta(9)), "absence": True, "plans": True}
    with hub.client("anna") as anna:
        lent = anna.post("/api/v1/delegations", json=given).raise_for_status().json()["id"]
        desk = desk_of("siv")
        window = opened(desk)
        window.month.click()
        typed(window, "meeting tomorrow 9-10")
        qtbot.waitUntil(lambda: len(window.strip.bars) == 1, timeout=LONG)
        qtbot.waitUntil(lambda: window.whose.isVisible(), timeout=LONG)
        window.whose.box.setCurrentIndex(1)
        assert window.strip.bars == [], "what is one's own is not shown as hers"
        typed(window, "course tomorrow 9-12; Luleå")
        qtbot.waitUntil(lambda: any("Course" in bar.words for bar in window.strip.bars), timeout=LONG)
        [plan] = anna.get("/api/v1/people/2041/plans").json()["plans"]
        assert (plan["reason"], plan["set_by"]) == ("course", "2061")
        qtbot.waitUntil(lambda: window.undo.isVisible(), timeout=LONG)  # the stream tells of it, perhaps before the answer
        window.undo.click()
        qtbot.waitUntil(lambda: window.strip.bars == [], timeout=LONG)
        assert anna.get("/api/v1/people/2041/plans").json()["plans"] == []
        anna.delete(f"/api/v1/delegations/{lent}").raise_for_status()
        qtbot.waitUntil(lambda: window.whose.isHidden(), timeout=LONG)
    assert window.whose.extension == "2061"
    qtbot.waitUntil(lambda: [bar.name for bar in window.strip.bars] == ["Meeting"], timeout=LONG)
    assert window.entry.button.accessibleName() == ""
