"""Accounts as they are kept: each field comes back, and an extension leads to its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kalix_presence.hub.store import accounts
from kalix_presence.hub.store.accounts import Account
from tests.clocks import NINE
from tests.hub.store.kept import opened

PLAIN = Account("bo")
OFFICER = Account("siv", "2041", "kansli", "hash", ("officer", "employee"), True, NINE)


async def test_each_field_comes_back_and_an_extension_leads_to_its_own(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for each in (OFFICER, replace(PLAIN, roles=("head",), code_until=NINE, extension="2042"), PLAIN):
            await store.write(lambda change, each=each: accounts.put_account(change, each))
        assert await store.read(accounts.read_accounts) == [PLAIN, OFFICER]
        assert await store.read(lambda sql: accounts.find_account(sql, "siv")) == OFFICER
        assert await store.read(lambda sql: accounts.find_account_of(sql, "2041")) == OFFICER
        assert await store.read(lambda sql: accounts.find_account_of(sql, "2042")) is None


async def test_those_of_some_names_or_extensions_are_read_alone(tmp_path: Path) -> None:
    code = Account("eva", "2042", code_until=NINE)
    async with opened(tmp_path) as store:
        for each in (PLAIN, OFFICER, code):
            await store.write(lambda change, each=each: accounts.put_account(change, each))

        async def found(usernames: set[str], extensions: set[str]) -> list[Account]:
            return await store.read(lambda sql: accounts.read_accounts_of(sql, usernames=usernames, extensions=extensions))

        assert await found({"siv", "bo", "nobody"}, set()) == [PLAIN, OFFICER]
        assert await found(set(), {"2042", "2041"}) == [code, OFFICER]
        assert await found({"eva"}, {"2042"}) == [code]
        assert await found({"2041"}, {"siv"}) == []
