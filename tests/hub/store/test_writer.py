"""The store: grouped, durable, each change on its own; upgrades that copy first."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.store import Store, Transaction, events, people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import end_holdings
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.upgrade import copied, known_steps, upgrade
from kalix_presence.model.errors import Unavailable
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import NINE
from tests.hub.house import furnish


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "hub.db")
    yield store
    store.close()


def add_event(change: Transaction) -> int:
    number = change.next_number()
    events.add_event(change, Frame(EventKind.STANDING, number, "2041", b"{}", None), now=NINE)
    return number


async def test_one_failing_change_does_not_spoil_the_others(store: Store) -> None:
    def fail(change: Transaction) -> int:
        add_event(change)
        raise ValueError("no")

    results = await asyncio.gather(
        *(store.write(fail if turn == 5 else add_event) for turn in range(10)), return_exceptions=True
    )
    numbers = [result for result in results if isinstance(result, int)]
    assert numbers == list(range(1, 10))
    assert isinstance(results[5], ValueError)
    assert [frame.number for frame in await store.read(lambda sql: events.read_after(sql, 0))] == numbers


async def test_what_nobody_waits_for_goes_behind_what_somebody_does(store: Store) -> None:
    patient = store.submit(add_event, patient=True)
    assert await store.write(add_event) == 1
    assert not patient.done()
    assert await patient == 2


@pytest.mark.in_a_file
async def test_closing_does_what_was_held_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "held.db")
    patient = store.submit(add_event, patient=True)
    await asyncio.to_thread(store.close)
    assert await patient == 1
    with closing(sqlite3.connect(tmp_path / "held.db")) as sql:
        assert sql.execute("SELECT count(*) FROM event").fetchone() == (1,)


async def test_what_comes_after_the_commit_comes_in_commit_order(store: Store) -> None:
    told: list[int] = []

    def work(change: Transaction) -> None:
        number = add_event(change)
        change.after_commit(lambda: told.append(number))

    await asyncio.gather(*(store.write(work) for _ in range(300)))
    assert told == list(range(1, 301))


async def test_numbers_are_never_used_again_even_when_the_log_was_emptied(tmp_path: Path) -> None:
    store = Store(tmp_path / "hub.db")
    assert await store.write(add_event) == 1
    assert await store.write(lambda change: events.forget_events(change, before=NINE.replace(year=2027))) == 1
    store.close()
    store = Store(tmp_path / "hub.db")
    assert await store.write(add_event) == 2
    store.close()


async def test_people_come_back_as_they_were_put(store: Store) -> None:
    await store.write(furnish)
    found = await store.read(people.read_people)
    assert found["2041"].name == "Anna Ek 2041"
    assert await store.read(people.directory_version) == 1
    await store.write(lambda change: end_holdings(change, Leaving({"2041": found["2041"]}), now=NINE))
    assert "2041" not in await store.read(people.read_people)


@pytest.mark.in_a_file
async def test_the_database_is_durable_and_only_its_owners(store: Store, tmp_path: Path) -> None:
    def pragmas(change: Transaction) -> tuple[str, int, int]:
        one = change.sql.execute
        return (
            one("PRAGMA journal_mode").fetchone()[0],
            one("PRAGMA synchronous").fetchone()[0],
            one("PRAGMA foreign_keys").fetchone()[0],
        )

    assert await store.write(pragmas) == ("wal", 2, 1)
    assert stat.S_IMODE((tmp_path / "hub.db").stat().st_mode) == 0o600


@pytest.mark.in_a_file
async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await store.read(lambda sql: sql.execute("DELETE FROM event"))


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "hub.db")
    store.close()
    with pytest.raises(Unavailable, match="store-closed"):
        await store.write(add_event)


@pytest.mark.in_a_file
def test_a_database_from_the_future_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    upgrade(path)
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("UPDATE alembic_version SET version_num = '9999'")
        sql.commit()
    with pytest.raises(Unavailable, match="store-from-the-future") as refused:
        Store(path)
    assert refused.value.params == {"found": "9999", "known": known_steps()[0]}
    with closing(sqlite3.connect(path)) as sql:
        assert sql.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_an_older_database_is_copied_before_it_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("CREATE TABLE older (x)")
        sql.execute("INSERT INTO older VALUES (1)")
        sql.commit()
    copy = upgrade(path)
    assert copy is not None
    with closing(sqlite3.connect(copy)) as sql:
        assert sql.execute("SELECT x FROM older").fetchone() == (1,)
        assert not sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'absence'").fetchone()
    assert upgrade(path) is None


@pytest.mark.in_a_file
def test_what_is_no_database_is_refused_and_left_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "hub.db"
    path.write_bytes(b"this is no database, but it is long enough to be read as a page of one" * 20)
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def kept(*arguments: Any, **more: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **more))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", kept)
    with pytest.raises(Unavailable, match="store-unreadable"):
        Store(path)
    for each in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            each.execute("SELECT 1")
    assert opened


@pytest.mark.in_a_file
async def test_a_copy_of_a_live_database_is_whole(store: Store, tmp_path: Path) -> None:
    await store.write(add_event)
    copy = copied(store.path, tmp_path / "copy.db")
    with closing(sqlite3.connect(copy)) as sql:
        assert sql.execute("SELECT count(*) FROM event").fetchone() == (1,)


def test_the_migrations_make_exactly_the_schema(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from kalix_presence.hub.store.connection import engine
    from kalix_presence.hub.store.schema import metadata

    upgrade(tmp_path / "hub.db")
    with engine(tmp_path / "hub.db").connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


async def test_many_old_events_go_in_slices_that_others_changes_fit_between(store: Store) -> None:
    def fill(change: Transaction) -> None:
        for _ in range(3 * events.SLICE):
            number = change.next_number()
            change.sql.execute("INSERT INTO event(id, at, kind, \"full\") VALUES (?, 0, 'lines', ?)", (number, b"-"))

    await store.write(fill)
    gone = [await store.write(lambda change: events.forget_events(change, before=NINE)) for _ in range(4)]
    assert gone == [events.SLICE] * 3 + [0]


class Reluctant:
    """A connection that commits, and says once that it has not."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql, self.refused = sql, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sql, name)

    def execute(self, statement: str, *more: Any) -> sqlite3.Cursor:
        done = self._sql.execute(statement, *more)
        if statement == "COMMIT" and not self.refused:
            self.refused = True
            raise sqlite3.OperationalError("cannot commit - no transaction is active")
        return done


async def test_a_group_that_was_kept_although_it_was_refused_takes_no_number_from_those_after_it(store: Store) -> None:
    store._sql = Reluctant(store._sql)  # type: ignore[assignment]
    with pytest.raises(Unavailable):
        await store.write(add_event)
    assert [await store.write(add_event) for _ in range(2)] == [2, 3]
