"""Requests for extensions in words: every kind, state and step has its own, and what is not known is said to be that."""

from __future__ import annotations

from datetime import timedelta

from kalix_presence import wire
from kalix_presence.desktop.officer.request_words import (
    done_words,
    kind_words,
    number_words,
    reminder_words,
    request_lines,
    state_words,
    step_words,
)
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.extension_request import Kind, State, Step
from tests.desktop.officer.rooms import request
from tests.desktop.sample import NOON


def test_every_kind_state_and_step_is_told_apart(qapp: object) -> None:
    for words in (
        [kind_words(each) for each in Kind],
        [state_words(each) for each in State],
        [step_words(each) for each in Step],
        [done_words(each) for each in Step],
    ):
        assert len(set(words)) == len(words)
    assert step_words(Step.UNKNOWN) == "", "there is no button for it"


def test_without_series_it_is_not_known_what_is_free(presence: Presence) -> None:
    assert number_words(None, presence, "en") == ""
    assert "not known" in number_words(wire.NumbersView(), presence, "en")
    rests = wire.QuarantinedNumber("2044", NOON.date())
    assert number_words(wire.NumbersView(["2000-2009"], [], 0, ["2001"], [rests]), presence, "en").splitlines() == [
        "Free numbers: 0. The lowest: –",
        "Reserved: 2001",
        "2044 rests until Tue 24/11",
    ]


def test_done_is_told_beside_what_the_directory_says(presence: Presence) -> None:
    for agrees, words in ((True, "agrees"), (False, "does not say so yet"), (None, "")):
        _, late, lines = request_lines(request(state=State.DONE, in_directory=agrees, to_unit_name="Kansli"), presence, "en")
        assert late == ""
        assert words in lines[1]
        assert ("directory" in lines[1]) is (agrees is not None)
        assert "→ Kansli" in lines[0]


def test_a_reminder_says_what_for_whom_where_and_how_far_it_is(presence: Presence) -> None:
    due = wire.DueRequest(Kind.MOVE, "2041", "Anna Ek", "Bygg", NOON.date() + timedelta(400), State.ORDERED, late=True)
    title, text = reminder_words(due, presence, "en")
    assert title == "Move of an extension: Anna Ek · 2041"
    assert text.startswith("Bygg, wanted")
    assert text.endswith("Ordered, waits to be done.")
