"""PostgreSQL keeps what the hub keeps as SQLite does: each step, each statement, and what it says when it cannot."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.pool import NullPool

from kalix_presence.hub.store import Store, Transaction, events, people, postgresql, postgresql_connection
from kalix_presence.hub.store.connection import engine
from kalix_presence.hub.store.event_days import REST
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.postgresql_connection import PostgresqlSql
from kalix_presence.hub.store.schema import metadata
from kalix_presence.hub.store.upgrade import known_steps, make_steps, upgrade
from kalix_presence.model.errors import BadInput, Conflict, StoreFull, Unavailable
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import NINE
from tests.hub.house import furnish
from tests.postgresql import Cluster, at, cluster

STEPS = [f"{number:04d}" for number in range(1, int(known_steps()[0]) + 1)]


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    """A server that a test may set up otherwise, hold and kill."""
    made = Cluster()
    yield made
    made.remove()


def fresh(server: Cluster, path: Path) -> Postgresql:
    name = server.made()
    return Postgresql(server.conninfo(name), path, name=name)


def told(change: Transaction) -> int:
    number = change.next_number()
    events.add_event(change, Frame(EventKind.LINES, number, None, b"{}", None, None), now=NINE)
    return number


def engine_of(database: Postgresql) -> Engine:
    return create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(database._conninfo), poolclass=NullPool)


def not_of_days(name: str | None, kind: str, _: object) -> bool:
    return (kind, name) != ("table", REST)


def shape(bound: Engine) -> dict[str, object]:
    """Tables, columns with their order, keys and indexes; not the names that a database gives by itself, `rowid`, nor what
    PostgreSQL needs for events that lie in a table for each day."""
    seen, found = inspect(bound), dict[str, object]()
    for table in sorted(set(seen.get_table_names()) - {REST}):
        columns = [(one["name"], one["nullable"]) for one in seen.get_columns(table) if one["name"] != "rowid"]
        keys = [
            (one["constrained_columns"], one["referred_table"], one["options"].get("ondelete"))
            for one in sorted(seen.get_foreign_keys(table), key=str)
        ]
        unique = sorted(tuple(one["column_names"]) for one in seen.get_unique_constraints(table))
        indexes = sorted(
            (str(one["name"]), tuple(one["column_names"]), bool(one["unique"]))
            for one in seen.get_indexes(table)
            if not one.get("duplicates_constraint")
        )
        key = [one for one in seen.get_pk_constraint(table)["constrained_columns"] if (table, one) != ("event", "at")]
        found[table] = columns, key, sorted(map(str, keys)), unique, indexes
    return found


def test_both_have_the_same_tables_and_those_that_are_described(tmp_path: Path) -> None:
    upgrade(tmp_path / "hub.db")
    bound = engine_of(at(tmp_path / "there.db"))
    assert shape(bound) == shape(engine(tmp_path / "hub.db"))
    with bound.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": False, "include_name": not_of_days}), metadata
        )
        narrow = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('integer', 'smallint') AND column_default IS NULL"
        ).fetchall()
    assert narrow == [], "a moment has more digits"
    named = [  # references that can wait for the end of a transaction are the same to `shape`
        each for each in differences if "rowid" not in str(each) and each[0] not in ("remove_fk", "add_fk")
    ]
    assert named == []


@pytest.mark.parametrize("step", STEPS)
def test_a_database_of_every_earlier_step_is_brought_to_this_one(tmp_path: Path, step: str) -> None:
    database = at(tmp_path / "hub.db", empty=True)
    with closing(psycopg.connect(database._conninfo)) as connection:
        engine_ = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=NullPool)
        with engine_.connect() as held:
            make_steps(held, step)
            held.exec_driver_sql("INSERT INTO unit (code, name) VALUES ('bygg', 'Bygg')")
            held.exec_driver_sql(
                "INSERT INTO person (extension, given_name, family_name, unit, administration)"
                " VALUES ('2041', 'Anna', 'Ek', 'bygg', 'bygg')"
            )
            held.commit()
    database.upgrade()
    assert not database.is_older()
    with database.looking() as sql:
        assert people.read_people(sql)["2041"].family_name == "Ek"


async def test_messages_of_before_are_found_by_whom_they_name(tmp_path: Path) -> None:
    database = at(tmp_path / "hub.db", empty=True)
    with closing(psycopg.connect(database._conninfo)) as connection:
        engine_ = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=NullPool)
        with engine_.connect() as held:
            make_steps(held, "0019")
            for number in range(3):
                body = json.dumps({"to": {"kind": "person", "code": f"204{number}"}, "made_by": "2001"}).encode()
                held.exec_driver_sql(
                    "INSERT INTO message VALUES (%s, 'person', '2041', '1', 'new', 'left', 1, 1, 1, NULL, '', %s)",
                    (f"m{number}", body),
                )
            held.commit()
    database.upgrade()
    with closing(psycopg.connect(database._conninfo)) as sql:
        named = sql.execute("SELECT named FROM message ORDER BY id").fetchall()
    assert named == [("\n2040\n2001\n",), ("\n2041\n2001\n",), ("\n2042\n2001\n",)]


def test_only_what_was_made_of_the_tables_is_taken(tmp_path: Path) -> None:
    with closing(at(tmp_path / "hub.db").writer()) as sql:
        plain = PostgresqlSql(sql._conninfo)  # type: ignore[attr-defined]
        with closing(plain), pytest.raises(ValueError, match="not a statement"):
            plain.execute("SELECT extension FROM person")


async def test_a_change_that_fails_takes_only_its_own_back(tmp_path: Path) -> None:
    store = Store(at(tmp_path / "hub.db"))

    def fails(change: Transaction) -> None:
        put_setting(change.sql, "wrong", "1")
        change.sql.execute(people._PUT_UNIT, ("x", None, None))

    try:
        first, wrong, last = await asyncio.gather(
            store.write(told), store.write(fails), store.write(told), return_exceptions=True
        )
        assert (first, last) == (1, 2)
        assert isinstance(wrong, psycopg.IntegrityError), "a mistake of ours is told as what it is"
        assert await store.read(lambda sql: read_setting(sql, "wrong")) is None
    finally:
        store.close()


async def test_a_reader_sees_one_moment_and_writes_nothing(tmp_path: Path) -> None:
    store = Store(at(tmp_path / "hub.db"))
    began, written = threading.Event(), threading.Event()

    def twice(sql: object) -> tuple[int, int]:
        first = events.newest(sql)  # type: ignore[arg-type]
        began.set()
        assert written.wait(60)
        return first, events.newest(sql)  # type: ignore[arg-type]

    try:
        reading = asyncio.ensure_future(store.read(twice))
        await asyncio.to_thread(began.wait)
        await store.write(told)
        written.set()
        assert await reading == (0, 0)
        assert await store.read(events.newest) == 1
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            await store.read(lambda sql: put_setting(sql, "a", "b"))
        assert await store.read(events.newest) == 1
    finally:
        store.close()


async def test_two_that_write_give_no_number_twice_and_in_the_order_of_their_commits(tmp_path: Path) -> None:
    database = at(tmp_path / "hub.db")
    stores = [Store(database), Store(database)]

    def after(change: Transaction) -> int:
        change.number = events.newest(change.sql)
        return told(change)

    try:
        numbers = await asyncio.gather(*(stores[each % 2].write(after) for each in range(60)))
        assert sorted(numbers) == list(range(1, 61))
    finally:
        for each in stores:
            each.close()


async def test_a_hub_that_stands_still_in_the_middle_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_connection, "IDLE_SECONDS", 1)
    database = at(tmp_path / "hub.db")
    still, other = Store(database), Store(database)
    began, go_on = threading.Event(), threading.Event()

    def stands(change: Transaction) -> None:
        told(change)
        began.set()
        assert go_on.wait(60)

    try:
        waiting = asyncio.ensure_future(still.write(stands))
        await asyncio.to_thread(began.wait)
        assert await other.write(told) == 1
        go_on.set()
        with pytest.raises(Unavailable):
            await waiting
        assert await still.write(told) == 2, "it goes on after what the other has written"
    finally:
        still.close()
        other.close()


async def test_a_commit_that_no_standby_confirms_is_never_told_as_done(
    own: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_connection, "SECONDS", 1.0)
    store, behind = Store(fresh(own, tmp_path / "hub.db")), list[bool]()
    store.when_behind = lambda: behind.append(True)
    try:
        assert await store.write(told) == 1
        own.run("ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (nobody)'", "SELECT pg_reload_conf()")
        with pytest.raises(Unavailable, match="store-unacknowledged"):
            await _until_waiting(store)
        own.run("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
        assert behind == []
        number = await _until_written(store)
        assert behind == [True], "what is held in memory may lack what the database has"
        assert number > 2, "what nobody was told of is there, and its number is not given again"
    finally:
        own.run("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
        store.close()


async def test_a_wait_that_somebody_cancels_is_not_confirmed_either(own: Cluster, tmp_path: Path) -> None:
    database = fresh(own, tmp_path / "hub.db")
    store = Store(database)
    written, cancelled = list[int](), list[int]()

    async def write_on() -> None:
        while True:
            written.append(await store.write(told))

    try:
        await store.write(told)
        own.run("ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (nobody)'", "SELECT pg_reload_conf()")
        waiting = asyncio.ensure_future(write_on())
        cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = '{}'"
        with psycopg.connect(own.conninfo(), autocommit=True) as sql:
            while not waiting.done():
                before = len(written)
                cancelled += [before] if sql.execute(cancel.format(database.name).encode()).fetchall() else []
                assert len(written) < (cancelled or [10**9])[0] + 2, "what was cancelled was told as done"
                await asyncio.sleep(0.01)
        with pytest.raises(Unavailable, match="store-unacknowledged") as refused:
            await waiting
        assert refused.value.params["seconds"] == postgresql_connection.AGAIN_SECONDS
    finally:
        own.run("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
        store.close()


async def _until_waiting(store: Store) -> None:
    """Settings that were reloaded are not every session's at once."""
    while True:
        await store.write(told)


