"""What comes above or below the list has its room at once, and leaves whoever is chosen in sight."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.desktop.grid.call_strip import CallStrip
from kalix_presence.desktop.grid.columns import Column
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.grid.undo_line import UndoLine
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from tests.desktop.grid.test_calls import TALKING, WAITING


@pytest.fixture
def calls(grid: Grid, presence: Presence) -> GridCalls:
    """The calls that the grid shows in its strip."""
    made = GridCalls()
    grid.join(CallStrip(presence, made, "en"), QWidget(), UndoLine())
    QApplication.processEvents()
    return made


def test_calls_that_come_and_go_have_their_own_room_before_anything_is_painted(grid: Grid, calls: GridCalls) -> None:
    strip = grid.strip
    assert strip is not None
    third = msgspec.structs.replace(WAITING, id="c4")
    for present in ([WAITING], [TALKING, WAITING, third], [TALKING, WAITING], [WAITING], [TALKING, WAITING]):
        calls.replace(present)
        QApplication.sendPostedEvents(strip, QEvent.Type.LayoutRequest)  # type: ignore[arg-type]  # painting follows it
        assert [line.height() for line in strip.lines] == [line.minimumSizeHint().height() for line in strip.lines]


def test_whoever_is_chosen_stays_in_sight_when_calls_come(grid: Grid, calls: GridCalls) -> None:
    chosen_stays(grid, calls)


def test_a_pointer_left_lying_in_the_list_does_not_hide_whoever_is_chosen(
    grid: Grid, calls: GridCalls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid.view, "underMouse", lambda: True)
    calls.replace([TALKING, WAITING])
    QApplication.processEvents()
    assert grid.view.visualRect(grid.people.index(0, 0)).top() == 0
    moved, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    at = QPointF(200, 100)  # told, not moved there: the pointer of the next test must not lie here
    QApplication.sendEvent(grid.view.viewport(), QMouseEvent(moved, at, at, none, none, Qt.KeyboardModifier.NoModifier))
    calls.replace([TALKING])
    QApplication.processEvents()
    where = grid.view.mapTo(grid, grid.view.visualRect(grid.people.index(3, 0)).topLeft())
    calls.replace([TALKING, WAITING])
    QApplication.processEvents()
    assert grid.view.mapTo(grid, grid.view.visualRect(grid.people.index(3, 0)).topLeft()) == where, "somebody aims at it"


def test_the_narrow_strip_shows_the_whole_number_and_all_of_a_notice(grid: Grid, calls: GridCalls) -> None:
    calls.replace([TALKING, WAITING])
    grid.change_size()
    strip = grid.strip
    assert strip is not None
    [line, _] = strip.lines
    assert line._number.isHidden()
    assert line._about.text() == "0923-555 12 · for Anna Ek: lunch"
    QApplication.processEvents()
    assert [line.height() >= line.minimumSizeHint().height() for line in strip.lines] == [True, True]


def chosen_stays(grid: Grid, calls: GridCalls) -> None:
    last = max(row for row in grid.view.in_sight() if grid.view.visualRect(grid.people.index(row, 0)).bottom() < seen(grid))
    grid.view.setCurrentIndex(grid.people.index(last, 0))
    calls.replace([TALKING, WAITING])
    QApplication.processEvents()
    box = grid.view.visualRect(grid.people.index(last, 0))
    assert box.top() >= 0
    assert box.bottom() < seen(grid)


def seen(grid: Grid) -> int:
    return grid.view.viewport().height()


def test_a_column_that_has_no_room_says_so_when_it_is_chosen(grid: Grid) -> None:
    grid.resize(700, 500)
    QApplication.processEvents()
    grid.header._choose(Column.DUTIES, True)
    assert grid.said.text() == "There is no room for “Duties”. Make the window wider, or leave another column out."
    grid.say("")
    grid.header._choose(Column.DUTIES, False)
    grid.resize(1_900, 500)
    QApplication.processEvents()
    grid.header._choose(Column.DUTIES, True)
    assert grid.said.text() == ""


def test_why_something_was_refused_goes_when_one_types_on_or_contact_is_back(grid: Grid, presence: Presence) -> None:
    grid.say("No contact with the presence server.")
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    assert grid.said.isHidden()
    grid.say("That is your own telephone.")
    QTest.keyClicks(grid.search, "b")
    assert grid.said.isHidden()
