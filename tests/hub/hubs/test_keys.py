"""Hubs of a group have the same keys, or do not lead: what one seals the next one opens."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kalix_presence.hub.hubs.keys import keep_marks, key_files, make_keys, other_keys
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.store import Store


def config(folder: Path) -> Config:
    folder.mkdir(exist_ok=True)
    return msgspec.structs.replace(Config(), folder=folder)


async def test_a_hub_whose_files_are_the_groups_may_lead_and_another_is_told_which_to_copy(tmp_path: Path) -> None:
    one, other = config(tmp_path / "one"), config(tmp_path / "other")
    store = Store(tmp_path / "hub.db")
    assert await store.read(lambda sql: other_keys(sql, other)) == [], "nobody has led yet"
    make_keys(one)
    await store.write(lambda change: keep_marks(change, one))
    assert await store.read(lambda sql: other_keys(sql, one)) == []
    names = [file.name for file in key_files(one).values()]
    assert (
        await store.read(lambda sql: other_keys(sql, other)) == names == ["kalix.db.audit-key", "factors.key", "calendars.key"]
    )
    make_keys(other)
    assert await store.read(lambda sql: other_keys(sql, other)) == names, "keys of its own are none of the group's"
    await store.write(lambda change: keep_marks(change, other))
    assert await store.read(lambda sql: other_keys(sql, one)) == [], "what the group has stays"
    for name, file in key_files(one).items():
        key_files(other)[name].write_bytes(file.read_bytes())
    assert await store.read(lambda sql: other_keys(sql, other)) == []
    store.close()


def test_keys_that_are_there_stay_and_nobody_else_reads_them(tmp_path: Path) -> None:
    one = config(tmp_path / "one")
    make_keys(one)
    made = {name: file.read_bytes() for name, file in key_files(one).items()}
    make_keys(one)
    assert {name: file.read_bytes() for name, file in key_files(one).items()} == made
    assert len(set(made.values())) == 3
    assert all(file.stat().st_mode & 0o077 == 0 for file in key_files(one).values())
