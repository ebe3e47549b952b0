"""Who called: what is typed, what the network tells, whose number it is, and which number a phone may be made to dial."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.caller_numbers import is_ours, number_to_dial, party_of, read_number, told_number, written
from kalix_presence.model.callback import CallingParty
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput

ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg", direct="0923-650 41")
DESK = shipped.default_policy().switchboard


@pytest.fixture
def board() -> Board:
    made = Board(shipped.default_reasons(), shipped.default_policy())
    people = (ANNA, Person("2042", "Per", "Berg", "bygg", "bygg"))
    made.load_directory({each.extension: each for each in people}, {"bygg": Unit("bygg", "Bygg")}, 1)
    return made


@pytest.mark.parametrize(("typed", "read"), [(" 2041 ", "2041"), ("0923-555 012", "+46923555012"), ("112", "112"), (" ", "")])
def test_a_typed_number_is_read_as_an_extension_or_where_the_site_is(board: Board, typed: str, read: str) -> None:
    assert read_number(typed, board) == read


def test_an_extension_is_read_as_one_whatever_else_it_might_be(board: Board) -> None:
    """Some exchanges number their phones as others do the country's numbers."""
    odd = replace(ANNA, extension="0923555012")
    board.load_directory({odd.extension: odd}, {}, 2)
    assert read_number("0923555012", board) == "0923555012"


def test_what_is_no_number_is_refused(board: Board) -> None:
    with pytest.raises(BadInput, match="message-number"):
        read_number("ring mig", board)


@pytest.mark.parametrize(
    ("told", "read"),
    [(" 2041 ", "2041"), (DESK, DESK), ("46923555012", "+46923555012"), ("0923555012", "+46923555012"), ("anonymous", "")],
)
def test_what_the_network_tells_is_made_comparable_or_nothing(board: Board, told: str, read: str) -> None:
    assert told_number(told, board) == read


def test_ours_are_extensions_and_the_switchboard(board: Board) -> None:
    assert [is_ours(number, board) for number in ("2041", DESK, "2999", "+46923555012", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_number_is_written_as_people_write_it_where_the_site_is(board: Board) -> None:
    assert written("+46923555012", board) == "0923-55 50 12"
    assert written("2041", board) == "2041"


def test_a_colleague_who_called_has_a_name_unless_another_was_given(board: Board) -> None:
    assert party_of(board, name="", number="2041", organisation="") == CallingParty("Anna Ek", "2041", "")
    assert party_of(board, name="Eva", number="2041", organisation="AB") == CallingParty("Eva", "2041", "AB")
    assert party_of(board, name="", number="+46923555012", organisation="") == CallingParty("", "+46923555012", "")


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("2042", "2042"),
        ("+46923555012", "0923555012"),
        ("2041", None),  # one's own
        ("", None),
        ("0900123456", None),  # premium
        ("+358401234567", None),
        ("112", None),
        ("2999", None),
        (DESK, DESK),
    ],
)
def test_a_phone_is_made_to_dial_only_what_calls_may_go_to(board: Board, number: str, dialled: str | None) -> None:
    assert number_to_dial(board, number, ANNA) == dialled
