"""Calls of the model PBX: each change is told once, talk is counted from the answer, and what is not there is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kalix_presence.hub.pbx.embedded.virtual_calls import Consult, VirtualCalls
from kalix_presence.hub.pbx.protocol import CallSeen, PbxEvent, Talked
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.present_call import CallState, DivertReason
from tests.clocks import NINE, Clock

ANNA, PER = "2041", "2042"


class Exchange:
    """The calls, what was told of them, and their clock."""

    def __init__(self) -> None:
        self.clock, self.told = Clock(NINE), list[PbxEvent]()
        self.calls = VirtualCalls(self.told.append, self.clock)

    @property
    def seen(self) -> list[CallState]:
        return [event.call.state for event in self.told if isinstance(event, CallSeen)]


def test_a_call_is_told_from_its_first_ring_to_its_end() -> None:
    one = Exchange()
    call = one.calls.begin(ANNA, "070", name="Karin", diverted_from=PER, why=DivertReason.NO_ANSWER, waiting=True)
    [begun] = one.told
    assert isinstance(begun, CallSeen)
    assert (begun.call.extension, begun.call.number, begun.call.name, begun.call.since) == (ANNA, "070", "Karin", NINE)
    assert (begun.call.diverted_from, begun.call.why, begun.call.waiting) == (PER, DivertReason.NO_ANSWER, True)
    assert (begun.call.internal, begun.call.withheld, begun.call.outward) == (False, False, False)
    one.clock.move(seconds=5)
    one.calls.set_state(call, CallState.TALKING)
    talking = one.calls.require(call)
    assert (talking.since, talking.waiting) == (NINE + timedelta(seconds=5), False)
    one.clock.move(seconds=60)
    assert one.calls.end(call) == 60.0
    assert one.seen == [CallState.RINGING, CallState.TALKING, CallState.ENDED]
    assert one.told[-1] == Talked(ANNA, "070", False, 60.0)
    assert one.calls.present == {}


def test_talk_is_counted_from_the_first_answer_whatever_is_held_meanwhile() -> None:
    one = Exchange()
    call = one.calls.begin(ANNA, "070", outward=True)
    for state in (CallState.TALKING, CallState.HELD, CallState.TALKING):
        one.calls.set_state(call, state)
        one.clock.move(seconds=10)
    assert one.calls.end(call) == 30.0
    assert one.told[-1] == Talked(ANNA, "070", True, 30.0)


def test_a_call_that_nobody_answered_was_no_talk_and_one_that_has_ended_ends_once() -> None:
    one = Exchange()
    call = one.calls.begin(ANNA, "")
    assert one.calls.require(call).withheld
    one.clock.move(seconds=30)
    assert [one.calls.end(call), one.calls.end(call)] == [0.0, 0.0]
    assert one.seen == [CallState.RINGING, CallState.ENDED]
    assert not [event for event in one.told if isinstance(event, Talked)]


def test_an_end_is_told_with_its_time_and_without_waiting() -> None:
    one = Exchange()
    call = one.calls.begin(ANNA, "070", waiting=True)
    one.clock.move(seconds=3)
    one.calls.end(call)
    ended = one.told[-1]
    assert isinstance(ended, CallSeen)
    assert (ended.call.since, ended.call.waiting) == (NINE + timedelta(seconds=3), False)


def test_each_call_has_an_id_of_its_own_or_the_one_that_is_given() -> None:
    one = Exchange()
    ids = [one.calls.begin(ANNA, "1"), one.calls.begin(PER, "2"), one.calls.begin(ANNA, "3", call_id="mine")]
    assert len(set(ids)) == 3
    assert ids[2] == "mine"
    assert [call.number for call in one.calls.of(ANNA)] == ["1", "3"]
    assert one.calls.of("2099") == []


@pytest.mark.parametrize(("outward", "internal", "known"), [(True, False, True), (False, True, True), (False, False, False)])
def test_whom_one_has_dialled_is_known(outward: bool, internal: bool, known: bool) -> None:
    one = Exchange()
    assert one.calls.require(one.calls.begin(ANNA, "070", outward=outward, internal=internal)).internal is known


def test_the_far_end_becomes_the_other_calls_party() -> None:
    one = Exchange()
    asking, other = one.calls.begin(ANNA, PER, outward=True), one.calls.begin(PER, "", name="Okänd")
    one.calls.talks_to(asking, one.calls.require(other))
    now = one.calls.require(asking)
    assert (now.number, now.name, now.internal, now.withheld, now.extension) == ("", "Okänd", False, True, ANNA)
    assert one.told[-1] == CallSeen(now)


def test_the_held_and_the_asking_call_find_their_consultation_and_no_other_does() -> None:
    one = Exchange()
    one.calls.consults += [Consult("a", "b", "c"), Consult("d", "e", None)]
    assert one.calls.consult_of("a") == one.calls.consult_of("b") == Consult("a", "b", "c")
    assert one.calls.consult_of("e") == Consult("d", "e", None)
    for call in ("c", "x"):
        with pytest.raises(Unavailable, match="pbx-refused") as refused:
            one.calls.consult_of(call)
        assert refused.value.params == {"action": "consult"}


def test_nothing_is_done_to_a_call_that_is_not_there() -> None:
    one = Exchange()
    call = one.calls.begin(ANNA, "070")
    for work in (lambda: one.calls.set_state("x", CallState.HELD), lambda: one.calls.talks_to("x", one.calls.require(call))):
        with pytest.raises(Unavailable, match="pbx-refused") as refused:
            work()
        assert refused.value.params == {"action": "call"}
    assert len(one.told) == 1
