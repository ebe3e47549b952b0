"""In PostgreSQL a day's events go whole with their table; what is kept, told and read is the same as in SQLite."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from kalix_presence.hub.store import Store, Transaction, database, event_days, events
from kalix_presence.hub.store.connection import open_database
from kalix_presence.hub.store.event_days import AHEAD, REST
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.moving import move
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.schema import stored
from kalix_presence.hub.store.upgrade import make_steps, upgrade
from kalix_presence.model.errors import Unavailable
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import embedded, running, until
from tests.hub.store.test_postgresql import engine_of
from tests.postgresql import at

MORNING = datetime(2026, 11, 28, 7, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 28, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    store = Store(at(tmp_path / "hub.db"))
    yield store
    store.close()


def told(change: Transaction, *moments: datetime) -> None:
    for moment in moments:
        events.add_event(change, Frame(EventKind.STANDING, change.next_number(), "2041", b"{}", None, None), now=moment)


def tables(store: Store) -> dict[str, int]:
    """How many events lie in each."""
    assert isinstance(store.database, Postgresql)
    with psycopg.connect(store.database.conninfo) as sql:
        names = sql.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'event'::regclass").fetchall()
        return {name: (sql.execute(f"SELECT count(*) FROM {name}".encode()).fetchone() or (0,))[0] for (name,) in names}


async def numbers(store: Store) -> list[int | None]:
    return [each.number for each in await store.read(lambda sql: events.read_after(sql, 0))]


async def made(store: Store, now: datetime) -> None:
    await store.write(lambda change: event_days.make_days(change, now=now))


async def gone(store: Store, before: datetime) -> int:
    return await store.write(lambda change: event_days.forget_days(change, before=before))


async def test_each_day_by_utc_has_a_table_which_is_made_before_it_comes(there: Store) -> None:
    await made(there, MORNING.astimezone())
    await made(there, MORNING)
    await there.write(lambda change: told(change, MIDNIGHT, MIDNIGHT + DAY - timedelta(microseconds=1), MIDNIGHT + DAY))
    assert tables(there) == {REST: 0, "event_20261128": 2, "event_20261129": 1, "event_20261130": 0}
    assert len(tables(there)) == AHEAD + 1
    await made(there, MORNING + DAY)
    assert list(tables(there))[-1] == "event_20261201"


async def test_a_day_goes_whole_as_it_begins_to_be_too_old_and_no_number_is_given_again(there: Store) -> None:
    await made(there, MORNING)
    await there.write(lambda change: told(change, MIDNIGHT, MORNING, MIDNIGHT + DAY))
    assert await gone(there, MIDNIGHT) == 0
    assert await numbers(there) == [1, 2, 3]
    assert await gone(there, MIDNIGHT + timedelta(microseconds=1)) == 1
    assert await numbers(there) == [3]
    assert await there.read(events.oldest) == 3
    assert await gone(there, MIDNIGHT + 2 * DAY) == 1
    assert (await there.read(events.newest), await there.read(events.oldest)) == (3, None)
    assert list(tables(there)) == [REST, "event_20261130"]


async def test_what_comes_on_a_day_without_a_table_is_kept_and_erased_by_itself(there: Store) -> None:
    await there.write(lambda change: told(change, MORNING, MORNING, MORNING + DAY))
    await made(there, MORNING)
    assert tables(there) == {REST: 3, "event_20261130": 0}, "a table for a day whose events lie elsewhere cannot be made"
    await made(there, MORNING + DAY)
    await there.write(lambda change: told(change, MORNING + 2 * DAY))
    erased = [
        await there.write(lambda change: events.forget_events(change, before=MORNING + 9 * DAY, most=2)) for _ in range(3)
    ]
    assert erased == [2, 1, 0], "and what lies in a day's table waits for it to go"
    assert await numbers(there) == [4]


async def test_whoever_reads_for_long_holds_nobody_up_and_the_day_goes_another_time(there: Store) -> None:
    assert isinstance(there.database, Postgresql)
    await made(there, MORNING)
    await there.write(lambda change: told(change, MORNING))
    with psycopg.connect(there.database.conninfo) as backup:
        backup.execute("SELECT count(*) FROM event")
        for work in (gone(there, MORNING + DAY), made(there, MORNING + DAY)):
            with pytest.raises(Unavailable):
                await work
        await there.write(lambda change: told(change, MORNING))
        assert await numbers(there) == [1, 2]
    assert await gone(there, MIDNIGHT + DAY) == 1
    assert await numbers(there) == []


def lying(store: Store) -> list[str]:
    """All tables of days, also those that nobody reads events from any longer."""
    assert isinstance(store.database, Postgresql)
    with psycopg.connect(store.database.conninfo) as sql:
        return [name for (name,) in sql.execute(r"SELECT relname FROM pg_class WHERE relname ~ '^event_\d+$' ORDER BY 1")]


async def test_a_day_that_was_taken_out_is_dropped_beside_whoever_writes(there: Store) -> None:
    assert isinstance(there.database, Postgresql)
    await made(there, MORNING)
    await there.write(lambda change: told(change, MORNING))
    assert await gone(there, MIDNIGHT + DAY) == 1
    assert lying(there)[0] == "event_20261128"
    with psycopg.connect(there.database.conninfo) as slow:
        slow.execute("SELECT count(*) FROM event_20261128")  # as long as it takes to go
        dropping = asyncio.create_task(asyncio.to_thread(there.database.clear_away))
        with psycopg.connect(there.database.conninfo, autocommit=True) as watching:
            while not watching.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                await asyncio.sleep(0.01)
        await there.write(lambda change: told(change, MORNING + DAY))
        assert await numbers(there) == [2], "neither a change nor a reader waits"
        with pytest.raises(Unavailable):
            await dropping
    there.database.clear_away()
    assert lying(there) == ["event_20261129", "event_20261130"]
    there.database.clear_away()


async def test_the_clock_takes_a_day_out_and_has_it_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "kept_in", at)
    clock, place = Clock(), tmp_path / "hub.db"
    async with running(place, embedded(clock), clock) as (core, _):
        store = core.store
        old = clock() - timedelta(days=30)
        await made(store, old)
        await store.write(lambda change: told(change, old))
        await core.absence_clock._do_due(clock.move(hours=2))
        await until(lambda: not any(name < f"event_{clock() - timedelta(days=20):%Y%m%d}" for name in lying(store)))
        assert f"event_{clock():%Y%m%d}" in tables(store)


async def test_neither_making_nor_dropping_waits_longer_than_a_change_may(there: Store) -> None:
    def patience(change: Transaction) -> str:
        return str(change.sql.execute("SELECT current_setting('lock_timeout')").fetchone()[0])

    def making(change: Transaction) -> str:
        event_days.make_days(change, now=MORNING)
        return patience(change)

    def dropping(change: Transaction) -> str:
        event_days.forget_days(change, before=MORNING)
        return patience(change)

    usual = await there.write(patience)
    assert usual != "100ms"
    assert [await there.write(each) for each in (making, patience, dropping, patience)] == ["100ms", usual] * 2


async def test_in_a_file_there_is_nothing_to_do(tmp_path: Path) -> None:
    upgrade(tmp_path / "hub.db")
    with closing(open_database(tmp_path / "hub.db")) as sql:
        change = Transaction(sql, 0)
        told(change, MORNING)
        event_days.make_days(change, now=MORNING)
        assert event_days.forget_days(change, before=MORNING + 9 * DAY) == 0
        assert len(events.read_after(sql, 0)) == 1


async def test_what_was_kept_before_the_step_is_read_on_and_the_table_is_known_again(tmp_path: Path) -> None:
    database = at(tmp_path / "hub.db", empty=True)
    place = "SELECT 'one.1.2.' || to_regclass('event')::oid"
    with engine_of(database).connect() as connection:
        make_steps(connection, "0035")
        connection.exec_driver_sql("ALTER TABLE event ADD COLUMN rowid BIGINT GENERATED BY DEFAULT AS IDENTITY")
        connection.exec_driver_sql(f"INSERT INTO setting VALUES ('generation_place', ({place}))")
        moment = stored(MORNING)
        connection.exec_driver_sql(f"INSERT INTO event (id, at, kind, \"full\") VALUES (7, {moment}, 'standing', '{{}}')")
        connection.commit()
    store = Store(database)
    assert await numbers(store) == [7]
    with psycopg.connect(database.conninfo) as sql:
        assert sql.execute(place.encode()).fetchone() == (await store.read(lambda sql: read_setting(sql, "generation_place")),)
    await made(store, MORNING + DAY)
    assert tables(store) == {REST: 1, "event_20261129": 0, "event_20261130": 0, "event_20261201": 0}
    store.close()


async def test_a_table_that_is_not_the_one_that_was_known_stays_unknown(tmp_path: Path) -> None:
    database = at(tmp_path / "hub.db", empty=True)
    with engine_of(database).connect() as connection:
        make_steps(connection, "0035")
        connection.exec_driver_sql("INSERT INTO setting VALUES ('generation_place', 'one.1.2.12')")
        connection.commit()
    store = Store(database)
    assert await store.read(lambda sql: read_setting(sql, "generation_place")) == "one.1.2.12"
    store.close()


@pytest.mark.parametrize("days", [0, 1, 3, 150])
async def test_events_that_are_moved_lie_with_their_days(tmp_path: Path, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalix_presence.hub.store.moving.MOST_DAYS", 4)
    upgrade(tmp_path / "hub.db")
    with closing(open_database(tmp_path / "hub.db")) as sql:
        change = Transaction(sql, 0)
        sql.execute("BEGIN")
        told(change, *((MORNING, MORNING + (days - 1) * DAY) if days else ()))
        put_setting(sql, "kept", "1")
        sql.execute("COMMIT")
    target = at(tmp_path / "there.db", empty=True)
    move(tmp_path / "hub.db", target)
    store = Store(target)
    found = tables(store)
    assert sum(found.values()) == (2 if days else 0)
    assert found[REST] == (1 if days > 4 else 0), "what is older than anything that is kept"
    newest = {f"event_{date(2026, 11, 28) + (days - 1 - back) * DAY:%Y%m%d}" for back in range(min(days, 4))}
    assert set(found) == {REST} | newest
    store.close()
