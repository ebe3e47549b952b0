"""A house of present calls for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.hub.store.accounts import Account, put_account
from tests.clocks import Clock
from tests.hub.calls.house import House
from tests.hub.house import embedded, made_database, running


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    await made_database(tmp_path / "hub.db")
    store = Store(tmp_path / "hub.db")

    def more(change: Transaction) -> None:
        anna = people.read_people(change.sql)["2041"]
        people.put_person(change, replace(anna, direct="0923-650 41", mobile="070-174 06 02"))
        put_account(change, Account("anna.ek", "2041"))
        put_account(change, Account("maria", "2001", roles=("receptionist",)))

    await store.write(more)
    store.close()
    clock = Clock()
    pbx = embedded(clock)
    async with running(tmp_path / "hub.db", pbx, clock) as (core, frames):
        yield House(core, pbx, clock, frames)