async def _until_written(store: Store) -> int:
    while True:
        try:
            return await store.write(told)
        except Unavailable:
            await asyncio.sleep(0.01)


async def test_after_a_server_was_killed_it_goes_on_by_itself(own: Cluster, tmp_path: Path) -> None:
    store = Store(fresh(own, tmp_path / "hub.db"))
    try:
        assert await store.write(told) == 1
        assert await store.read(events.newest) == 1
        own.stop()
        for _ in range(2):  # on the connection that broke, and where none can be made
            with pytest.raises(Unavailable, match=r"store-un(writable|acknowledged)") as refused:
                await store.write(told)
            assert refused.value.params["seconds"] == postgresql_connection.AGAIN_SECONDS
        with pytest.raises(Unavailable, match="store-unreadable"):
            await store.read(events.newest)
        own.start()
        assert await store.write(told) == 2
        assert await store.read(events.newest) == 2
    finally:
        store.close()


async def test_a_server_that_stands_still_is_not_waited_for(
    own: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_connection, "SECONDS", 1.0)
    store = Store(fresh(own, tmp_path / "hub.db"))
    backend = await store.write(lambda change: change.sql._connection.info.backend_pid)  # type: ignore[attr-defined]
    try:
        os.kill(backend, signal.SIGSTOP)
        with pytest.raises(Unavailable):
            await store.write(told)
    finally:
        os.kill(backend, signal.SIGCONT)
        store.close()


