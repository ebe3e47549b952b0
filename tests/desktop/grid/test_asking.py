"""While a colleague is asked before a call is passed on: which call is meant, what Enter and F4 do, and what they are called."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.desktop.grid.action_rules import name, why_not
from kalix_presence.desktop.grid.actions import GridActions
from kalix_presence.desktop.grid.call_strip import CallStrip
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.grid.undo_line import UndoLine
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.present_call import CallState
from tests.desktop.grid.test_calls import TALKING, WAITING, tell
from tests.desktop.sample import NOON

HELD = msgspec.structs.replace(TALKING, state=CallState.HELD, consulting="2031")
ASKING = wire.PresentCallView(
    "c1-asks", "2004", CallState.TALKING, NOON - timedelta(seconds=5), "2031", "2031", "Lars Öhman", "2031", outward=True
)


@pytest.fixture
def calls(qapp: object) -> GridCalls:
    """Karin waits while Lars is asked, and somebody waits at the switchboard."""
    made = GridCalls()
    for call in (WAITING, HELD, ASKING):
        tell(made, call)
    return made


@pytest.fixture
def joined(grid: Grid, presence: Presence, calls: GridCalls) -> Grid:
    """The grid with these calls in its strip."""
    grid.join(CallStrip(presence, calls, "en"), QWidget(), UndoLine())
    grid.show_call(calls.chosen)
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    return grid


def test_the_caller_who_waits_is_the_one_that_is_passed_on(calls: GridCalls) -> None:
    assert calls.chosen == HELD, "the asking itself is passed on to nobody"
    calls.choose("c2")
    calls.choose_next()
    assert calls.chosen == HELD
    tell(calls, msgspec.structs.replace(ASKING, state=CallState.ENDED))
    tell(calls, TALKING)
    assert calls.chosen is not None
    assert not calls.chosen.consulting


def test_what_the_call_is_about_stays_in_sight_and_the_keyboard_goes_back_to_the_search(joined: Grid, calls: GridCalls) -> None:
    strip = joined.strip
    assert strip is not None
    QTest.keyClick(joined.search, Qt.Key.Key_F5)
    QTest.keyClicks(strip.word, "a bill")
    QTest.keyClick(strip.word, Qt.Key.Key_F4)
    assert joined.focusWidget() is joined.search
    assert strip.word.text() == "a bill"
    assert calls.word(HELD) == "a bill"


def test_enter_connects_whoever_is_asked_and_refuses_anybody_else(joined: Grid, presence: Presence, calls: GridCalls) -> None:
    asked: list[str] = []
    refused: list[str] = []

    class Hub:
        async def send(self, _method: str, path: str, *, body: object = None) -> bytes:
            del body
            asked.append(path)
            return b""

    doing = GridActions(presence, calls, "en", lambda work, done: done(asyncio.run(work(SimpleNamespace(hub=Hub()))), None))
    doing.failed.connect(refused.append)
    doing.do(Do.CALL, "2041")
    assert (asked, refused) == ([], ["Somebody is being asked: F4 connects them, Shift+F4 is back with the caller."])
    doing.do(Do.CALL, "2031")
    doing.do(Do.CONSULT, "2041")
    assert asked == ["/calls/c1/complete"] * 2


def test_the_buttons_say_what_their_keys_do(joined: Grid) -> None:
    joined.search.setText("2031")
    situation = joined.situation()
    assert (name(Do.CALL, situation), name(Do.CONSULT, situation)) == ("Transfer", "Connect")
    assert not why_not(Do.CALL, situation)
    joined.search.setText("2041")
    assert "F4 connects" in joined.acts.button(Do.CALL).toolTip()
    assert joined.acts.button(Do.CONSULT).isEnabled()
    assert joined.acts.button(Do.CONSULT).text().startswith("Connect")
