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