async def test_a_full_disk_is_told_as_one(own: Cluster, tmp_path: Path) -> None:
    database = fresh(own, tmp_path / "hub.db")
    store = Store(database)
    own.run(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON event EXECUTE FUNCTION full_disk()",
        database=database.name,
    )
    try:
        with pytest.raises(StoreFull, match="store-full"):
            await store.write(told)
    finally:
        store.close()


def test_one_hub_serves_and_a_command_writes_beside_it(tmp_path: Path) -> None:
    database = at(tmp_path / "hub.db")
    with database.claimed(), pytest.raises(Conflict, match="hub-serving-already"), database.claimed():
        pass
    with database.claimed():
        pass


def test_what_is_not_the_hubs_is_refused(tmp_path: Path) -> None:
    empty = at(tmp_path / "empty.db", empty=True)
    assert not empty.is_ours()
    with pytest.raises(BadInput, match="postgresql-empty"):
        empty.require_there()
    cluster().run("CREATE TABLE person (id text)", database=empty.name)
    with pytest.raises(BadInput, match="postgresql-strange"):
        empty.require_there()
    away = Postgresql("host=/nowhere dbname=none connect_timeout=1", tmp_path / "away.db", name="away")
    assert not away.is_ours()
    with pytest.raises(Unavailable, match="store-unreadable"):
        away.require_there()
    ours = at(tmp_path / "ours.db")
    ours.require_there()
    ours.require_current()
    cluster().run("UPDATE alembic_version SET version_num = '0001'", database=ours.name)
    with pytest.raises(Conflict, match="store-older"):
        ours.require_current()
    cluster().run("UPDATE alembic_version SET version_num = '9999'", database=ours.name)
    with pytest.raises(Unavailable, match="store-from-the-future"):
        ours.upgrade()


