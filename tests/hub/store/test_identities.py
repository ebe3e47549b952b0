"""Who somebody is at the sign-in service: one subject of one issuer for one account, by nothing that changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence.hub.store import Transaction, identities, people
from kalix_presence.hub.store.accounts import Account, put_account
from kalix_presence.hub.store.identities import Identity
from kalix_presence.model.directory import Person
from tests.clocks import NINE
from tests.hub.store.kept import opened

ANNA, BO = Account("anna", "2041"), Account("bo", roles=("officer",))
BOUND = Identity("https://id.example", "s1", "anna", NINE)


async def test_a_subject_is_its_account_until_that_is_unbound(tmp_path: Path) -> None:
    def work(change: Transaction) -> None:
        for account in (ANNA, BO):
            put_account(change, account)
        identities.bind(change, BOUND)
        identities.bind(change, replace(BOUND, issuer="https://other.example", username="bo"))

    async with opened(tmp_path) as store:

        async def found(issuer: str, subject: str) -> Account | None:
            return await store.read(lambda sql: identities.find_bound(sql, issuer, subject))

        await store.write(work)
        assert [await found(BOUND.issuer, each) for each in ("s1", "s2")] == [ANNA, None]
        assert [await found("https://other.example", "s1"), await found("s1", BOUND.issuer)] == [BO, None]
        assert [await store.read(lambda sql, n=each: identities.is_bound(sql, n)) for each in ("anna", "eva")] == [True, False]
        unbound = [await store.write(lambda change: identities.unbind(change, "anna")) for _ in range(2)]
        assert unbound == [True, False]
        assert [await found(BOUND.issuer, "s1"), await found("https://other.example", "s1")] == [None, BO]
        with pytest.raises(Exception, match=r"(?i)unique"):
            await store.write(lambda change: identities.bind(change, replace(BOUND, issuer="https://other.example")))


async def test_extensions_are_found_by_address_or_reference_in_letters_of_any_size(tmp_path: Path) -> None:
    rows = (("2051", " Eva@x.invalid", "R1"), ("2052", "", "r1 "), ("2053", "bo@x.invalid", ""), ("2054", "", ""))
    async with opened(tmp_path) as store:
        for extension, email, reference in rows:
            person = Person(extension, "Eva", "Ek", "bygg", "bygg", email=email, reference=reference)
            await store.write(lambda change, person=person: people.put_person(change, person))

        async def found(email: str = "", reference: str = "") -> list[str]:
            return await store.read(lambda sql: identities.find_extensions(sql, email=email, reference=reference))

        assert await found("EVA@X.invalid ") == ["2051"]
        assert await found(reference=" R1") == ["2051", "2052"]
        assert await found("bo@x.invalid", "r1") == ["2051", "2052", "2053"]
        assert [await found(), await found(" ", " "), await found("r1"), await found(reference="bo@x.invalid")] == [[]] * 4
