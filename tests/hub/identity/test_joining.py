"""Whose account the sign-in service tells of: bound once, found by e-mail or reference at first sight alone, never guessed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.identity.joining import Claimed, account_for, claimed_by, require_second_factor
from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.hub.store import Store, Transaction, accounts, identities, people
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.audit_lines import Search, search_lines
from kalix_presence.model.access import Role
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import PresenceError, SignInNeeded, Unavailable
from tests.clocks import NINE

SITE = OidcSection(issuer="https://id.example", client_id="kalix", reference_claim="employeeId")
BY_GROUPS = OidcSection(
    issuer="https://id.example", client_id="kalix", roles={"g-off": Role.OFFICER, "g-adm": Role.ADMINISTRATOR}
)
FIRST = {"email": "anna@x.example"}


def furnish(change: Transaction) -> None:
    people.put_unit(change, Unit("bygg", "Bygg"))
    anna = Person("2041", "Anna", "Ek", "bygg", "bygg", email="Anna@X.example")
    people.put_person(change, replace(anna, reference="E1"))
    people.put_person(change, replace(anna, extension="2042", given_name="Per", email="per@x.example", reference="e2", id="p"))
    for extension in ("2043", "2044"):
        people.put_person(change, replace(anna, extension=extension, email="shared@x.example", id=extension))
    people.put_person(change, replace(anna, extension="2001", email="ada@x.example", id="ada"))
    accounts.put_account(change, Account("anna", "2041"))
    accounts.put_account(change, Account("ada", "2001", roles=("employee", "administrator")))


@pytest.fixture
def first(tmp_path: Path) -> Callable[..., Any]:
    """Runs what is given in transactions of one furnished database, one after the other; the last one's result."""

    async def run(*works: Callable[[Transaction], Any]) -> Any:
        store, found = Store(tmp_path / "hub.db"), None
        try:
            await store.write(furnish)
            for work in works:
                found = await store.write(work)
        finally:
            store.close()
        return found

    return lambda *works: asyncio.run(run(*works))


def sign_in(subject: str, section: OidcSection = SITE, **claims: Any) -> Callable[[Transaction], Account]:
    claimed = claimed_by({"sub": subject, **claims}, section)
    return lambda change: account_for(change, claimed, section, now=NINE)


def code(first: Callable[..., Any], *works: Callable[[Transaction], Any]) -> str:
    with pytest.raises(PresenceError) as refused:
        first(*works)
    return refused.value.code


@pytest.mark.parametrize(
    ("claims", "username"),
    [
        ({"email": "ANNA@x.example "}, "anna"),
        ({"employeeId": "e1"}, "anna"),
        ({"employeeId": "E1", "email": "anna@x.example"}, "anna"),
        ({"employeeId": 1, "email": "anna@x.example"}, "anna"),
        ({"email": "per@x.example"}, "per@x.example"),
        ({"employeeId": "E2"}, "2042"),
    ],
)
def test_first_sight_finds_one_person(first: Callable[..., Any], claims: dict[str, Any], username: str) -> None:
    assert first(sign_in("s", **claims)).username == username


@pytest.mark.parametrize(
    ("claims", "refused"),
    [
        ({}, "organisation-nobody"),
        ({"email": ""}, "organisation-nobody"),
        ({"email": "else@x.example"}, "organisation-nobody"),
        ({"email": "anna@x.example", "email_verified": False}, "organisation-nobody"),
        ({"email": ["anna@x.example"]}, "organisation-nobody"),
        ({"email": "shared@x.example"}, "organisation-several"),
        ({"email": "anna@x.example", "employeeId": "e2"}, "organisation-several"),
        ({"email": "ada@x.example"}, "organisation-by-hand"),
    ],
)
def test_whoever_is_not_one_person_for_certain_is_refused(
    first: Callable[..., Any], claims: dict[str, Any], refused: str
) -> None:
    assert code(first, sign_in("s", **claims)) == refused


def test_whoever_is_bound_stays_who_they_are_whatever_their_address_becomes(first: Callable[..., Any]) -> None:
    assert first(sign_in("s", **FIRST), sign_in("s", email="per@x.example")).username == "anna"


def test_nobody_else_becomes_somebody_who_is_bound_nor_by_another_service(first: Callable[..., Any]) -> None:
    assert code(first, sign_in("s", **FIRST), sign_in("other", **FIRST)) == "organisation-other"
    other = OidcSection(issuer="https://other.example", client_id="kalix")
    assert code(first, sign_in("s", **FIRST), sign_in("s", other)) == "organisation-nobody"