def test_a_pooler_behind_which_nobody_is_woken_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "LISTEN_SECONDS", 0.2)
    with pooled(cluster().folder / ".s.PGSQL.5432", tmp_path / ".s.PGSQL.1"):
        database = Postgresql(f"host={tmp_path} port=1 user=kalix dbname=postgres", tmp_path / "hub.db", name="pooled")
        assert not database.is_ours(), "all else goes through"
        with pytest.raises(BadInput, match="postgresql-pooled"):
            database.upgrade()


@contextmanager
def pooled(server: Path, door: Path) -> Iterator[None]:
    """What a pooler does by transactions: all comes through but what a server says between them (NotificationResponse)."""

    def told(whence: socket.socket, whither: socket.socket, *, kept: bool) -> None:
        with suppress(OSError), whence, whither:
            while head := _exactly(whence, 5) if kept else whence.recv(65_536):
                body = _exactly(whence, int.from_bytes(head[1:], "big") - 4) if kept else b""
                if not kept or head[:1] != b"A":
                    whither.sendall(head + body)

    def serve() -> None:
        while True:
            try:
                inside = listening.accept()[0]
            except OSError:
                return
            outside = socket.socket(socket.AF_UNIX)
            outside.connect(str(server))
            for ends, kept in (((inside, outside), False), ((outside, inside), True)):
                threading.Thread(target=told, args=ends, kwargs={"kept": kept}, daemon=True).start()

    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(door))
    listening.listen()
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(60)


def _exactly(whence: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count and (more := whence.recv(count - len(found))):
        found += more
    return found


def test_a_database_that_sorts_in_another_way_is_refused(tmp_path: Path) -> None:
    cluster().run("CREATE DATABASE swedish TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'sv' LOCALE 'C.UTF-8'")
    database = Postgresql(cluster().conninfo("swedish"), tmp_path / "hub.db", name="swedish")
    with pytest.raises(BadInput, match="postgresql-order"):
        database.upgrade()


async def test_names_are_in_the_same_order_and_letters_are_as_large_as_they_are(tmp_path: Path) -> None:
    found = []
    for kept in (at(tmp_path / "there.db"), tmp_path / "here.db"):
        store = Store(kept)
        await store.write(lambda change: furnish(change, ["Å", "a", "B", "ä", "10", "9", "Ö", "z"]))
        found.append(list(await store.read(people.read_people)))
        store.close()
    assert found[0] == found[1]
