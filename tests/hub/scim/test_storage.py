"""The storage keeps the contract of scim2-server: its own test class, over the hub's store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from scim2_models import ScimProvider
from scim2_server.testing import AsyncScimStorageContract

from kalix_presence import shipped
from kalix_presence.hub.scim.schemas import OWN, made_provider
from kalix_presence.hub.scim.settling import House
from kalix_presence.hub.scim.storage import PushedStorage, equal_to
from kalix_presence.hub.site.scim_section import ScimSection
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.people import are_there, put_person, put_unit
from kalix_presence.hub.store.scim_resources import USER
from kalix_presence.model.directory import Person, Unit
from tests.clocks import Clock


class TestContract(AsyncScimStorageContract):
    @pytest.fixture
    def provider(self) -> ScimProvider:
        return made_provider()

    @pytest.fixture
    def async_storage(self, tmp_path: Path, provider: ScimProvider) -> Iterator[Any]:
        store, clock = Store(tmp_path / "kalix.db"), Clock()
        house = House(ScimSection(), shipped.default_policy(), lambda change, person: None)

        yield PushedStorage(store, provider, house, write=store.write, clock=clock)
        store.close()


@pytest.mark.in_a_file
@pytest.mark.parametrize("known", [3, 3_000])
async def test_what_a_push_costs_does_not_grow_with_the_house(tmp_path: Path, known: int) -> None:
    store, clock, steps = Store(tmp_path / "kalix.db"), Clock(), list[int]()
    house = House(ScimSection(unit="Bygg"), shipped.default_policy(), lambda change, person: None)

    def fill(change: Transaction) -> None:
        put_unit(change, Unit("bygg", "Bygg", None))
        for number in range(known):
            put_person(change, Person(str(10_000 + number), "Eva", f"Ek{number}", "bygg", "bygg"))

    async def counted(work: Callable[[Transaction], Any]) -> Any:
        def work_counted(change: Transaction) -> Any:
            change.sql.set_progress_handler(lambda: steps.append(1), 1)
            try:
                return work(change)
            finally:
                change.sql.set_progress_handler(None, 0)

        return await store.write(work_counted)

    await store.write(fill)
    storage = PushedStorage(store, made_provider(), house, write=counted, clock=clock)
    name, own = {"givenName": "Anna", "familyName": "Ek"}, {"extension": "2041"}
    made = await storage.create_body(USER, {"userName": "anna", "name": name, OWN: own}, "a-1")
    assert await store.read(lambda sql: are_there(sql, known + 1))
    later = {"userName": "anna", "name": name, OWN: own, "title": "Chef"}
    await storage.update_body(USER, made["id"], later, "a-1", made["meta"]["version"])
    store.close()
    assert len(steps) < 3_000  # of SQLite's machine: one look at everybody is more


def test_what_was_asked_again_is_told_from_what_is_different() -> None:
    there = {"userName": "anna", "name": {"givenName": "Anna", "familyName": "Ek"}, "active": True, "id": "1"}
    assert equal_to(there, {"schemas": ["x"], "userName": "anna", "name": {"givenName": "Anna"}, "emails": []})
    assert not equal_to(there, {"userName": "anna", "name": {"givenName": "Hanna"}})
    assert not equal_to(there, {"userName": "anna", "title": "Chef"})
    assert not equal_to(there, {"name": None, "userName": "anna", "active": False})