def test_a_locked_account_lets_nobody_in(first: Callable[..., Any]) -> None:
    def lock(change: Transaction) -> None:
        accounts.put_account(change, Account("anna", "2041", locked=True))

    assert code(first, sign_in("s", **FIRST), lock, sign_in("s")) == "organisation-locked"


def test_whoever_left_is_nobody_and_their_successor_is_not_them(first: Callable[..., Any]) -> None:
    def pass_on(change: Transaction) -> None:
        from kalix_presence.hub.store.holdings import end_account

        end_account(change, "anna")
        people.put_person(change, Person("2041", "Eva", "Ny", "bygg", "bygg", email="eva@x.example"))

    assert code(first, sign_in("s", **FIRST), pass_on, sign_in("s", **FIRST)) == "organisation-nobody"


def test_groups_give_and_take_the_roles_that_they_govern_and_no_other(first: Callable[..., Any]) -> None:
    def by_hand(change: Transaction) -> None:
        accounts.put_account(change, Account("anna", "2041", roles=("employee", "head")))

    came = sign_in("s", BY_GROUPS, groups=["g-off", "unknown"], **FIRST)
    assert first(came).roles == ("employee", "officer")
    assert first(came, by_hand, sign_in("s", BY_GROUPS, groups="g-off")).roles == ("employee", "head", "officer")
    assert first(came, sign_in("s", BY_GROUPS, groups=[])).roles == ("employee",)
    assert first(came, sign_in("s", BY_GROUPS)).roles == ("employee",)
    assert first(sign_in("a", BY_GROUPS, email="ada@x.example", groups=["g-adm"])).username == "ada"


def test_roles_are_not_guessed_when_groups_were_left_out() -> None:
    for claims in ({"_claim_names": {"groups": "src1"}}, {"hasgroups": True}):
        with pytest.raises(Unavailable, match="organisation-groups"):
            claimed_by({"sub": "s", **claims}, BY_GROUPS)
        assert claimed_by({"sub": "s", **claims}, SITE) == Claimed("s")


@pytest.mark.parametrize("subject", ["", "  ", None, True, ["s"], "s" * 256])
def test_whoever_has_no_subject_is_nobody(subject: Any) -> None:
    with pytest.raises(Unavailable, match="organisation-token"):
        claimed_by({"sub": subject}, SITE)


def test_the_trail_tells_of_the_binding_and_of_roles(first: Callable[..., Any]) -> None:
    def told(change: Transaction) -> list[tuple[AuditAct, str]]:
        return [(line.act, line.about) for line in search_lines(change.sql, Search(), limit=10)]

    found = first(sign_in("s", BY_GROUPS, groups=["g-off"], **FIRST), sign_in("s", BY_GROUPS, groups=["g-off"]), told)
    assert sorted(found) == [(AuditAct.BIND_IDENTITY, "2041"), (AuditAct.USER_ROLES, "2041")]


def test_an_administrator_binds_and_unbinds(first: Callable[..., Any]) -> None:
    bound = identities.Identity(SITE.issuer, "s", "ada", NINE)
    assert first(lambda change: identities.bind(change, bound), sign_in("s")).username == "ada"

    def part(change: Transaction) -> bool:
        return identities.unbind(change, "ada") and not identities.is_bound(change.sql, "ada")

    assert first(part)
    assert code(first, sign_in("s", email="ada@x.example")) == "organisation-by-hand"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from(["mfa", "g-off", "s-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
CLAIM_NAMES = ("sub", "email", "email_verified", "employeeId", "groups", "hasgroups", "_claim_names", "amr", "acr")
CLAIMS = st.dictionaries(st.sampled_from(CLAIM_NAMES), VALUES)


@given(CLAIMS)
def test_whatever_a_service_claims_is_taken_as_text_or_refused_in_words(claims: dict[str, Any]) -> None:
    for section in (SITE, BY_GROUPS):
        try:
            found = claimed_by(claims, section)
        except Unavailable as refused:
            assert refused.code in ("organisation-token", "organisation-groups")
        else:
            assert found.subject
            assert all(isinstance(each, str) for each in (found.subject, found.email, found.reference, *(found.groups or ())))
    must = frozenset({Role.ADMINISTRATOR})
    ada = Account("ada", "2001", roles=("employee", "administrator"))
    says = claims.get("amr") == "mfa" or (isinstance(claims.get("amr"), list) and "mfa" in claims["amr"])
    try:
        require_second_factor(claims, ada, SITE, must_have=must)
    except SignInNeeded:
        assert not says
    else:
        assert says, "only the very word lets in"
