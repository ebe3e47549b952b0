"""Newcomers in the database: begun once, reminded of once, by identity, and which absences are somebody's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, Transaction, absences, accounts, newcomers
from kalix_presence.hub.store.accounts import Account
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.newcomer import FirstStep, Newcomer
from tests.clocks import NINE
from tests.hub.house import furnish

LATER = NINE + timedelta(days=3)


@pytest.fixture
async def store(tmp_path: Path) -> Iterator[Store]:  # type: ignore[misc]
    made = Store(tmp_path / "hub.db")

    def work(change: Transaction) -> None:
        furnish(change)
        for extension in ("2041", "2042"):
            change.sql.execute("UPDATE person SET id = ? WHERE extension = ?", (f"p{extension}", extension))
            accounts.put_account(change, Account(f"user{extension}", extension))
        newcomers.add_newcomer(change, "p2041", now=NINE)

    await made.write(work)
    yield made
    made.close()


async def test_somebody_begins_with_the_first_sign_in_and_nobody_else_does(store: Store) -> None:
    for username, at in (("user2042", NINE), ("user2041", LATER), ("user2041", LATER + timedelta(days=1))):
        await store.write(lambda change, username=username, at=at: newcomers.begin_newcomer(change, username, now=at))  # type: ignore[misc]
    assert await store.read(newcomers.read_newcomers) == [Newcomer("p2041", NINE, LATER)]


async def test_who_comes_again_in_an_import_stays_as_they_are(store: Store) -> None:
    one = Newcomer("p2041", NINE, None, frozenset({FirstStep.CODES, FirstStep.CALL}), "2", date(2026, 5, 1))
    await store.write(lambda change: newcomers.keep_steps(change, one))
    await store.write(lambda change: newcomers.add_newcomer(change, "p2041", now=LATER))
    assert await store.read(lambda sql: newcomers.read_newcomer(sql, "p2041")) == one
    assert await store.read(lambda sql: newcomers.read_newcomer(sql, "p2042")) is None


async def test_one_is_reminded_of_once(store: Store) -> None:
    marked = [await store.write(lambda change: newcomers.mark_newcomer_reminded(change, "p2041")) for _ in range(2)]
    assert marked == [True, False]
    assert await store.read(newcomers.read_newcomers) == [Newcomer("p2041", NINE, reminded=True)]


async def test_whoever_leaves_has_none(store: Store) -> None:
    await store.write(lambda change: newcomers.add_newcomer(change, "p2042", now=NINE))
    await store.write(lambda change: newcomers.end_of_newcomers(change, ["p2041", ""]))
    assert [one.person for one in await store.read(newcomers.read_newcomers)] == ["p2042"]


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("by", ["2041", "user2041", "2042"])
async def test_an_absence_is_one_s_own_when_one_set_it_oneself_and_by_hand(store: Store, way: Way, by: str) -> None:
    one = Absence("a", "2041", "lunch", NINE, None, Forward(), note="", set_by="2041", way=way)
    await store.write(lambda change: absences.add_absence(change, replace(one, set_by=by), now=NINE))
    own = by != "2042" and way in (Way.TRAY, Way.CLI, Way.PHONE, Way.PLAN)
    assert await store.read(lambda sql: newcomers.ways_set(sql, "2041")) == (frozenset({way}) if own else frozenset())
    assert await store.read(lambda sql: newcomers.ways_set(sql, "2042")) == frozenset()
