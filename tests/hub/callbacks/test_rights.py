"""Whose a callback message is: the person's, their groups', whoever stands in, who was reminded, by leave, and the switchboard's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.rights import actor_of, acts_on, by_leave, lends, may_see
from kalix_presence.model import access
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.access import Action, Caller, Role, Scope
from kalix_presence.model.callback import SWITCHBOARD, Actor, Addressee, AddresseeKind, CallbackMessage, CallingParty, Stage
from kalix_presence.model.directory import Person, Unit
from tests.clocks import NINE

HOUR = timedelta(hours=1)
ANNA, PER, OLLE, SIV = "2041", "2042", "2043", "2061"
PEOPLE = (
    Person(ANNA, "Anna", "Ek", "bygglov", "bygg", deputy=PER, duties=("Bygglov",), id="a" * 32),
    Person(PER, "Per", "Berg", "bygg", "bygg", id="b" * 32),
    Person(OLLE, "Olle", "Lind", "bygglov", "bygg", id="c" * 32),
    Person(SIV, "Siv", "Ström", "skola", "skola", id="d" * 32),
)


def unit(code: str) -> Addressee:
    return Addressee(AddresseeKind.UNIT, code)


TO_ANNA, TO_SIV = Addressee(AddresseeKind.PERSON, ANNA), Addressee(AddresseeKind.PERSON, SIV)
TO_DUTY = Addressee(AddresseeKind.DUTY, "bygglov")


def caller(extension: str | None, *roles: Role, name: str = "somebody", administration: str = "bygg") -> Caller:
    return Caller(name, extension, administration, frozenset(roles or {Role.EMPLOYEE}))


AS_ANNA, AS_PER, AS_OLLE, AS_SIV = (caller(each) for each in (ANNA, PER, OLLE, SIV))
DESK = caller("2001", Role.RECEPTIONIST)
OFFICER, ADMIN = caller(PER, Role.OFFICER), caller(None, Role.ADMINISTRATOR, name="root")


@pytest.fixture
def board() -> Board:
    made = Board(shipped.default_reasons(), shipped.default_policy())
    units = (Unit("bygg", "Bygg"), Unit("bygglov", "Bygglov", "bygg"), Unit("skola", "Skola"))
    made.load_directory({each.extension: each for each in PEOPLE}, {each.code: each for each in units}, 1)
    return made


def message(to: Addressee = TO_ANNA, **more: object) -> CallbackMessage:
    usual = CallbackMessage("m", to, CallingParty("Karin"), "2099", NINE, NINE + HOUR)
    return replace(usual, **more)  # type: ignore[arg-type]


def away(board: Board, extension: str, deputy: str | None = None) -> None:
    absence = Absence("a", extension, "course", NINE, NINE + HOUR, Forward(), "", extension, Way.PLAN, deputy=deputy)
    board.put(extension, [absence], NINE)


def test_somebody_acts_for_the_units_they_are_in_and_for_nobody_else(board: Board) -> None:
    assert actor_of(board, AS_OLLE, message()) == Actor(OLLE, OLLE, frozenset({unit("bygglov"), unit("bygg")}))
    assert actor_of(board, AS_SIV, message()) == Actor(SIV, SIV, frozenset({unit("skola")}))


def test_an_account_without_a_person_acts_under_its_own_name(board: Board) -> None:
    assert actor_of(board, ADMIN, message()) == Actor("root", None)
    assert actor_of(board, caller("2999"), message()) == Actor("2999", "2999")


def test_a_duty_is_whose_it_is_in_any_letters(board: Board) -> None:
    assert TO_DUTY in actor_of(board, AS_ANNA, message(TO_DUTY)).groups
    assert TO_DUTY not in actor_of(board, AS_OLLE, message(TO_DUTY)).groups
    other = Addressee(AddresseeKind.DUTY, "altaner")
    assert other not in actor_of(board, AS_ANNA, message(other)).groups
    # A unit is no duty because it is called alike.
    assert unit("Bygglov") not in actor_of(board, AS_ANNA, message(unit("Bygglov"))).groups


def test_a_deputy_stands_in_only_while_the_person_is_away(board: Board) -> None:
    assert TO_ANNA not in actor_of(board, AS_PER, message()).groups
    away(board, ANNA)
    assert TO_ANNA in actor_of(board, AS_PER, message()).groups
    assert TO_ANNA not in actor_of(board, AS_OLLE, message()).groups
    assert not actor_of(board, AS_PER, message()).stands_in
    away(board, ANNA, deputy=OLLE)
    assert [TO_ANNA in actor_of(board, one, message()).groups for one in (AS_PER, AS_OLLE)] == [False, True]


def test_a_unit_that_is_called_like_an_extension_is_nobody_s_deputy_s(board: Board) -> None:
    away(board, ANNA)
    assert unit(ANNA) not in actor_of(board, AS_PER, message(unit(ANNA))).groups


def test_that_the_deputy_is_away_lets_them_act_for_nobody(board: Board) -> None:
    away(board, PER)
    assert TO_ANNA not in actor_of(board, AS_PER, message()).groups


def test_whoever_was_reminded_acts_also_where_another_has_taken_it(board: Board) -> None:
    late = message(late=4)
    actor = actor_of(board, AS_PER, late)
    assert TO_ANNA in actor.groups
    assert actor.stands_in
    assert not actor_of(board, AS_SIV, late).stands_in
    assert not actor_of(board, AS_PER, message(late=0)).stands_in


def test_the_switchboard_s_own_are_the_receptionists_alone(board: Board) -> None:
    assert SWITCHBOARD in actor_of(board, DESK, message()).groups
    assert [SWITCHBOARD in actor_of(board, one, message()).groups for one in (AS_ANNA, OFFICER, ADMIN)] == [False] * 3


def test_who_may_act_on_everybody_s_by_the_access_table_does_so(board: Board) -> None:
    found = [actor_of(board, one, message()).all_messages for one in (AS_ANNA, AS_PER, DESK, OFFICER, ADMIN)]
    assert found == [False, False, True, True, False]
    assert not acts_on(board, OFFICER, message(TO_SIV)), "another administration"
    assert acts_on(board, OFFICER, message(unit("bygglov")))
    assert not acts_on(board, OFFICER, message(SWITCHBOARD)), "nobody in particular"


def test_what_is_lent_goes_by_who_somebody_is(board: Board) -> None:
    assert lends(board, message(), {"a" * 32})
    assert not lends(board, message(), {"d" * 32})
    assert not lends(board, message(), ())
    assert not lends(board, message(unit("bygglov")), {"a" * 32}), "nobody has taken it yet"
    assert lends(board, message(unit("bygglov"), taker=ANNA), {"a" * 32})
    assert not lends(board, message(Addressee(AddresseeKind.PERSON, "2999")), {"", "a" * 32})


def test_whoever_it_is_lent_to_acts_like_a_deputy(board: Board) -> None:
    actor = actor_of(board, AS_SIV, message(), {"a" * 32})
    assert actor.groups == {TO_ANNA, unit("skola")}
    assert actor.stands_in


def test_by_leave_is_only_what_would_not_be_theirs_without(board: Board) -> None:
    lent = {"a" * 32}
    assert by_leave(board, AS_SIV, message(), lent)
    assert not by_leave(board, AS_SIV, message(), ())
    assert not by_leave(board, DESK, message(), lent)
    assert not by_leave(board, AS_ANNA, message(), lent)
    assert not by_leave(board, AS_OLLE, message(unit("bygglov"), taker=ANNA), lent)


def test_a_message_is_seen_by_whom_it_is_to_and_by_no_colleague(board: Board) -> None:
    assert [may_see(board, one, message()) for one in (AS_ANNA, AS_PER, AS_OLLE, AS_SIV)] == [True, False, False, False]
    assert [may_see(board, one, message()) for one in (DESK, OFFICER, ADMIN)] == [True, True, False]
    assert may_see(board, AS_SIV, message(), {"a" * 32})


def test_whoever_may_see_all_of_them_by_the_table_need_not_be_let_act_on_any(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(access.TABLE, Action.ACT_ON_MESSAGES, (Scope.SELF,) * 5)
    assert may_see(board, DESK, message())
    assert not acts_on(board, DESK, message())
    assert not may_see(board, AS_SIV, message())


@pytest.mark.parametrize("role", ["made_by", "taker", "closed_by"])
def test_whoever_had_to_do_with_it_sees_it(board: Board, role: str) -> None:
    known = message(**{role: SIV})
    assert may_see(board, AS_SIV, known)
    assert not may_see(board, AS_OLLE, known)
    named = message(**{role: "root"})
    assert may_see(board, ADMIN, named)


def test_an_account_without_extension_is_not_the_nobody_who_has_taken_it(board: Board) -> None:
    assert not may_see(board, ADMIN, message(taker=None, closed_by="", made_by="2099"))


def test_what_was_handed_on_is_seen_by_whoever_had_it(board: Board) -> None:
    handed = message(TO_SIV, former=TO_ANNA)
    assert [may_see(board, one, handed) for one in (AS_ANNA, AS_SIV, AS_PER)] == [True, True, False]
    of_unit = message(TO_SIV, former=unit("bygglov"))
    assert [may_see(board, one, of_unit) for one in (AS_ANNA, AS_OLLE, AS_PER)] == [True, True, False]


def test_a_done_message_is_no_more_open_to_others(board: Board) -> None:
    done = message(stage=Stage.DONE, closed_at=NINE, closed_by=ANNA)
    assert [may_see(board, one, done) for one in (AS_ANNA, AS_OLLE, AS_SIV)] == [True, False, False]
