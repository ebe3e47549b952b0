"""Callback messages over the wire: what is left out, what a newer hub says, and what a step needs."""

from __future__ import annotations

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import AddresseeKind, Outcome, Source, Stage, Step
from tests.clocks import NINE

LEAST = b"""{"id":"0af3","version":1,"stage":"new","to_kind":"person","to":"2041","to_name":"Anna Ek","made_by":"2001",
"made_by_name":"Maria Holm","made_at":"2026-11-24T08:00:00Z","due":"2026-11-24T10:00:00Z"}"""


def test_a_message_goes_to_a_person_unless_it_says_otherwise() -> None:
    asked = msgspec.json.decode(b'{"to":"2041"}', type=wire.MessageRequest)
    assert asked.to_kind is AddresseeKind.PERSON
    assert msgspec.json.encode(asked) == b'{"to":"2041"}'


def test_nobody_is_hurried_unless_it_is_said() -> None:
    assert not msgspec.json.decode(b'{"to":"2041"}', type=wire.MessageRequest).urgent
    assert not msgspec.json.decode(LEAST, type=wire.MessageView).urgent


@pytest.mark.parametrize(
    "body", [b'{"to":"x","to_kind":"pigeon"}', b"{}", b'{"to":null}', b'{"to":"2041","call_after":"at nine"}']
)
def test_a_message_to_nobody_or_by_no_known_way_is_refused(body: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=wire.MessageRequest)


@pytest.mark.parametrize(
    "body", [b'{"step":"take"}', b'{"version":4}', b'{"step":"shred","version":4}', b'{"step":"take","version":"4"}']
)
def test_a_step_names_the_version_it_was_seen_at(body: bytes) -> None:
    """Without it two who act at once would each undo the other."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=wire.MessageStep)


def test_a_step_by_itself_hands_over_to_nobody() -> None:
    step = msgspec.json.decode(b'{"step":"take","version":4}', type=wire.MessageStep)
    assert (step.step, step.to, step.outcome, step.until, step.way) == (Step.TAKE, None, None, None, Way.TRAY)


def test_what_nobody_has_done_yet_is_not_claimed() -> None:
    view = msgspec.json.decode(LEAST, type=wire.MessageView)
    assert (view.stage, view.source, view.calls, view.late) == (Stage.NEW, Source.LEFT, 1, 0)
    assert (view.taker, view.closed_at, view.attempts, view.late_for) == (None, None, [], [])
    assert not view.can_ring
    assert not view.proposes_done
    assert not view.reached


def test_an_empty_field_is_not_sent() -> None:
    view = msgspec.json.decode(LEAST, type=wire.MessageView)
    assert msgspec.json.decode(msgspec.json.encode(view)) == msgspec.json.decode(LEAST)


def test_an_outcome_that_only_a_newer_hub_knows_is_unknown() -> None:
    attempt = msgspec.json.decode(
        b'{"at":"2026-11-24T09:00:00Z","by_name":"Anna Ek","outcome":"beamed"}', type=wire.AttemptView
    )
    assert attempt.outcome is Outcome.UNKNOWN
    assert attempt.talked is None


def test_a_conversation_of_no_length_is_told_from_none() -> None:
    short = wire.AttemptView(NINE, "Anna Ek", Outcome.ANSWERED, 0.0)
    assert msgspec.json.decode(msgspec.json.encode(short), type=wire.AttemptView).talked == 0.0


def test_the_last_page_names_no_next() -> None:
    assert msgspec.json.decode(b'{"messages":[]}', type=wire.MessagesPage).next is None
    assert msgspec.json.encode(wire.MessagesPage([], "0af3")) == b'{"messages":[],"next":"0af3"}'


def test_what_is_dialled_is_told_only_where_it_is_another_number() -> None:
    assert msgspec.json.encode(wire.CallBegun("7")) == b'{"call":"7"}'
    assert msgspec.json.decode(b'{"call":"7"}', type=wire.CallBegun).dialled == ""
