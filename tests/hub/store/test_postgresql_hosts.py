"""Of two servers that both say they take changes, the hub goes to the one that was promoted last, wherever it is named."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from kalix_presence.hub.store import Store, Transaction, postgresql_connection
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.postgresql_connection import connected
from kalix_presence.hub.store.postgresql_hosts import Hosts, servers_of
from kalix_presence.model.errors import Unavailable
from tests.postgresql import Cluster

pytestmark = pytest.mark.in_a_file  # with or without --postgresql it is PostgreSQL that is tried


def test_each_server_of_an_address_has_one_of_its_own() -> None:
    each = [conninfo_to_dict(one) for one in servers_of("host=a,b,c port=1,2,3 dbname=d target_session_attrs=read-write")]
    assert [(one["host"], one["port"]) for one in each] == [("a", "1"), ("b", "2"), ("c", "3")]
    assert {one["target_session_attrs"] for one in each} == {"any"}
    assert [conninfo_to_dict(one)["port"] for one in servers_of("host=a,b port=7 dbname=d")] == ["7", "7"]
    [one] = servers_of("host=a dbname=d password=x")
    assert conninfo_to_dict(one)["password"] == "x"


def test_one_server_is_not_asked_before_it_is_used() -> None:
    assert Hosts().ordered("host=/nowhere dbname=d") == "host=/nowhere dbname=d"


@pytest.fixture
def pair() -> Iterator[tuple[Cluster, Cluster]]:
    """A primary and its synchronous standby."""
    primary, standby = Cluster(), Cluster()
    standby.follow(primary)
    yield primary, standby
    primary.remove()
    standby.remove()


async def test_an_orphan_that_goes_on_as_primary_is_left_after_the_commits_deadline(
    pair: tuple[Cluster, Cluster], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_connection, "SECONDS", 2.0)
    orphan, promoted = pair
    name = orphan.made()
    conninfo = f"host={orphan.folder},{promoted.folder} user=kalix dbname={name} target_session_attrs=read-write"
    database, behind = Postgresql(conninfo, tmp_path / "hub.db", name=name), list[bool]()
    store = Store(database)
    store.when_behind = lambda: behind.append(True)

    def put(value: str) -> object:
        return store.write(lambda change: put_setting(change.sql, "kept", value))

    try:
        await put("before")
        promoted.promote()  # nobody has told the old one
        with pytest.raises(Unavailable, match="store-unacknowledged"):
            await put("never told as done")
        await put("after")
        assert behind == [True], "what the readers are connected to may be the orphan: the hub begins anew"
        host = await store.write(_host)
        assert host == str(promoted.folder)
    finally:
        store.close()
    with closing(database.reader()) as reader:
        reader.execute("BEGIN")
        assert read_setting(reader, "kept") == "after", "a hub that begins goes where the newest is, though it is named last"
    with closing(connected(conninfo)) as sql:
        assert sql.info.host == str(promoted.folder)


def _host(change: Transaction) -> str:
    return str(change.sql._connection.info.host)  # type: ignore[attr-defined]


async def test_a_server_that_is_gone_keeps_nobody_from_the_other(pair: tuple[Cluster, Cluster], tmp_path: Path) -> None:
    primary, standby = pair
    name = primary.made()
    conninfo = f"host={standby.folder},{primary.folder} user=kalix dbname={name} target_session_attrs=read-write"
    store = Store(Postgresql(conninfo, tmp_path / "hub.db", name=name))
    try:
        await store.write(lambda change: put_setting(change.sql, "kept", "1"))
        primary.kill()
        standby.promote()
        while True:
            try:
                await store.write(lambda change: put_setting(change.sql, "kept", "2"))
            except Unavailable:
                await asyncio.sleep(0.01)
            else:
                break
        assert await store.write(_host) == str(standby.folder)
    finally:
        store.close()
