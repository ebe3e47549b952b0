"""How a source stands is read as it was kept, one by one and all at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store
from kalix_presence.hub.store.sync_states import (
    Held,
    LeftOut,
    SyncState,
    put_sync_state,
    read_sync_state,
    read_sync_states,
)
from tests.clocks import NINE

STATE = SyncState(
    tried_at=NINE,
    read_all_at=NINE,
    trouble="sync-held",
    params={"host": "dc1"},
    people=3,
    left_out=(LeftOut("CN=Anna", "import-email", {"column": "email"}),),
    held=Held("abc", 4, 0, NINE),
    mark="dc1|42",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "kalix.db")
    yield made
    made.close()


async def test_it_is_read_as_it_was_kept(store: Store) -> None:
    await store.write(lambda change: put_sync_state(change, "ad", SyncState()))
    await store.write(lambda change: put_sync_state(change, "ad", STATE))
    await store.write(lambda change: put_sync_state(change, "hr", SyncState(tried_at=NINE)))
    assert await store.read(lambda sql: read_sync_state(sql, "ad")) == STATE
    assert await store.read(lambda sql: read_sync_state(sql, "never")) == SyncState()
    assert (await store.read(read_sync_states)).keys() == {"ad", "hr"}
