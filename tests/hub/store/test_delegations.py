"""Delegations as they are kept: found while they are open, by day and by right, gone with whoever leaves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, delegations
from kalix_presence.model.delegation import Delegation, Right
from tests.clocks import NINE

DAY = date(2026, 11, 24)


def one(id_: str, giver: str = "anna", delegate: str = "olle", *rights: Right, first: int = 0, last: int = 5) -> Delegation:
    since, until = DAY + timedelta(days=first), DAY + timedelta(days=last)
    return Delegation(id_, giver, delegate, frozenset(rights or Right), since, until, NINE)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    made = Store(tmp_path / "hub.db")
    yield made
    made.close()


async def keep(store: Store, *those: Delegation) -> None:
    for each in those:
        await store.write(lambda change, each=each: delegations.put_delegation(change, each))  # type: ignore[misc]


async def test_one_is_read_as_it_was_given(store: Store) -> None:
    kept = [one(right.value, "anna", "olle", right) for right in Right] + [one("all")]
    await keep(store, *kept)
    for each in kept:
        assert await store.read(lambda sql, each=each: delegations.read_delegation(sql, each.id)) == each  # type: ignore[misc]
    assert sorted(each.id for each in await store.read(lambda sql: delegations.read_open(sql, DAY))) == sorted(
        each.id for each in kept
    )


@pytest.mark.parametrize(("day", "lends"), [(-1, False), (0, True), (5, True), (6, False)])
async def test_it_is_lent_from_the_first_day_to_the_last(store: Store, day: int, lends: bool) -> None:
    await keep(store, one("a", "anna", "olle", Right.PLANS))
    at = DAY + timedelta(days=day)
    lent = await store.read(lambda sql: delegations.read_lent(sql, "olle", Right.PLANS, at))
    assert lent == (frozenset({"anna"}) if lends else frozenset())
    for delegate, right in (("olle", Right.MESSAGES), ("siv", Right.PLANS), ("", Right.PLANS)):
        assert not await store.read(lambda sql, d=delegate, r=right: delegations.read_lent(sql, d, r, at))  # type: ignore[misc]


async def test_what_is_ended_is_ended_once_and_found_no_more(store: Store) -> None:
    await keep(store, one("a"), one("b", "per"))
    assert await store.write(lambda change: delegations.end_delegation(change, "a", now=NINE))
    assert not await store.write(lambda change: delegations.end_delegation(change, "a", now=NINE))
    assert await store.read(lambda sql: delegations.read_delegation(sql, "a")) is None
    assert await store.read(lambda sql: delegations.read_lent(sql, "olle", Right.PLANS, DAY)) == {"per"}


async def test_those_of_a_leaver_go_on_either_side_and_nobody_elses(store: Store) -> None:
    await keep(store, one("a"), one("b", "olle", "siv"), one("c", "per", "siv"))
    await store.write(lambda change: delegations.end_of_leavers(change, ["olle", ""]))
    assert [each.id for each in await store.read(lambda sql: delegations.read_open(sql, DAY))] == ["c"]


async def test_what_has_been_over_for_long_is_forgotten(store: Store) -> None:
    await keep(store, one("over"), one("ended", last=300), one("open", last=300))
    await store.write(lambda change: delegations.end_delegation(change, "ended", now=NINE))
    moment = NINE + timedelta(days=9)
    await store.write(lambda change: delegations.forget_over(change, before=moment.date(), moment=moment))
    left = await store.read(lambda sql: [row[0] for row in sql.execute("SELECT id FROM delegation")])
    assert left == ["open"]
