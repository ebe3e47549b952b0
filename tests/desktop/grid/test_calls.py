"""Present calls: which one a transfer moves, what the strip says, and the card at an incoming call."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.desktop.grid.actions import GridActions
from kalix_presence.desktop.grid.call_strip import CallStrip
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.grid.undo_line import UndoLine
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from tests.desktop.grid.call_samples import TALKING, WAITING, ended, tell


@pytest.fixture
def joined(grid: Grid, presence: Presence, calls: GridCalls, qtbot: QtBot) -> Grid:
    strip, undo = CallStrip(presence, calls, "en"), UndoLine()
    grid.join(strip, QWidget(), undo)
    calls.changed.connect(lambda: grid.show_call(calls.chosen))
    return grid


def test_a_word_is_one_key_away_and_each_call_keeps_its_own(joined: Grid, calls: GridCalls, qtbot: QtBot) -> None:
    strip = joined.strip
    assert strip is not None
    QTest.keyClick(joined.search, Qt.Key.Key_F5)
    assert "no call" in joined.said.text()
    tell(calls, TALKING)
    tell(calls, WAITING)
    QTest.keyClick(joined.search, Qt.Key.Key_F5)
    assert joined.focusWidget() is strip.word
    QTest.keyClicks(strip.word, "a bill from May")
    assert calls.word(TALKING) == "a bill from May"
    assert not joined.search.text()
    with qtbot.waitSignal(joined.act_asked) as asked:
        QTest.keyClick(strip.word, Qt.Key.Key_Return)
    assert asked.args is not None
    assert asked.args[0] is Do.CALL
    calls.choose_next()
    assert strip.word.text() == ""
    assert [strip._box.indexOf(widget) for widget in (*strip.lines, strip.word)] == [0, 1, 2]
    calls.choose_next()
    assert [strip._box.indexOf(widget) for widget in (strip.lines[0], strip.word, strip.lines[1])] == [0, 1, 2]
    assert strip.word.text() == "a bill from May"
    QTest.keyClick(strip.word, Qt.Key.Key_Escape)
    assert calls.word(TALKING) == ""
    assert joined.focusWidget() is joined.search
    assert joined.isVisible()


def test_a_word_goes_with_its_call_and_the_keyboard_back_to_the_search(joined: Grid, calls: GridCalls) -> None:
    strip = joined.strip
    assert strip is not None
    told = msgspec.structs.replace(TALKING, word="om bygglov")
    tell(calls, told)
    assert strip.word.text() == "om bygglov", "what came with the call goes on with it"
    joined.act(Do.WORD)
    QTest.keyClicks(strip.word, "a bill")
    tell(calls, ended(told))
    assert strip.word.isHidden()
    assert joined.focusWidget() is joined.search
    tell(calls, TALKING)
    assert calls.word(TALKING) == ""


@pytest.mark.parametrize(("act", "path"), [(Do.CALL, "/calls/c1/transfer"), (Do.CONSULT, "/calls/c1/consult")])
def test_the_word_reaches_the_hub_with_either_way_of_passing_on(
    grid: Grid, presence: Presence, calls: GridCalls, act: Do, path: str
) -> None:
    sent: list[tuple[str, object]] = []

    class Hub:
        async def send(self, method: str, path: str, *, body: object) -> bytes:
            sent.append((path, body))
            return b""

    doing = GridActions(presence, calls, "en", lambda work, done: done(asyncio.run(work(SimpleNamespace(hub=Hub()))), None))
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    tell(calls, TALKING)
    calls.say("c1", "a bill from May")
    doing.do(act, "2031")
    assert sent == [(path, wire.TransferRequest("2031", "a bill from May"))]
