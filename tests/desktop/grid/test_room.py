"""What comes above or below the list has its room at once, and leaves whoever is chosen in sight."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from kalix_presence.desktop.grid.call_strip import CallStrip
from kalix_presence.desktop.grid.present_calls import PresentCalls
from kalix_presence.desktop.grid.undo_line import UndoLine
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from tests.desktop.grid.test_calls import TALKING, WAITING


@pytest.fixture
def calls(grid: Grid, presence: Presence) -> PresentCalls:
    """The calls that the grid shows in its strip."""
    made = PresentCalls()
    grid.join(CallStrip(presence, made, "en"), QWidget(), UndoLine())
    QApplication.processEvents()
    return made


def test_calls_that_come_and_go_have_their_own_room_before_anything_is_painted(grid: Grid, calls: PresentCalls) -> None:
    strip = grid._strip
    assert strip is not None
    third = msgspec.structs.replace(WAITING, id="c4")
    for present in ([WAITING], [TALKING, WAITING, third], [TALKING, WAITING], [WAITING], [TALKING, WAITING]):
        calls.replace(present)
        QApplication.sendPostedEvents(strip, QEvent.Type.LayoutRequest)  # type: ignore[arg-type]  # painting follows it
        assert [line.height() for line in strip.lines] == [line.minimumSizeHint().height() for line in strip.lines]


def test_whoever_is_chosen_stays_in_sight_when_calls_come(grid: Grid, calls: PresentCalls) -> None:
    last = max(row for row in grid.view.in_sight() if grid.view.visualRect(grid.people.index(row, 0)).bottom() < seen(grid))
    grid.view.setCurrentIndex(grid.people.index(last, 0))
    calls.replace([TALKING, WAITING])
    QApplication.processEvents()
    box = grid.view.visualRect(grid.people.index(last, 0))
    assert box.top() >= 0
    assert box.bottom() < seen(grid)


def seen(grid: Grid) -> int:
    return grid.view.viewport().height()
