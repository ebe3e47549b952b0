"""Named values: each kept under its own name, the newest in place of the one before."""

from __future__ import annotations

from pathlib import Path

from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.named_values import put_setting, read_setting
from tests.hub.store.kept import opened


async def test_a_value_is_read_by_its_name_as_it_was_kept_last(tmp_path: Path) -> None:
    def work(change: Transaction) -> None:
        for name, value in (("one", "1"), ("two", "2"), ("one", "3")):
            put_setting(change.sql, name, value)

    async with opened(tmp_path) as store:
        await store.write(work)
        assert [await store.read(lambda sql, n=each: read_setting(sql, n)) for each in ("one", "two", "three")] == [
            "3",
            "2",
            None,
        ]
