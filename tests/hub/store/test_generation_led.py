"""Where hubs lead in turn, event numbers go on at the next one, as long as the database is the same and has lost nothing."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.events import add_event, newest
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.generation import Generation, ServedLast, begin_serving, keep_place
from kalix_presence.hub.store.named_values import put_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import NINE
from tests.postgresql import at, cluster


def told(change: Transaction) -> int:
    number = change.next_number()
    add_event(change, Frame(EventKind.LINES, number, None, b"{}", None, None), now=NINE)
    return number


async def begun(store: Store, last: ServedLast | None = None) -> Generation:
    return await store.write(lambda change: begin_serving(change, last, led=True))


@pytest.fixture
def database(tmp_path: Path) -> Postgresql:
    return at(tmp_path / "hub.db")


async def test_a_hub_that_was_killed_is_followed_by_one_that_goes_on_with_its_numbers(database: Postgresql) -> None:
    store = Store(database)
    first = await begun(store)
    number = await store.write(told)
    assert await begun(store) == first, "it has never seen the one before"
    assert await begun(store, ServedLast(first.name, number - 1)) == first, "it has seen some of it"
    assert await begun(store, ServedLast("00000001", 0)) == first, "it has seen what was before that"
    assert await store.write(told) == number + 1
    store.close()


async def test_a_database_that_has_lost_what_some_hub_has_seen_goes_on_past_that_under_another_name(
    database: Postgresql,
) -> None:
    store = Store(database)
    first = await begun(store)
    number = await store.write(told)
    then = await begun(store, ServedLast(first.name, number + 1))
    assert then.name != first.name
    assert then.first > number + 1
    assert await store.write(told) > number + 1
    store.close()


async def test_a_dump_that_was_put_back_gives_no_number_out_twice(database: Postgresql) -> None:
    """Into another database, or over the tables of this one: no hub that has seen more needs to be there."""
    store = Store(database)
    first = await begun(store)
    number = await store.write(told)
    store.close()
    copy = Postgresql(cluster().conninfo(cluster().made(database.name)), database.path, name="copy")
    store = Store(copy)
    elsewhere = await begun(store)
    assert (elsewhere.name != first.name, elsewhere.first > number) == (True, True)
    store.close()
    with psycopg.connect(database._conninfo, autocommit=True) as sql:
        sql.execute("CREATE TABLE put_back AS SELECT * FROM event")
        sql.execute("DROP TABLE event")
        sql.execute("ALTER TABLE put_back RENAME TO event")
    store = Store(database)
    over = await begun(store)
    assert over.name != first.name
    store.close()


async def test_a_hub_that_goes_on_after_the_database_has_moved_keeps_the_name(database: Postgresql) -> None:
    store = Store(database)
    first = await begun(store)
    await store.write(lambda change: put_setting(change.sql, "generation_place", "another server"))
    await store.write(keep_place)
    assert await begun(store) == first
    await store.write(lambda change: put_setting(change.sql, "generation_place", "another server"))
    assert (await begun(store)).name != first.name, "nobody went on who knew what was told"
    store.close()


async def test_what_the_directory_became_while_nobody_told_of_it_is_fetched_whole(database: Postgresql) -> None:
    store = Store(database)
    first = await begun(store)
    await store.write(lambda change: put_setting(change.sql, "directory_version", "77"))
    then = await begun(store)
    assert then.name != first.name
    assert then.first > await store.read(newest) - 2
    store.close()
