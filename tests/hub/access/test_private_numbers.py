"""Whose number somebody's calls go to: the organisation's own are everybody's to see, a private one is the person's alone."""

from __future__ import annotations

import pytest

from kalix_presence import shipped
from kalix_presence.hub.access.private_numbers import is_open, sees_number
from kalix_presence.hub.board.board import Board
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person

ANNA = Person("2041", "Anna", "Ek", "bygg", "samhalle", mobile="070-174 06 01")
PER = Person("2042", "Per", "Berg", "bygg", "samhalle")
PRIVATE = "0708112233"


def caller(name: str, extension: str, role: Role, administration: str = "samhalle") -> Caller:
    return Caller(name, extension, administration, frozenset({role}))


HERSELF = caller("anna", "2041", Role.EMPLOYEE)
COLLEAGUE = caller("per", "2042", Role.EMPLOYEE)
SWITCHBOARD = caller("maria", "2001", Role.RECEPTIONIST, "kansli")
HER_OFFICER = caller("olle", "2043", Role.OFFICER)
OTHER_OFFICER = caller("eva", "2063", Role.OFFICER, "utbildning")


@pytest.fixture
def board() -> Board:
    board = Board(shipped.default_reasons(), shipped.default_policy())
    board.load_directory({each.extension: each for each in (ANNA, PER)}, {}, 1)
    return board


@pytest.mark.parametrize("mobile", [True, False])
@pytest.mark.parametrize(
    "target", [None, "", "mobile", "switchboard", "colleague", "number", "none", "deputy", "2042", "20 42"]
)
def test_where_nobody_s_private_number_is_told_everybody_may_see(board: Board, target: str | None, mobile: bool) -> None:
    assert is_open(board, ANNA, target, mobile=mobile)


@pytest.mark.parametrize("mobile", [True, False])
def test_the_switchboard_s_own_number_is_no_secret(board: Board, mobile: bool) -> None:
    assert is_open(board, ANNA, board.policy.switchboard, mobile=mobile)


@pytest.mark.parametrize("mobile", [True, False])
@pytest.mark.parametrize("target", [PRIVATE, "070-811 22 33", "+46 70 811 22 33", "2099"])
def test_any_other_number_is_private(board: Board, target: str, mobile: bool) -> None:
    assert not is_open(board, ANNA, target, mobile=mobile)


@pytest.mark.parametrize("target", ["0701740601", "070-174 06 01", "+46701740601"])
def test_the_mobile_is_open_to_whoever_may_see_it_however_it_is_written(board: Board, target: str) -> None:
    assert is_open(board, ANNA, target, mobile=True)
    assert not is_open(board, ANNA, target, mobile=False)


def test_a_person_without_a_mobile_has_none_that_could_be_open(board: Board) -> None:
    assert not is_open(board, PER, PRIVATE, mobile=True)


@pytest.mark.parametrize(
    ("who", "target", "seen"),
    [
        (HERSELF, PRIVATE, True),
        (COLLEAGUE, PRIVATE, False),
        (SWITCHBOARD, PRIVATE, False),
        (HER_OFFICER, PRIVATE, False),
        (HERSELF, ANNA.mobile, True),
        (COLLEAGUE, ANNA.mobile, False),
        (SWITCHBOARD, ANNA.mobile, True),
        (HER_OFFICER, ANNA.mobile, True),
        (OTHER_OFFICER, ANNA.mobile, False),
        (COLLEAGUE, "2042", True),
        (COLLEAGUE, None, True),
    ],
)
def test_a_private_number_is_seen_by_its_person_and_the_mobile_by_those_who_may(
    board: Board, who: Caller, target: str | None, seen: bool
) -> None:
    assert sees_number(board, who, ANNA, target) is seen
