"""The strip of present calls: what each says, how many there is room for, and the ways out while somebody is asked."""

from __future__ import annotations

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.grid.call_strip import CallStrip
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.present_call import CallState
from tests.desktop.grid.call_samples import TALKING, WAITING, ended, tell
from tests.desktop.sample import Clock, reasons_view


@pytest.fixture
def strip(qtbot: QtBot, presence: Presence, calls: GridCalls) -> CallStrip:
    made = CallStrip(presence, calls, "en")
    qtbot.addWidget(made)
    return made


def test_the_strip_says_who_for_whom_why_and_how_long(strip: CallStrip, calls: GridCalls, clock: Clock) -> None:
    assert strip.isHidden()
    tell(calls, WAITING)
    tell(calls, TALKING)
    first, second = strip.lines
    assert first.accessibleName() == (
        "Talking, Karin Berg, 0923-555 12, for Anna Ek: lunch, Earlier callbacks: 2, the last 10:00 to Anna Ek: bygglov (done). "
        "Enter transfers this call."
    )
    assert first._lasted.text() == "1:15"
    clock.move(seconds=5)
    strip._tick()
    assert first._lasted.text() == "1:20"
    assert second.accessibleName() == "Waits at the switchboard, 0923-555 13, for Lars Öhman: no answer after 5 signals."
    for call in (WAITING, TALKING):
        tell(calls, ended(call))
    assert strip.isHidden()


def test_the_policy_s_signals_and_what_the_exchange_cannot_do_are_said(
    strip: CallStrip, calls: GridCalls, presence: Presence
) -> None:
    view = msgspec.structs.replace(reasons_view(), signals=3, unable=["move_call"])
    presence.on_session_event(FactsChanged(presence.me, view, list(presence.people.values()), None))
    tell(calls, WAITING)
    [line] = strip.lines
    assert "no answer after 3 signals" in line.accessibleName()
    assert not line._take_button.isEnabled()
    assert "cannot transfer" in line._take_button.toolTip()


def test_more_calls_than_there_is_room_for_are_counted(strip: CallStrip, calls: GridCalls) -> None:
    for number in range(6):
        tell(calls, msgspec.structs.replace(WAITING, id=f"w{number}"))
    assert len(strip.lines) == 4
    assert strip._more.text().startswith("2 more call")


def test_while_somebody_is_asked_both_ways_out_are_offered(strip: CallStrip, calls: GridCalls, qtbot: QtBot) -> None:
    tell(calls, msgspec.structs.replace(TALKING, state=CallState.HELD, consulting="2031"))
    assert strip._join.text() == "Connect with Lars Öhman   F4"
    with qtbot.waitSignal(strip.complete_asked) as asked:
        strip._join.click()
    assert asked.args == ["c1"]
    with qtbot.waitSignal(strip.cancel_asked):
        strip._back.click()
