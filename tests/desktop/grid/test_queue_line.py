"""The receptionist's head line: how many wait, the longest, since when; as many calls as there is room for, never under a card."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import Happened
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.call_strip import LEAST, CallStrip
from kalix_presence.desktop.grid.controller import GridController
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.widgets.corner import free_place
from kalix_presence.desktop.widgets.toast import Toast
from kalix_presence.model.present_call import CallState
from tests.desktop.sample import NOON, Clock

WAITS = wire.PresentCallView(
    "w0", "9", CallState.RINGING, NOON - timedelta(seconds=134), "+4692355513", "0923-555 13", why="no_answer",
    diverted_from="2031", diverted_from_name="Lars Öhman", waiting=True,
)  # fmt: skip


def waiting(number: int, seconds: int) -> wire.PresentCallView:
    return msgspec.structs.replace(WAITS, id=f"w{number}", since=NOON - timedelta(seconds=seconds))


@pytest.fixture
def desk(presence: Presence, receptionist: wire.Me, qtbot: QtBot) -> GridController:
    made = GridController(presence, Messages(presence), "en", submit=lambda *_: None, say=lambda *_: None)
    made.open()
    assert made.grid is not None
    qtbot.addWidget(made.grid)
    qtbot.waitExposed(made.grid)
    return made


def strip_of(desk: GridController) -> CallStrip:
    assert desk.grid is not None
    assert desk.grid.strip is not None
    return desk.grid.strip


def tell(desk: GridController, *calls: wire.PresentCallView) -> None:
    for call in calls:
        desk.on_session_event(Happened(wire.CallChanged(call)))


@pytest.mark.parametrize("waits", [[0], [59, 61], [3, 600, 5], [7_199, *range(20)]])
def test_the_line_says_how_many_the_longest_and_since_when(desk: GridController, waits: list[int]) -> None:
    tell(desk, *(waiting(at, seconds) for at, seconds in enumerate(waits)))
    said = strip_of(desk).who_waits()
    assert said.startswith(f"{len(waits)} wait")
    assert f"{max(waits) // 60}:{max(waits) % 60:02}, since " in said


def test_the_line_counts_on_and_goes_with_the_last_who_waits(desk: GridController, clock: Clock) -> None:
    strip = strip_of(desk)
    assert strip._head.isHidden()
    tell(desk, waiting(1, 134), waiting(2, 20))
    assert strip._head.text().startswith("2 wait")
    assert "2:14, since 11:57" in strip._head.text() or "2:14, since 12:57" in strip._head.text()
    clock.move(seconds=2)
    strip._tick()
    assert "2:16" in strip._head.text()
    for number in (1, 2):
        tell(desk, msgspec.structs.replace(waiting(number, 0), state=CallState.ENDED))
    assert strip._head.isHidden()


def test_as_many_calls_stand_as_there_is_room_for(desk: GridController) -> None:
    assert desk.grid is not None
    strip = strip_of(desk)
    desk.grid.resize(1_200, 560)
    tell(desk, *(waiting(number, number) for number in range(20)))
    QApplication.processEvents()
    assert len(strip.lines) == LEAST
    desk.grid.resize(1_200, 1_600)
    QApplication.processEvents()
    assert LEAST < len(strip.lines) < 20
    assert strip._more.text().startswith(f"{20 - len(strip.lines)} more call")
    assert desk.grid.view.viewport().height() >= 4 * desk.grid.view.cell_height()
    desk.grid.resize(1_200, 560)
    QApplication.processEvents()
    assert len(strip.lines) == LEAST


SCREEN = QRect(0, 0, 1_920, 1_040)
STRIPS = st.tuples(st.integers(0, 300), st.integers(20, 300)).map(lambda ends: QRect(100, ends[0], 1_800, ends[1]))
BARS = st.integers(700, 1_000).map(lambda top: QRect(100, top, 1_800, 40))


@given(strip=STRIPS, bar=BARS, width=st.integers(200, 480), height=st.integers(60, 360), upper=st.booleans())
def test_a_card_keeps_off_keys_and_waiting_times_wherever_there_is_room(
    strip: QRect, bar: QRect, width: int, height: int, upper: bool
) -> None:
    place = free_place(width, height, SCREEN, [], kept=[strip, bar], upper=upper)
    card = QRect(place.x(), place.y(), width, height)
    assert SCREEN.contains(card)
    if bar.top() - (strip.top() + strip.height()) >= height + 20:
        assert not card.intersects(strip)
        assert not card.intersects(bar)


def test_a_card_that_is_shown_makes_way_when_the_keys_come_under_it(desk: GridController, qtbot: QtBot) -> None:
    assert desk.grid is not None
    note = Toast()
    qtbot.addWidget(note)
    desk.grid.hide()
    note.say("Sent", "The message is left.")
    before = note.frameGeometry()
    free = desk.grid.screen().availableGeometry()
    desk.grid.setGeometry(free)
    desk.grid.show()
    keys = desk.grid.acts

    def clear() -> bool:
        bar = QRect(keys.mapToGlobal(QPoint(0, 0)), keys.size())
        return not note.frameGeometry().intersects(bar)

    qtbot.waitUntil(clear)
    assert before.isValid()
