"""Present calls as the grid has them: which one a transfer moves, what ends, and what rings."""

from __future__ import annotations

import msgspec

from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.model.present_call import CallState
from tests.desktop.grid.call_samples import RINGING, TALKING, WAITING, ended, tell


def test_one_s_own_call_is_what_a_transfer_moves_until_another_is_chosen(calls: GridCalls) -> None:
    assert calls.chosen is None
    tell(calls, WAITING)
    assert calls.chosen is None, "a call that waits is taken first"
    tell(calls, TALKING)
    assert calls.chosen == TALKING
    assert [call.id for call in calls.all] == ["c1", "c2"]
    calls.choose_next()
    assert calls.chosen == WAITING
    tell(calls, ended(WAITING))
    assert calls.chosen == TALKING
    tell(calls, ended(TALKING))
    assert calls.all == []


def test_what_ended_while_the_calls_were_asked_for_does_not_come_back(calls: GridCalls) -> None:
    tell(calls, TALKING)
    calls.begin()
    tell(calls, ended(TALKING))
    calls.replace([TALKING, WAITING])
    assert [call.id for call in calls.all] == ["c2"]


def test_it_rings_once_and_only_at_one_s_own_phone(calls: GridCalls) -> None:
    rang: list[str] = []
    over: list[str] = []
    calls.rings.connect(lambda call: rang.append(call.id))
    calls.ended.connect(over.append)
    for call in (WAITING, TALKING, RINGING, RINGING):
        tell(calls, call)
    assert rang == ["c3"]
    tell(calls, msgspec.structs.replace(RINGING, state=CallState.TALKING))
    assert over == ["c3"]
