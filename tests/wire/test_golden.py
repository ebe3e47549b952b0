"""Golden messages of API version 1: never edited, so that a client of today reads a hub of tomorrow and the other way round."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire

GOLDEN = Path(__file__).parent / "v1"
BODIES: dict[str, type[msgspec.Struct]] = {
    "absence_wish": wire.AbsenceRequest,
    "status_reply": wire.StatusReply,
    "person": wire.PersonView,
    "preferences": wire.PreferencesView,
    "preferences_wish": wire.PreferencesRequest,
    "plan": wire.PlanView,
    "plans": wire.PlansView,
    "plan_wish": wire.PlanRequest,
    "holding": wire.HoldingView,
    "calendars": wire.CalendarsView,
    "calendar_wish": wire.CalendarRequest,
    "asked": wire.AskedDay,
    "problem": wire.Problem,
    "rule": wire.RuleView,
    "signed_in": wire.SignedIn,
    "board": wire.BoardView,
    "people_page": wire.PeoplePage,
    "unit_forwarded": wire.UnitForwarded,
    "message": wire.MessageView,
    "message_history": wire.MessageHistory,
    "callback_advice": wire.CallbackAdvice,
    "appointments": wire.AppointmentsView,
    "delegations": wire.DelegationsView,
    "delegation_wish": wire.DelegationRequest,
    "own_copy": wire.OwnCopy,
    "sketch": wire.SketchView,
    "sketch_wish": wire.SketchWish,
    "first_steps": wire.FirstSteps,
    "step_said": wire.StepSaid,
    "newcomers": wire.NewcomersView,
    "me": wire.Me,
    "greetings": wire.GreetingsView,
    "greeting_wish": wire.GreetingWish,
    "cards": wire.CardsView,
    "sources": wire.SourcesView,
    "held_page": wire.HeldPage,
    "held_answer": wire.HeldAnswerRequest,
}
EVENTS = (
    "hello",
    "board_apart",
    "standing",
    "lines",
    "pbx",
    "directory",
    "person",
    "drift",
    "plans",
    "deputy_asked",
    "calendars",
    "asked",
    "notices",
    "appointments",
    "delegations",
    "newcomer",
    "newcomers",
    "greeting",
    "call",
    "nudge",
    "mailbox_away",
    "set_for_you",
    "sketch",
)


@pytest.mark.parametrize("name", BODIES)
def test_a_body_of_version_1_is_read_and_written_as_ever(name: str) -> None:
    text = (GOLDEN / f"{name}.json").read_bytes()
    read = msgspec.json.decode(text, type=BODIES[name])
    assert json.loads(msgspec.json.encode(read)) == json.loads(text)


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_of_version_1_is_read_and_written_as_ever(kind: str) -> None:
    text = (GOLDEN / f"event_{kind}.json").read_bytes()
    event = wire.decode_event(text)
    assert event is not None
    assert json.loads(msgspec.json.encode(event)) == json.loads(text)


def test_an_event_of_a_kind_that_is_not_known_is_skipped() -> None:
    assert wire.decode_event(b'{"kind":"callback","number":7,"whatever":[1]}') is None


def test_a_field_that_is_not_known_is_skipped() -> None:
    event = wire.decode_event(b'{"kind":"pbx","connected":true,"new":1}')
    assert event == wire.PbxChanged(True)


def test_a_known_event_that_is_broken_is_not_skipped() -> None:
    with pytest.raises(msgspec.ValidationError):
        wire.decode_event(b'{"kind":"pbx","connected":"perhaps"}')
