"""Planned absences in the week and month: read, drawn, typed, changed and taken away, by pointer and by keyboard alone."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.planning.entry import Entered
from kalix_presence.desktop.planning.window import PlanWindow
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import BadInput, Unavailable
from tests.desktop.planning.plan_sample import HOLIDAY, TUESDAYS, VIEW

TODAY = date(2026, 11, 24)


@pytest.fixture
def window(presence: Presence, qtbot: QtBot) -> PlanWindow:
    made = PlanWindow(presence, "en")
    qtbot.addWidget(made)
    made.open()
    made.show_plans(VIEW)
    return made


def press(window: PlanWindow, *keys: Qt.Key, shift: bool = False) -> None:
    for key in keys:
        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(window.strip, key, modifier)


def middle(window: PlanWindow, day: date) -> QPoint:
    """A free place on a day."""
    strip = window.strip
    row = strip.row_of((day - strip.first).days // 7)
    for x in range(strip.width()):
        place = QPointF(x, row.bottom() - 4)
        if strip.day_at(place) == day:
            return QPoint(x + 20, row.bottom() - 4)
    raise AssertionError(day)


def entered(window: PlanWindow) -> list[Entered]:
    found: list[Entered] = []
    window.entry.entered.connect(found.append)
    return found


def said(window: PlanWindow) -> str:
    return window.entry._said.text()


# what is shown


def test_opening_asks_for_the_week_that_is_shown(presence: Presence, qtbot: QtBot) -> None:
    window = PlanWindow(presence, "en")
    qtbot.addWidget(window)
    spy = QSignalSpy(window.wanted)
    window.open()
    first, last = spy.at(0)
    assert (first.date(), last.date()) == (date(2026, 11, 23), date(2026, 11, 30))
    assert window.state.text() == "Fetching …"


def test_a_week_with_nothing_in_it_says_what_can_be_done(window: PlanWindow) -> None:
    window.show_plans(wire.PlansView([]))
    assert "Draw over days" in window.state.text()


def test_a_hub_that_is_away_is_said_and_what_was_known_stays(window: PlanWindow) -> None:
    window.show_fault(Unavailable("hub-unreachable"))
    assert "cannot be reached" in window.state.text()
    assert len(window.strip.bars) == len(VIEW.coming)


# by keyboard


def test_the_whole_way_by_keyboard(window: PlanWindow, qtbot: QtBot) -> None:
    found = entered(window)
    press(window, Qt.Key.Key_Right, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Right, shift=True)
    press(window, Qt.Key.Key_Return)
    assert window.entry.line.text() == " thursday 26 november - friday 27 november 2026"
    assert "What is it?" in said(window)
    QTest.keyClicks(window.entry.line, "course")
    assert said(window) == "Course Thursday 26 November – Friday 27 November, back Monday 30 November at 8:00."
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert [(each.request.reason, each.request.starts, each.request.ends) for each in found] == [
        ("course", "2026-11-26T00:00", "2026-11-30T08:00")
    ]
    window.entry.done()
    assert window.entry.line.text() == ""


def test_the_bars_of_a_day_are_gone_through_and_said(window: PlanWindow) -> None:
    assert "Errand 12.30–13.30" in window.strip.accessibleDescription()
    press(window, Qt.Key.Key_Down)
    assert window.chosen.text().startswith("Errand today at 12:30, back at 13:30.")
    assert window.edit.isHidden(), "it was not planned here"
    press(window, Qt.Key.Key_Down)
    assert window.strip.accessibleDescription() == window.chosen.text()
    assert window.remove.text() == "Take all away"
    assert not window.once.isHidden()


def test_page_keys_turn_and_home_comes_back(window: PlanWindow) -> None:
    spy = QSignalSpy(window.wanted)
    press(window, Qt.Key.Key_PageDown)
    assert window.strip.first == date(2026, 11, 30)
    press(window, Qt.Key.Key_Home)
    assert window.strip.first == date(2026, 11, 23)
    assert spy.count() == 2


def test_in_a_month_up_and_down_go_by_weeks(window: PlanWindow) -> None:
    window.month.click()
    press(window, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert window.strip.day == date(2026, 12, 2)
    assert window.span.text() == "November – December 2026"


def test_escape_first_gives_up_what_is_typed_then_closes(window: PlanWindow) -> None:
    window.entry.line.setText("course thursday")
    QTest.keyClick(window.entry.line, Qt.Key.Key_Escape)
    assert window.entry.line.text() == ""
    assert window.isVisible()
    QTest.keyClick(window.entry.line, Qt.Key.Key_Escape)
    assert not window.isVisible()


# by pointer


def test_drawing_over_days_puts_them_into_the_field(window: PlanWindow) -> None:
    strip = window.strip
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=middle(window, date(2026, 11, 25)))
    QTest.mouseMove(strip, middle(window, date(2026, 11, 27)))
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=middle(window, date(2026, 11, 27)))
    assert window.entry.line.text() == " wednesday 25 november - friday 27 november 2026"


def test_days_are_chosen_without_drawing_by_a_click_and_another_with_shift(window: PlanWindow) -> None:
    strip = window.strip
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=middle(window, date(2026, 11, 25)))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, shift, middle(window, date(2026, 11, 27)))
    assert window.entry.line.text() == " wednesday 25 november - friday 27 november 2026"


def test_every_bar_is_hit_by_everybody(window: PlanWindow) -> None:
    from kalix_presence.desktop.planning.paint import StripPainter

    boxes = [box for box, _, _ in StripPainter(window.strip).boxes(0)]
    assert boxes
    assert all(box.height() >= 24 and box.width() >= 24 for box in boxes)
    assert not any(one.intersects(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def test_a_reason_that_is_typed_stays_when_other_days_are_drawn(window: PlanWindow) -> None:
    window.entry.line.setText("holiday week 50")
    window.entry.draw(date(2026, 12, 7), date(2026, 12, 7))
    assert window.entry.line.text() == "holiday monday 7 december 2026"


def test_pointing_at_a_bar_chooses_it(window: PlanWindow) -> None:
    from kalix_presence.desktop.planning.paint import StripPainter

    box = next(box for box, bar, _ in StripPainter(window.strip).boxes(0) if bar.key == "x3")
    QTest.mouseClick(window.strip, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert window.strip.chosen == "x3"
    assert window.chosen.text().startswith("Meeting")


def test_a_calendar_file_is_dropped(window: PlanWindow) -> None:
    spy = QSignalSpy(window.file_given)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/home/anna/course.ics")])
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)
    assert spy.at(0)[0] == "/home/anna/course.ics"


def test_a_calendar_file_is_chosen_by_a_button_as_well(window: PlanWindow) -> None:
    spy = QSignalSpy(window.file_given)
    window.read_in.click()
    assert spy.at(0)[0] == "", "it is asked for"


# changing and taking away


def choose(window: PlanWindow, key: str) -> None:
    bar = next(bar for bar in window.strip.bars if bar.key == key)
    window.strip.go_to(bar.first)
    window.strip._choose(key)


def test_a_plan_is_changed_in_the_same_field(window: PlanWindow) -> None:
    found = entered(window)
    choose(window, "x2")
    window.edit.click()
    assert window.entry.line.text() == "meeting every tuesday from 24 november 2026 13-15"
    assert window.entry.button.text() == "Change it"
    window.entry.line.setText("meeting every tuesday 14-15")
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert found[0].changes == TUESDAYS
    assert found[0].request.starts == "2026-11-24T14:00"


def test_a_deputy_whom_the_directory_no_longer_has_is_not_dropped_by_a_change(window: PlanWindow, presence: Presence) -> None:
    found = entered(window)
    presence.people.pop("2042", None)
    window.entry.offer()
    choose(window, "x5")
    window.edit.click()
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert found[0].request.deputy == "2042"
    assert found[0].changes == HOLIDAY


def test_what_repeats_in_a_way_that_no_line_says_is_not_changed_here(window: PlanWindow) -> None:
    choose(window, "x3")
    window.edit.click()
    assert window.entry.line.text() == ""
    assert "calendar file" in window.chosen.text()


def test_taking_away_can_be_undone_for_a_while(window: PlanWindow) -> None:
    removed, undone = QSignalSpy(window.remove_asked), QSignalSpy(window.undo_asked)
    choose(window, "x5")
    press(window, Qt.Key.Key_Delete)
    assert removed.at(0) == [HOLIDAY, None]
    window.removed(HOLIDAY, None)
    window.show_plans(wire.PlansView([TUESDAYS], [each for each in VIEW.coming if each.plan != HOLIDAY.id]))
    assert window.undo.isVisible()
    window.undo.click()
    assert undone.at(0) == [HOLIDAY, None]
    assert not window.undo.isVisible()


def test_one_time_of_many_is_left_out(window: PlanWindow) -> None:
    removed = QSignalSpy(window.remove_asked)
    choose(window, "x4")
    window.once.click()
    assert removed.at(0) == [TUESDAYS, date(2026, 12, 1)]


@pytest.mark.parametrize("fault", [BadInput("plan-times", field="ends"), Unavailable("hub-unreachable")])
def test_a_refusal_loses_nothing_that_was_typed(window: PlanWindow, fault: Exception) -> None:
    window.entry.line.setText("course thursday 9-12")
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert not window.entry.button.isEnabled()
    window.entry.refuse(fault)
    assert window.entry.line.text() == "course thursday 9-12"
    assert window.entry.button.isEnabled()
    assert window.entry._said.objectName() == "error"


def test_a_deputy_who_is_nobody_is_said(window: PlanWindow) -> None:
    found = entered(window)
    window.entry.line.setText("course thursday 9-12")
    window.entry.deputy.setCurrentText("Somebody Else")
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert found == []
    assert "Choose the deputy" in said(window)


def test_the_days_shown_are_those_of_the_site_wherever_the_laptop_is(presence: Presence, qtbot: QtBot, clock: object) -> None:
    clock.moment = datetime.fromisoformat("2026-11-29T23:30:00+00:00")  # type: ignore[attr-defined]
    window = PlanWindow(presence, "en")
    qtbot.addWidget(window)
    assert window.strip.today == date(2026, 11, 30), "past midnight in Kalix"


def test_a_plan_is_made_by_mouse_alone(window: PlanWindow) -> None:
    entered = QSignalSpy(window.entry.entered)
    strip, half = window.strip, window.strip.height() / 2
    ends = [
        QPoint(x, round(half))
        for day in (date(2026, 11, 25), date(2026, 11, 27))
        for x in range(strip.width())
        if strip.day_at(QPointF(x, half)) == day and strip.bar_at(QPointF(x, half)) is None
    ]
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=ends[0])
    QTest.mouseMove(strip, ends[-1])
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=ends[-1])
    assert window.reasons.isVisible()
    assert window.rect().contains(window.reasons.geometry())
    tile = next(each for each in window.reasons.findChildren(QToolButton) if each.accessibleName() == "Holiday")
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert not window.reasons.isVisible()
    QTest.mouseClick(window.entry.button, Qt.MouseButton.LeftButton)
    assert entered.count() == 1
    assert entered.at(0)[0].request.starts == "2026-11-25T00:00"


def test_what_was_planned_is_gone_to_said_in_words_and_can_be_undone(window: PlanWindow) -> None:
    removed = QSignalSpy(window.remove_asked)
    window.planned(HOLIDAY)
    assert window.strip.first <= date.fromisoformat(HOLIDAY.starts[:10]) <= window.strip.last
    assert window.strip.flashed == HOLIDAY.id
    assert window.chosen.text().startswith("Planned: Holiday ")
    window.undo.click()
    assert removed.at(0) == [HOLIDAY, None]


def test_a_very_long_plan_is_asked_about(window: PlanWindow) -> None:
    entered = QSignalSpy(window.entry.entered)
    window.entry.line.setText("holiday 1 may - 30 september")
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert entered.count() == 0
    assert "days. Press Enter again" in said(window)
    QTest.keyClick(window.entry.line, Qt.Key.Key_Return)
    assert entered.count() == 1


def test_what_repeats_is_never_shown_as_a_rule(window: PlanWindow) -> None:
    shown = [bar.sentence for bar in window.strip.bars]
    shown += [label.text() for label in window.findChildren(QLabel)]
    assert not [text for text in shown if "FREQ" in text or re.search(r"\d{4}-\d\d-\d\d", text)]


@pytest.mark.parametrize(
    "typed", ["holiday week 60", "holiday tomorow", "course 12/13; Umeå", "holiday 31/11", "course tuesdya 9-12"]
)
def test_a_suggestion_is_one_key_that_leaves_a_plan_and_its_note(window: PlanWindow, typed: str) -> None:
    window.entry.line.setText(typed)
    assert not window.entry.button.isEnabled()
    assert window.entry.button.toolTip()
    assert not window.entry.answers.isHidden()
    QTest.keyClick(window.entry.line, Qt.Key.Key_F2)
    assert window.entry._read_line is not None, window.entry.line.text()
    assert window.entry._read_line.reason.name("en").casefold() == typed.split()[0]
    assert window.entry._read_line.note == typed.partition("; ")[2]
    assert window.entry.answers.isHidden()
    assert window.entry.button.isEnabled()
    assert not window.entry.button.toolTip()


def test_what_is_no_slip_has_no_suggestion(window: PlanWindow) -> None:
    for typed in ("", "holiday thursday", "holiday 10 dec - 1 dec", "xyzzy", "meeting 9"):
        window.entry.line.setText(typed)
        assert window.entry.answers.isHidden(), typed


def test_the_field_in_which_a_deputy_is_typed_has_the_name_of_its_list(window: PlanWindow) -> None:
    inner = window.entry.deputy.lineEdit()
    assert inner is not None
    assert QAccessible.queryAccessibleInterface(inner).text(QAccessible.Text.Name) == "Deputy"
