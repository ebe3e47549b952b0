"""A callback message in words: who, about what, by when, how it went, whose it is; the same wherever it is read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kalix_presence import wire
from kalix_presence.client.session_events import RequestState, StepChanged
from kalix_presence.desktop.callbacks import words
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import AddresseeKind, Outcome, Source, Stage, Step
from tests.desktop.callbacks.message_samples import ME, OTHER, message
from tests.desktop.sample import NOON

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("more", "who", "reach"),
    [
        ({}, "Eva Niemi 1", "0923-123 45"),
        ({"caller_organisation": "Bergs AB"}, "Eva Niemi 1", "0923-123 45 · Bergs AB"),
        ({"caller_name": "", "caller_organisation": "Bergs AB"}, "0923-123 45", "Bergs AB"),
        ({"caller_name": "", "number_shown": "", "caller_organisation": "Bergs AB"}, "Bergs AB", ""),
        ({"caller_name": "", "number_shown": ""}, "Unknown caller", ""),
    ],
)
def test_a_caller_is_named_as_well_as_can_be_and_nothing_is_said_twice(more: dict[str, Any], who: str, reach: str) -> None:
    assert (words.who(message(**more)), words.reach(message(**more))) == (who, reach)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Bygglov för en altan"),
        ({"source": Source.MISSED, "about": ""}, "Missed call."),
        ({"source": Source.MISSED, "calls": 3}, "Missed calls: 3."),
        ({"source": Source.ASKED, "about": ""}, "Asked to be called back, by pressing the key in the announcement."),
        ({"source": Source.ASKED}, "Bygglov för en altan"),
    ],
)
def test_what_it_is_about_is_said_also_where_nobody_wrote_it(more: dict[str, Any], said: str) -> None:
    assert words.about(message(**more)) == said


@pytest.mark.parametrize(
    ("more", "said", "briefly"),
    [
        ({}, "Call by 13:00", "Call by 13:00"),
        ({"due": NOON - MINUTE}, "Late: should have been called by 11:59", "Late since 11:59"),
        ({"due": NOON - MINUTE, "later": NOON + HOUR}, "Put off until 13:00", "Put off until 13:00"),
        ({"due": NOON - MINUTE, "later": NOON - MINUTE}, "Late: should have been called by 11:59", "Late since 11:59"),
        ({"call_after": NOON + MINUTE}, "Call between 12:01 and 13:00", "Call between 12:01 and 13:00"),
        ({"call_after": NOON - MINUTE}, "Call by 13:00", "Call by 13:00"),
        (
            {"stage": Stage.DONE, "closed_at": NOON, "closed_by_name": "Anna Ek"},
            "Done 12:00 by Anna Ek",
            "Done 12:00 by Anna Ek",
        ),
        ({"stage": Stage.DONE, "due": NOON - HOUR}, "Done 11:00", "Done 11:00"),
    ],
)
def test_by_when_to_ring_is_said_and_late_is_not_only_coloured(
    presence: Presence, more: dict[str, Any], said: str, briefly: str
) -> None:
    assert words.due(message(**more), presence, "en") == said
    assert words.due_briefly(message(**more), presence, "en") == briefly


def test_late_is_what_is_past_its_due_time_and_not_done() -> None:
    assert not words.is_late(message(due=NOON), NOON)
    assert words.is_late(message(due=NOON - MINUTE), NOON)
    assert not words.is_late(message(due=NOON - MINUTE, stage=Stage.DONE), NOON)


def test_where_it_comes_from_is_said_with_the_word_that_came_along(presence: Presence) -> None:
    assert words.origin(message(), presence, "en") == "Taken down by Maria Holm, 11:50"
    assert words.origin(message(source=Source.MISSED), presence, "en") == "Called 11:50"
    handed = message(word="Ditt ärende", former_name="Per Berg")
    assert words.origin(handed, presence, "en").splitlines()[1:] == ["Per Berg: “Ditt ärende”"]
    assert words.origin(message(word="Ditt ärende"), presence, "en").splitlines()[1:] == ["“Ditt ärende”"]


def test_a_group_is_named_with_whoever_took_it(presence: Presence) -> None:
    assert words.addressee(message()) == ME.name
    assert words.addressee(message(to_kind=AddresseeKind.SWITCHBOARD, to_name="")) == "The switchboard"
    unit = message(to_kind=AddresseeKind.UNIT, to="bygg", to_name="Bygg", taker_name="Per Berg")
    assert words.addressee(unit) == "Bygg, taken by Per Berg"
    assert words.for_others(unit, presence) == "To Bygg, taken by Per Berg"
    assert words.for_others(message(), presence) == ""
    assert words.for_others(message(to=OTHER.extension, to_name=OTHER.name), presence) == f"To {OTHER.name}"
    assert words.for_others(message(to_kind=AddresseeKind.UNIT, to=ME.extension, to_name="Bygg"), presence) == "To Bygg"


def tries(*outcomes: Outcome) -> dict[str, Any]:
    return {"attempts": [wire.AttemptView(NOON + number * MINUTE, "Anna Ek", each) for number, each in enumerate(outcomes)]}


def test_attempts_stand_newest_first_and_a_row_counts_them(presence: Presence) -> None:
    twice = message(**tries(Outcome.BUSY, Outcome.NO_ANSWER))
    assert words.attempts(twice, presence, "en") == ["12:01: no answer (Anna Ek)", "12:00: busy (Anna Ek)"]
    assert words.last_attempt(twice, presence, "en") == "12:01: no answer (Anna Ek)"
    assert words.tried(twice, presence, "en") == "12:01 no answer (2)"
    assert words.tried(message(**tries(Outcome.BUSY)), presence, "en") == "12:00 busy"
    assert (words.last_attempt(message(), presence, "en"), words.tried(message(), presence, "en")) == ("", "")


def test_every_outcome_has_words_of_its_own() -> None:
    assert len({words.outcome_name(outcome) for outcome in Outcome}) == len(Outcome)


def test_every_stage_has_words_of_its_own_and_whoever_took_it_goes_before() -> None:
    assert len({words.progress(message(stage=stage)) for stage in Stage}) == len(Stage)
    assert words.progress(message(taker_name="Per Berg")) == "Taken by Per Berg"


@pytest.mark.parametrize(
    ("talked", "said"),
    [
        (None, "You talked. Is it done?"),
        (20.0, "You talked. Is it done?"),
        (100.0, "You talked for 2 min. Is it done?"),
    ],
)
def test_whether_it_is_done_is_asked_after_a_conversation_alone(talked: float | None, said: str) -> None:
    attempt = wire.AttemptView(NOON, "Anna Ek", Outcome.ANSWERED, talked)
    assert words.proposal(message(attempts=[attempt], proposes_done=True)) == said
    assert words.proposal(message(attempts=[attempt])) == ""
    assert words.proposal(message(proposes_done=True)) == ""


def test_who_has_it_is_said_only_where_it_is_somebody_else(presence: Presence) -> None:
    assert words.taken_by(message(to=OTHER.extension, to_name=OTHER.name), presence) == f"With {OTHER.name} now"
    assert words.taken_by(message(), presence) == ""
    assert words.taken_by(message(taker_name="Per Berg"), presence) == "Taken by Per Berg"
    assert words.taken_by(message(taker_name=ME.name), presence) == ""
    assert words.taken_by(message(stage=Stage.DONE, closed_by_name="Per Berg"), presence) == "Done by Per Berg"
    assert words.taken_by(message(stage=Stage.DONE), presence) == ""


def test_what_is_under_way_is_told_apart_from_what_is_done() -> None:
    def said(state: RequestState) -> str:
        return words.under_way(StepChanged("m", "k", wire.MessageStep(Step.FINISH, 1), state))

    assert words.under_way(None) == ""
    assert said(RequestState.QUEUED).startswith("Waiting")
    assert said(RequestState.SENDING) == "Sending …"


def test_what_was_just_done_names_the_caller() -> None:
    assert [words.done_to(step) for step in (Step.FINISH, Step.LATER, Step.HAND_OVER, Step.RETURN)] == [
        "Done: {who}",
        "Put off: {who}",
        "Handed over: {who}",
        "Handed over: {who}",
    ]
