"""The lease: one has it at a time, what is written under it is written by whoever has it, and nobody stands in its way."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from kalix_presence.hub.store import Store
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.postgresql_connection import Fence, PostgresqlSql
from kalix_presence.hub.store.postgresql_lease import LEASE_SECONDS, Lease, NoTables, Who
from kalix_presence.hub.store.statements import in_words
from kalix_presence.model.errors import Conflict, Unavailable
from tests.hub.hubs.grouped import eventually
from tests.postgresql import at

WRITE = in_words("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")


def who(name: str) -> Who:
    return Who(f"{name}-id", name, f"https://{name}.example:8770", "1.0")


@pytest.fixture
def database(tmp_path: Path) -> Postgresql:
    return at(tmp_path / "hub.db")


def says(database: Postgresql, words: str) -> None:
    with psycopg.connect(database._conninfo, autocommit=True) as one:
        one.execute(words.encode())


def lapse(database: Postgresql) -> None:
    says(database, "UPDATE lease SET until = 0")


@contextmanager
def fenced(database: Postgresql, fence: Fence) -> Iterator[PostgresqlSql]:
    with closing(PostgresqlSql(database._conninfo, fence=fence)) as sql:
        yield sql


def test_one_has_it_until_it_lapses_and_the_next_one_under_a_higher_term(database: Postgresql) -> None:
    with closing(database.lease(who("a"))) as a, closing(database.lease(who("b"))) as b:
        assert b.look("stands-by") is None
        assert a.take() == 1
        assert b.take() is None
        held = b.look("stands-by")
        assert held is not None
        assert (held.holder, held.term, held.address) == ("a-id", 1, ""), "it has not told of itself yet"
        assert a.keep(1, "leads")
        held = b.look("stands-by")
        assert held is not None
        assert (held.holder, held.name, held.address) == ("a-id", "a", "https://a.example:8770")
        assert 0 < held.left <= LEASE_SECONDS
        lapse(database)
        held = b.look("stands-by")
        assert held is not None
        assert held.left < 0
        assert a.keep(1, "leads"), "nobody has led meanwhile: it goes on under its own term"
        assert b.take() is None
        lapse(database)
        assert b.take() == 2
        assert not a.keep(1, "leads")
        assert not a.keep(2, "leads"), "the term is another one's"


def test_what_was_given_back_is_told_to_whoever_waits_and_is_there_to_be_taken(database: Postgresql) -> None:
    woken, wake = socket.socketpair()
    with closing(database.lease(who("a"))) as a, closing(database.lease(who("b"))) as b, closing(woken), closing(wake):
        assert a.take() == 1
        waiting = threading.Thread(target=b.wait, args=(3600.0, woken))
        waiting.start()
        a.release(7)
        assert b.take() is None, "of another term: nothing is given back"
        a.release(1)
        waiting.join(60)
        assert not waiting.is_alive()
        assert b.take() == 2
        wake.send(b"x")
        b.wait(3600.0, woken)


def test_those_of_a_group_serve_beside_each_other_and_beside_nobody_else(database: Postgresql) -> None:
    with closing(database.lease(who("a"))), closing(database.lease(who("b"))), pytest.raises(Conflict), database.claimed():
        pass
    with database.claimed(), pytest.raises(Conflict, match="hub-serving-already"):
        database.lease(who("a"))


def test_a_database_that_knows_no_groups_is_told(tmp_path: Path) -> None:
    empty = at(tmp_path / "hub.db", empty=True)
    with pytest.raises(NoTables):
        empty.lease(who("a"))


def test_hubs_are_seen_until_they_leave_and_one_that_begins_anew_takes_its_own_place(database: Postgresql) -> None:
    def seen() -> list[str]:
        with psycopg.connect(database._conninfo) as one:
            return [str(row[0]) for row in one.execute("SELECT id FROM hub ORDER BY id")]

    with closing(database.lease(who("a"))) as a, closing(database.lease(who("b"))) as b:
        a.look("stands-by")
        b.look("stands-by")
        assert seen() == ["a-id", "b-id"]
        again = Who("a-again", "a", "https://a.example:8770", "1.1")
        with closing(database.lease(again)) as anew:
            anew.look("stands-by")
            assert seen() == ["a-again", "b-id"]
            anew.leave()
        assert seen() == ["b-id"]
        says(database, "UPDATE hub SET seen = seen - 86400000001")
        with closing(database.lease(who("c"))):
            assert seen() == []


@pytest.mark.parametrize("spoilt", ["holder = 'other'", "term = 2", "until = 0"])
async def test_whoever_has_it_no_longer_writes_nothing(database: Postgresql, spoilt: str) -> None:
    refused: list[str] = []
    with closing(database.lease(who("a"))) as a:
        term = a.take()
        assert term == 1
        store = Store(database.fenced(Fence("a-id", term, lambda: refused.append("looked"))))
        await store.write(lambda change: put_setting(change.sql, "x", "before"))
        says(database, f"UPDATE lease SET {spoilt}")
        first, second = (store.submit(lambda change, value=value: put_setting(change.sql, "x", value)) for value in ("1", "2"))  # type: ignore[misc]
        for one in (first, second):
            with pytest.raises(Unavailable, match="hub-leads-no-longer") as told:
                await one
            assert told.value.params["seconds"] == 1
        assert await store.read(lambda sql: read_setting(sql, "x")) == "before"
        assert refused, "the lease is looked at anew"
        says(database, "UPDATE lease SET holder = 'a-id', term = 1, until = 1e18::bigint")
        await store.write(lambda change: put_setting(change.sql, "x", "after"))
        store.close()


async def test_a_hub_that_is_alone_has_no_lease(database: Postgresql) -> None:
    store = Store(database)
    await store.write(lambda change: put_setting(change.sql, "x", "1"))
    store.close()


def test_nobody_takes_it_between_the_look_at_it_and_the_commit(database: Postgresql) -> None:
    taken: list[int | None] = []
    with closing(database.lease(who("a"))) as a, closing(database.lease(who("b"))) as b:
        assert a.take() == 1
        with fenced(database, Fence("a-id", 1, lambda: None)) as sql:
            sql.execute("BEGIN IMMEDIATE")
            sql.execute(WRITE, ("x", "1"))
            lapse(database)
            taking = threading.Thread(target=lambda: taken.append(b.take()))
            taking.start()
            _until(lambda: _waits(database))
            assert taken == []
            sql.execute("COMMIT")
            taking.join(60)
        assert taken == [2]


def test_a_hub_that_stands_still_in_the_middle_of_a_change_keeps_nobody_from_the_lead(database: Postgresql) -> None:
    with closing(database.lease(who("a"))) as a, closing(database.lease(who("b"))) as b:
        assert a.take() == 1
        with fenced(database, Fence("a-id", 1, lambda: None)) as sql:
            sql.execute("BEGIN IMMEDIATE")
            sql.execute(WRITE, ("x", "zombie"))
            lapse(database)

            def taken() -> bool:
                with suppress(psycopg.errors.LockNotAvailable):
                    return b.take() == 2
                return False

            _until(taken)
            with pytest.raises(Unavailable):
                sql.execute("COMMIT")
    with database.looking() as sql:
        assert read_setting(sql, "x") is None


@dataclass
class Hub:
    """One of those that race: it takes, keeps, loses and writes as it is drawn."""

    name: str
    lease: Lease
    database: Postgresql
    term: int = 0
    wrote: list[tuple[int, int]] = field(default_factory=list)

    def act(self, drawn: random.Random) -> None:
        what = drawn.choice(("take", "take", "keep", "lapse", "release", "write", "write", "write"))
        with suppress(psycopg.Error, Unavailable):
            if what == "take":
                self.term = self.lease.take() or self.term
            elif what == "keep" and self.term:
                self.lease.keep(self.term, "leads")
            elif what == "lapse":
                lapse(self.database)
            elif what == "release" and self.term:
                self.lease.release(self.term)
            elif self.term:
                self._write()

    def _write(self) -> None:
        with fenced(self.database, Fence(f"{self.name}-id", self.term, lambda: None)) as sql:
            sql.execute("BEGIN IMMEDIATE")
            row = sql.execute(NEXT).fetchone()
            sql.execute("COMMIT")
            self.wrote.append((int(row[0]), self.term))


NEXT = in_words(
    "INSERT INTO setting (name, value) VALUES ('raced', '1')"
    " ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT) RETURNING value"
)


@pytest.mark.parametrize("seed", range(6))
def test_however_they_race_what_is_acknowledged_was_written_under_terms_that_do_not_overlap(
    database: Postgresql, seed: int
) -> None:
    """Each written change has a number in the order of the commits: the terms under which they were acknowledged only grow."""
    hubs = [Hub(name, database.lease(who(name)), database) for name in "abc"]

    def run(hub: Hub, number: int) -> None:
        drawn = random.Random(seed * 100 + number)
        for _ in range(60):
            hub.act(drawn)

    racing = [threading.Thread(target=run, args=(hub, number)) for number, hub in enumerate(hubs)]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    written = sorted(one for hub in hubs for one in hub.wrote)
    assert len({number for number, _ in written}) == len(written)
    terms = [term for _, term in written]
    assert terms == sorted(terms)
    assert written, "some were written"
    holders = {(term, hub.name) for hub in hubs for _, term in hub.wrote}
    assert len(holders) == len({term for term, _ in holders}), "one hub a term"
    for hub in hubs:
        hub.lease.close()


def _until(condition: Callable[[], bool]) -> None:
    eventually(condition)


def _waits(database: Postgresql) -> bool:
    with psycopg.connect(database._conninfo) as one:
        row = one.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
    return row is not None and row[0] > 0
