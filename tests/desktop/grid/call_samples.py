"""Present calls as the hub tells of them, for tests of the windows."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from kalix_presence import wire
from kalix_presence.client.session_events import Happened
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.model.callback import Stage
from kalix_presence.model.present_call import CallState
from tests.desktop.sample import NOON

TALKING = wire.PresentCallView(
    "c1",
    "2004",
    CallState.TALKING,
    NOON - timedelta(seconds=75),
    "+4692355512",
    "0923-555 12",
    "Karin Berg",
    diverted_from="2041",
    diverted_from_name="Anna Ek",
    why="absence",
    reason="lunch",
    earlier=2,
    last=wire.EarlierCallback("m1", NOON - timedelta(hours=2), Stage.DONE, "Anna Ek", "bygglov"),
)
WAITING = wire.PresentCallView(
    "c2", "9", CallState.RINGING, NOON - timedelta(seconds=20), "+4692355513", "0923-555 13", why="no_answer",
    diverted_from="2031", diverted_from_name="Lars Öhman", waiting=True,
)  # fmt: skip
RINGING = wire.PresentCallView("c3", "2041", CallState.RINGING, NOON, "2031", "2031", "Lars Öhman", "2031", word="om bygglov")


def tell(calls: GridCalls, call: wire.PresentCallView) -> None:
    calls.on_session_event(Happened(wire.CallChanged(call)))


def ended(call: wire.PresentCallView) -> wire.PresentCallView:
    return msgspec.structs.replace(call, state=CallState.ENDED)
