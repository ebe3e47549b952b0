"""Small facts and secrets: read as they were put, and each secret made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, settings
from tests.hub.store.kept import opened


@pytest.mark.parametrize("kind", ["device_key", "mark_key", "session_key"])
async def test_a_secret_is_made_once_and_is_nobody_elses(tmp_path: Path, kind: str) -> None:
    async with opened(tmp_path) as store:
        made = await store.write(getattr(settings, kind))
        assert len(made) == 32
        assert await store.write(getattr(settings, kind)) == made
        others = {await store.write(getattr(settings, each)) for each in ("device_key", "mark_key", "session_key")}
        assert len(others) == 3


async def test_small_facts_are_read_as_they_were_put(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        assert await store.read(settings.plan_key) is None
        key = await store.write(settings.make_plan_key)
        assert (len(key), await store.read(settings.plan_key)) == (32, key)
        assert await store.read(settings.rule_inputs) is None
        for digest in ("one", "two"):
            await store.write(lambda change, digest=digest: settings.put_rule_inputs(change, digest))
        assert await store.read(settings.rule_inputs) == "two"
        version = await store.read(settings.account_version)
        assert [await store.write(settings.touch_accounts) for _ in range(2)] == [version + 1, version + 2]
        assert await store.read(settings.account_version) == version + 2
        for _ in range(2):
            await store.write(settings.try_room)
        rows = await store.read(lambda sql: sql.execute("SELECT count(*) FROM setting WHERE name = 'room'").fetchone())
        assert rows == (0,)


@pytest.mark.parametrize("kind", ["device_key", "mark_key", "session_key"])
async def test_a_secret_that_an_earlier_hub_made_is_still_the_same(tmp_path: Path, kind: str) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: change.sql.execute("INSERT INTO setting VALUES (?, '6b6579')", (kind,)).rowcount)
        assert await store.write(getattr(settings, kind)) == b"key"


async def test_nothing_of_the_accounts_changed_before_the_first_change(tmp_path: Path) -> None:
    store = Store(tmp_path / "hub.db")
    assert await store.read(settings.account_version) == 0
    store.close()
