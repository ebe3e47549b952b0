"""What is pushed is kept and found: by id, by name, by what the service calls it, by whoever it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.store import Store, Transaction, scim_resources
from kalix_presence.hub.store.scim_resources import GROUP, USER, Pushed
from tests.clocks import NINE

ANNA = Pushed(
    "1" * 32, USER, "anna", "x1", {"userName": "Anna"}, 1, NINE, NINE, person="p1", said=frozenset({"title", "email"})
)
PER = Pushed(
    "2" * 32, USER, "per", "", {"userName": "per"}, 3, NINE + timedelta(1), NINE, trouble="no-unit", left_out=("email",)
)
TEAM = Pushed("3" * 32, GROUP, "alla", "x1", {"displayName": "Alla"}, 1, NINE, NINE)


@pytest.fixture
async def store(tmp_path: Path) -> Any:
    made = Store(tmp_path / "kalix.db")

    def work(change: Transaction) -> None:
        for one in (PER, ANNA, TEAM):
            scim_resources.put_resource(change, one)
        scim_resources.change_members(change, TEAM.id, added=[ANNA.id, PER.id, ANNA.id], removed=[])

    await made.write(work)
    yield made
    made.close()


async def test_each_is_found_as_it_was_kept(store: Store) -> None:
    found = await store.read(
        lambda sql: [
            scim_resources.find_resource(sql, USER, ANNA.id),
            scim_resources.find_named(sql, USER, "ANNA"),
            scim_resources.find_external(sql, USER, "x1"),
            scim_resources.find_of_person(sql, "p1"),
            scim_resources.read_page(sql, USER, start=1, most=5),
            list(scim_resources.every_resource(sql, USER)),
        ]
    )
    assert found == [ANNA, [ANNA], [ANNA], ANNA, (2, [PER]), [ANNA, PER]]


async def test_nothing_is_found_by_nothing(store: Store) -> None:
    found = await store.read(
        lambda sql: [
            scim_resources.find_resource(sql, GROUP, ANNA.id),
            scim_resources.find_external(sql, USER, ""),
            scim_resources.find_of_person(sql, ""),
        ]
    )
    assert found == [None, [], None]


async def test_who_is_gone_is_listed_nowhere_but_found(store: Store) -> None:
    await store.write(lambda change: scim_resources.put_resource(change, replace(ANNA, gone=True, leaves_at=NINE)))
    total, page = await store.read(lambda sql: scim_resources.read_page(sql, USER, start=0, most=5))
    assert (total, page) == (1, [PER])
    assert (await store.read(lambda sql: scim_resources.find_named(sql, USER, "anna")))[0].gone


async def test_who_is_due_and_who_waits(store: Store) -> None:
    def work(change: Transaction) -> None:
        scim_resources.put_resource(change, replace(ANNA, leaves_at=NINE))
        scim_resources.put_resource(change, replace(PER, leaves_at=NINE))

    await store.write(work)
    due = lambda now: store.read(lambda sql: scim_resources.read_due(sql, now=now, most=5))  # noqa: E731
    assert [one.id for one in await due(NINE)] == [ANNA.id]  # the other is in trouble
    assert await due(NINE - timedelta(seconds=1)) == []
    assert await store.read(scim_resources.count_troubled) == {"no-unit": 1}
    assert [one.id for one in await store.read(scim_resources.read_remarkable)] == [PER.id]
    await store.write(lambda change: scim_resources.accept(change, [PER.id]))
    assert [one.id for one in await store.read(lambda sql: scim_resources.read_accepted(sql, most=5))] == [PER.id]


async def test_nothing_stays_of_whoever_leaves(store: Store) -> None:
    assert await store.read(lambda sql: scim_resources.teams_of(sql, ANNA.id)) == {"alla", "x1"}
    await store.write(lambda change: scim_resources.end_of_leavers(change, ["p1", ""]))
    assert await store.read(lambda sql: scim_resources.members_of(sql, TEAM.id)) == [PER.id]
    assert await store.read(lambda sql: scim_resources.find_resource(sql, USER, ANNA.id)) is None
    await store.write(lambda change: scim_resources.remove_resource(change, TEAM.id))
    assert await store.read(lambda sql: scim_resources.teams_of(sql, PER.id)) == set()
