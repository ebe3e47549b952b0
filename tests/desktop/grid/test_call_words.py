"""A present call in words: who, for whom, why it comes here, and nobody called what anybody can claim."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from kalix_presence.desktop.grid import call_words
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import Stage
from kalix_presence.model.present_call import CallState
from tests.desktop.grid.call_samples import RINGING, TALKING
from tests.desktop.sample import NOON


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "for Anna Ek: lunch"),
        ({"reason": ""}, "for Anna Ek: away"),
        ({"why": "no_answer"}, "for Anna Ek: no answer after 5 signals"),
        ({"why": "busy"}, "for Anna Ek: busy"),
        ({"why": "unregistered"}, "for Anna Ek: telephone not connected"),
        ({"why": ""}, "for Anna Ek"),
        ({"diverted_from": ""}, ""),
    ],
)
def test_why_a_call_comes_here_is_said(presence: Presence, more: dict[str, str], said: str) -> None:
    assert call_words.for_whom(msgspec.structs.replace(TALKING, **more), presence, "en") == said


def test_the_caller_is_named_as_well_as_can_be(presence: Presence) -> None:
    assert (call_words.who(TALKING), call_words.number(TALKING)) == ("Karin Berg", "0923-555 12")
    claims = msgspec.structs.replace(TALKING, name="", says="Karin Berg", noted="Karin Berg")
    assert call_words.who(claims) == "0923-555 12", "a name that anybody can give is no heading"
    assert (call_words.number(claims), call_words.unproven(claims)) == ("", "gives the name “Karin Berg”")
    noted = msgspec.structs.replace(claims, noted="Kajsa Berg")
    assert call_words.unproven(noted) == "gives the name “Karin Berg” · last noted as “Kajsa Berg”"
    assert "0923-555 12, gives the name “Karin Berg”" in call_words.sentence(claims, presence, "en")
    nameless = msgspec.structs.replace(TALKING, name="")
    assert (call_words.who(nameless), call_words.number(nameless)) == ("0923-555 12", "")
    unknown = msgspec.structs.replace(nameless, number="", number_shown="")
    assert call_words.who(unknown) == "Unknown number"
    assert call_words.who(msgspec.structs.replace(unknown, withheld=True)) == "Number withheld", "only where it is"
    assert call_words.lasted(TALKING, NOON) == "1:15"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Talking"),
        ({"state": CallState.RINGING}, "Rings"),
        ({"state": CallState.RINGING, "outward": True}, "Calling"),
        ({"state": CallState.HELD}, "On hold"),
        ({"state": CallState.RINGING, "waiting": True}, "Waits at the switchboard"),
        ({"state": CallState.HELD, "consulting": "2031"}, "Waits while you ask"),
    ],
)
def test_what_a_call_does_is_said(more: dict[str, Any], said: str) -> None:
    assert call_words.state(msgspec.structs.replace(TALKING, **more)) == said


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (59, "0:59"), (65, "1:05"), (3_725, "62:05"), (-5, "0:00")])
def test_how_long_it_has_lasted_is_no_time_of_day(seconds: int, said: str) -> None:
    assert call_words.lasted(TALKING, TALKING.since + timedelta(seconds=seconds)) == said


def test_what_became_of_earlier_calls_is_said_only_where_there_were_any(presence: Presence) -> None:
    assert TALKING.last is not None
    assert call_words.earlier(msgspec.structs.replace(TALKING, earlier=0), presence, "en") == ""
    assert call_words.earlier(msgspec.structs.replace(TALKING, last=None), presence, "en") == "Earlier callbacks: 2"
    waits = msgspec.structs.replace(TALKING.last, stage=Stage.SEEN, about="")
    said = call_words.earlier(msgspec.structs.replace(TALKING, last=waits), presence, "en")
    assert said.endswith("to Anna Ek: no word left (not done)")


@pytest.mark.parametrize(("why", "said"), [("picked_up", "picked up here"), ("returned", "comes back"), ("busy", "")])
def test_a_call_that_was_for_nobody_else_says_only_why_it_came_back(presence: Presence, why: str, said: str) -> None:
    assert call_words.for_whom(msgspec.structs.replace(RINGING, why=why), presence, "en") == said


def test_a_reason_that_only_a_newer_hub_knows_says_nothing(presence: Presence) -> None:
    assert call_words.for_whom(msgspec.structs.replace(TALKING, why="abducted"), presence, "en") == "for Anna Ek"


def test_the_word_that_goes_with_a_call_is_heard_too(presence: Presence) -> None:
    assert call_words.sentence(RINGING, presence, "en") == "Rings, Lars Öhman, 2031, om bygglov."
