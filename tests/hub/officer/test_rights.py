"""Rights at the officer's desk: a role reaches as far as its scope, an appointment its unit and what is below, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.officer.rights import below, is_appointed, may_make_cards, may_set_greeting, own_person, reaches
from kalix_presence.model.access import Action, Caller, Role
from kalix_presence.model.appointment import Appointment, Post
from kalix_presence.model.directory import Person, Unit
from tests.clocks import NINE

UNITS = (Unit("bygg", "Bygg"), Unit("lov", "Lov", "bygg"), Unit("arkiv", "Arkiv", "lov"), Unit("skola", "Skola"))
ANNA = Person("2041", "Anna", "Ek", "lov", "bygg", id="anna")
EMPLOYEE = Caller("anna", "2041", "bygg", frozenset({Role.EMPLOYEE}), "anna")
HEAD, OFFICER, ADMINISTRATOR, DESK = (
    replace(EMPLOYEE, roles=frozenset({role})) for role in (Role.HEAD, Role.OFFICER, Role.ADMINISTRATOR, Role.RECEPTIONIST)
)


@pytest.fixture(scope="module")
def board() -> Board:
    made = Board(shipped.default_reasons(), shipped.default_policy())
    made.load_directory({"2041": ANNA}, {each.code: each for each in UNITS}, 1)
    return made


def appointed(unit: str, extension: str = "2041") -> Appointment:
    return Appointment("a", 1, unit, Post.OFFICER, extension, NINE.date(), None, "user:ada", NINE)


@pytest.mark.parametrize("may", [may_make_cards, may_set_greeting])
@pytest.mark.parametrize(
    ("caller", "units"),
    [
        (EMPLOYEE, []),
        (DESK, []),
        (HEAD, ["lov", "arkiv"]),
        (OFFICER, ["bygg", "lov", "arkiv"]),
        (ADMINISTRATOR, ["bygg", "lov", "arkiv", "skola"]),
        (replace(HEAD, person="another"), []),
        (replace(OFFICER, administration=None), []),
        (replace(OFFICER, roles=frozenset()), []),
    ],
)
def test_a_role_reaches_its_units(board: Board, may: object, caller: Caller, units: list[str]) -> None:
    assert [code for code in board.units if may(board, caller, code, [])] == units  # type: ignore[operator]
    assert not may(board, caller, "gone", [])  # type: ignore[operator]


def test_an_appointment_reaches_its_unit_and_what_is_below_for_whom_it_is(board: Board) -> None:
    mine, others = [appointed("lov")], [appointed("lov", "2042")]
    assert [code for code in board.units if is_appointed(board, EMPLOYEE, code, mine)] == ["lov", "arkiv"]
    assert [code for code in board.units if may_make_cards(board, EMPLOYEE, code, mine)] == ["lov", "arkiv"]
    assert not any(is_appointed(board, EMPLOYEE, code, others) for code in board.units)
    assert not any(is_appointed(board, replace(EMPLOYEE, person="another"), code, mine) for code in board.units)
    assert not may_make_cards(board, replace(EMPLOYEE, roles=frozenset()), "lov", mine)


def test_oneself_is_who_holds_the_extension_now(board: Board) -> None:
    assert own_person(board, EMPLOYEE) == ANNA
    assert own_person(board, replace(EMPLOYEE, person="another")) is None
    assert own_person(board, replace(EMPLOYEE, extension=None)) is None
    assert not reaches(board, EMPLOYEE, Action.MAKE_CARDS, "lov")


def test_what_is_below_comes_level_by_level(board: Board) -> None:
    assert below(board, "bygg") == ["bygg", "lov", "arkiv"]
    assert below(board, "skola") == ["skola"]
