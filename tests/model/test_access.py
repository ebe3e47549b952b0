"""The access table is complete, says what the roles are for, and denies the rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from kalix_presence.model.access import TABLE, Action, Caller, Role, Scope, may, require, scope
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden

ANNA = Person("2041", "Anna", "Ek", "bygg", "samhall")
KARIN = Person("2030", "Karin", "Söderström", "gata", "samhall")
PER = Person("2101", "Per", "Lind", "skolan", "utbildning")


def caller(*roles: Role, person: Person | None = ANNA) -> Caller:
    if person is None:
        return Caller("root", None, None, frozenset(roles))
    return Caller("somebody", person.extension, person.administration, frozenset(roles))


@pytest.mark.parametrize(("action", "role"), list(product(Action, Role)))
def test_every_action_has_an_entry_for_every_role(action: Action, role: Role) -> None:
    assert len(TABLE[action]) == len(Role)
    allowed = scope(caller(role), action)
    assert isinstance(allowed, Scope)
    assert may(caller(role), action, ANNA) is (allowed is not Scope.NONE)
    assert may(caller(role), action, KARIN) is (allowed in (Scope.ADMINISTRATION, Scope.ALL))
    assert may(caller(role), action, PER) is (allowed is Scope.ALL)


@pytest.mark.parametrize("action", Action)
def test_without_a_role_nothing_is_allowed(action: Action) -> None:
    nobody = caller()
    assert scope(nobody, action) is Scope.NONE
    assert not may(nobody, action, ANNA)
    assert not may(nobody, action)


def test_what_the_table_lacks_is_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(TABLE, Action.SEE_PEOPLE)
    assert not may(caller(*Role), Action.SEE_PEOPLE, ANNA)


@pytest.mark.parametrize(
    ("role", "action", "expected"),
    [
        (Role.EMPLOYEE, Action.SET_ABSENCE, Scope.SELF),
        (Role.RECEPTIONIST, Action.SET_ABSENCE, Scope.ALL),
        (Role.OFFICER, Action.SET_ABSENCE, Scope.ADMINISTRATION),
        (Role.EMPLOYEE, Action.SEE_FULL_ABSENCE, Scope.SELF),
        (Role.ADMINISTRATOR, Action.SEE_FULL_ABSENCE, Scope.SELF),
        (Role.RECEPTIONIST, Action.SEE_FULL_ABSENCE, Scope.SELF),
        (Role.EMPLOYEE, Action.SEE_PRIVATE_NUMBERS, Scope.SELF),
        (Role.OFFICER, Action.SEE_PRIVATE_NUMBERS, Scope.ADMINISTRATION),
        (Role.OFFICER, Action.READ_RULE, Scope.ADMINISTRATION),
        (Role.OFFICER, Action.SEE_DRIFT, Scope.ADMINISTRATION),
        (Role.OFFICER, Action.ADMINISTER_PEOPLE, Scope.ADMINISTRATION),
        (Role.ADMINISTRATOR, Action.SET_ABSENCE, Scope.SELF),
        (Role.ADMINISTRATOR, Action.SEE_PRIVATE_NUMBERS, Scope.SELF),
        (Role.EMPLOYEE, Action.ADMINISTER_USERS, Scope.NONE),
        (Role.RECEPTIONIST, Action.ADMINISTER_PEOPLE, Scope.NONE),
        (Role.OFFICER, Action.ADMINISTER_USERS, Scope.NONE),
        (Role.RECEPTIONIST, Action.SERVE_SWITCHBOARD, Scope.ALL),
        (Role.OFFICER, Action.SERVE_SWITCHBOARD, Scope.NONE),
        (Role.RECEPTIONIST, Action.USE_PHONE, Scope.SELF),
        (Role.EMPLOYEE, Action.PROPOSE_NOTICE, Scope.SELF),
        (Role.EMPLOYEE, Action.PUBLISH_NOTICE, Scope.NONE),
        (Role.OFFICER, Action.PUBLISH_NOTICE, Scope.ADMINISTRATION),
        (Role.RECEPTIONIST, Action.PUBLISH_NOTICE, Scope.ALL),
        (Role.EMPLOYEE, Action.FORWARD_UNIT, Scope.NONE),
        (Role.OFFICER, Action.FORWARD_UNIT, Scope.ADMINISTRATION),
        (Role.EMPLOYEE, Action.NUDGE, Scope.ALL),
    ],
)
def test_roles_reach_as_far_as_their_task(role: Role, action: Action, expected: Scope) -> None:
    assert scope(caller(role), action) is expected


def test_several_roles_give_the_widest_of_their_scopes() -> None:
    assert scope(caller(Role.EMPLOYEE, Role.OFFICER), Action.SET_ABSENCE) is Scope.ADMINISTRATION


def test_an_account_that_is_no_person_is_nobodys_self_or_colleague() -> None:
    technical = caller(Role.OFFICER, person=None)
    assert not may(technical, Action.SET_ABSENCE, ANNA)
    assert not may(caller(Role.EMPLOYEE, person=None), Action.SET_ABSENCE, ANNA)


def test_an_officer_keeps_to_the_own_administration() -> None:
    require(caller(Role.OFFICER), Action.SET_ABSENCE, KARIN)
    with pytest.raises(Forbidden) as refused:
        require(caller(Role.OFFICER), Action.SET_ABSENCE, PER)
    assert (refused.value.code, refused.value.params) == ("not-permitted", {"action": "set_absence"})


@pytest.mark.parametrize(("known_as", "allowed"), [("p1", True), ("", True), ("p0", False)])
def test_whoever_held_the_extension_before_is_not_whoever_has_it_now(known_as: str, allowed: bool) -> None:
    holder = replace(ANNA, id="p1")
    asks = Caller("somebody", "2041", "samhall", frozenset({Role.EMPLOYEE}), known_as)
    assert may(asks, Action.SET_ABSENCE, holder) is allowed
