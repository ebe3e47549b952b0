"""What a copy says, in the reader's own language and clock, on lines that hold no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.copies.texts import letter_of, short_of, subject_of
from kalix_presence.model.callback import Addressee, AddresseeKind, CallbackMessage, CallingParty, Source
from kalix_presence.model.directory import Person, Unit
from tests.clocks import NINE

ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg", language="en")
KARIN = CallingParty("Karin Berg", "+46923555012", "Bergs AB")
MESSAGE = CallbackMessage(
    "m", Addressee(AddresseeKind.PERSON, "2041"), KARIN, "2001", NINE, NINE + timedelta(hours=2), about="altan"
)


@pytest.fixture
def board() -> Board:
    made = Board(shipped.default_reasons(), shipped.default_policy())
    people = (ANNA, Person("2001", "Maria", "Holm", "bygg", "bygg"))
    made.load_directory({each.extension: each for each in people}, {"bygg": Unit("bygg", "Bygg")}, 1)
    return made


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("sv", "Ring upp Karin Berg, Bergs AB, 0923-55 50 12"),
        ("en", "Call Karin Berg, Bergs AB, 0923-55 50 12"),
    ],
)
def test_the_subject_is_in_the_reader_s_language(board: Board, language: str, subject: str) -> None:
    assert subject_of(board, MESSAGE, replace(ANNA, language=language)) == subject


def test_what_is_not_known_of_a_caller_leaves_no_comma(board: Board) -> None:
    assert subject_of(board, replace(MESSAGE, party=CallingParty("", "+46923555012")), ANNA) == "Call 0923-55 50 12"
    assert subject_of(board, replace(MESSAGE, party=CallingParty("Karin Berg")), ANNA) == "Call Karin Berg"
    assert subject_of(board, replace(MESSAGE, party=CallingParty()), ANNA) == "Call somebody without a known number"


def test_each_kind_has_a_subject_of_its_own_and_urgent_goes_before_all(board: Board) -> None:
    subjects = {subject_of(board, replace(MESSAGE, source=source), ANNA) for source in Source}
    assert len(subjects) == len(Source)
    for source in Source:
        assert subject_of(board, replace(MESSAGE, source=source, urgent=True), ANNA) == (
            "URGENT: call Karin Berg, Bergs AB, 0923-55 50 12"
        )


@pytest.mark.parametrize("name", ["Karin\r\nBcc: alla@kommun.example", "Karin\x0bBerg", "Karin\u2028Berg"])
def test_no_name_makes_a_second_line(board: Board, name: str) -> None:
    subject = subject_of(board, replace(MESSAGE, party=CallingParty(name)), ANNA)
    assert len(subject.splitlines()) == 1


def test_a_letter_says_what_it_is_about_when_it_is_due_and_who_took_it(board: Board) -> None:
    lines = letter_of(board, MESSAGE, ANNA).splitlines()
    assert lines[:4] == ["Call Karin Berg, Bergs AB, 0923-55 50 12", "", "altan", ""]
    words = shipped.words("en")
    assert lines[4] == words.say("copies.due", day=24, month=11, hour=11, minute="00"), "as clocks show it in Kalix"
    assert lines[5:] == ["Taken by Maria Holm.", "", *words.say("copies.footer").splitlines()]
    assert letter_of(board, MESSAGE, ANNA).endswith("\n")


def test_minutes_have_two_figures_and_days_are_those_of_the_site(board: Board) -> None:
    late = replace(MESSAGE, due=datetime(2026, 6, 30, 22, 5, tzinfo=UTC))
    said = shipped.words("en").say("copies.due", day=1, month=7, hour=0, minute="05")
    assert said in letter_of(board, late, ANNA).splitlines()


def test_a_letter_without_anything_to_say_has_no_empty_part(board: Board) -> None:
    lines = letter_of(board, replace(MESSAGE, about=""), ANNA).splitlines()
    assert lines[1:3] == ["", shipped.words("en").say("copies.due", day=24, month=11, hour=11, minute="00")]


@pytest.mark.parametrize("source", [Source.MISSED, Source.ASKED])
def test_nobody_has_taken_down_what_came_by_itself(board: Board, source: Source) -> None:
    assert "Maria" not in letter_of(board, replace(MESSAGE, source=source), ANNA)


def test_an_sms_is_one_line(board: Board) -> None:
    about = replace(MESSAGE, about="altan,\n  helst  i dag")
    assert short_of(board, about, ANNA) == "Call Karin Berg, Bergs AB, 0923-55 50 12: altan, helst i dag"
    assert short_of(board, replace(MESSAGE, about=""), ANNA) == "Call Karin Berg, Bergs AB, 0923-55 50 12"
