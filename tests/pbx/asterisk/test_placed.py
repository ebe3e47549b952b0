"""How a placed call ended is told once, and only to whom it was begun for; never as answered when somebody else was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.pbx.asterisk.placed import PlacedCalls, outcome_of
from kalix_presence.hub.pbx.protocol import PbxEvent, PlacedCallEnded
from kalix_presence.model.callback import Outcome
from kalix_presence.model.present_call import DivertReason
from tests.clocks import Clock

HANGUP, REFUSED = {"Event": "Hangup"}, {"Event": "OriginateResponse", "Response": "Failure"}
THERE = DivertReason.NONE


def dialled(status: str) -> dict[str, str]:
    return {"Event": "DialEnd", "DialStatus": status}


def placed() -> tuple[PlacedCalls, list[PbxEvent], Clock]:
    told, clock = list[PbxEvent](), Clock()
    calls = PlacedCalls(told.append, clock)
    calls.begin("a")
    return calls, told, clock


@given(
    st.sampled_from(["ANSWER", "BUSY", "NOANSWER", "CANCEL", "CHANUNAVAIL", "CONGESTION", ""]), st.sampled_from(DivertReason)
)
def test_only_the_one_who_was_dialled_answers(status: str, why: DivertReason) -> None:
    assert (outcome_of(status, why) is Outcome.ANSWERED) == (status == "ANSWER" and why is THERE)


@pytest.mark.parametrize(
    ("status", "why", "outcome"),
    [
        ("BUSY", THERE, Outcome.BUSY),
        ("NOANSWER", THERE, Outcome.NO_ANSWER),
        ("CANCEL", THERE, Outcome.NO_ANSWER),
        ("CHANUNAVAIL", THERE, Outcome.FAILED),
        ("", THERE, Outcome.FAILED),
        ("", DivertReason.ABSENCE, Outcome.FAILED),
        ("ANSWER", DivertReason.BUSY, Outcome.BUSY),
        ("ANSWER", DivertReason.ABSENCE, Outcome.NO_ANSWER),
    ],
)
def test_how_it_ended(status: str, why: DivertReason, outcome: Outcome) -> None:
    assert outcome_of(status, why) is outcome


def test_it_has_talked_from_the_answer_to_the_end_whoever_was_dialled_after() -> None:
    calls, told, clock = placed()
    calls.accepted("a")
    clock.move(seconds=9)
    calls.on_event(dialled("ANSWER"), "a", THERE)
    clock.move(seconds=31)
    calls.on_event(dialled("CANCEL"), "a", THERE)
    calls.on_event(HANGUP, "a", THERE)
    calls.on_event(HANGUP, "a", THERE)
    assert told == [PlacedCallEnded("a", Outcome.ANSWERED, timedelta(seconds=31).total_seconds())]


@pytest.mark.parametrize("ends", [HANGUP, REFUSED])
def test_an_end_that_comes_before_its_id_is_known_is_told_after(ends: dict[str, str]) -> None:
    calls, told, _ = placed()
    calls.on_event(ends, "a", THERE)
    calls.on_event(HANGUP, "a", THERE)
    assert told == []
    calls.accepted("a")
    assert told == [PlacedCallEnded("a", Outcome.FAILED)]
    calls.accepted("a")
    calls.lost()
    assert len(told) == 1


def test_of_others_and_of_one_that_was_refused_nothing_is_told() -> None:
    calls, told, _ = placed()
    calls.accepted("b")
    calls.on_event(HANGUP, "", THERE)
    calls.on_event(HANGUP, "b", THERE)
    calls.refused("a")
    calls.on_event(HANGUP, "a", THERE)
    calls.lost()
    assert told == []


def test_when_the_connection_breaks_each_that_was_taken_has_failed_once() -> None:
    calls, told, _ = placed()
    calls.begin("b")
    calls.accepted("a")
    calls.lost()
    calls.lost()
    calls.on_event(HANGUP, "a", THERE)
    assert told == [PlacedCallEnded("a", Outcome.FAILED)]
