"""The lease by which one of several hubs leads, on a connection of its own, and what the hubs tell of themselves there.

The database's clock decides. What is written here need not be on a disk before it is answered: whatever is committed under a
lease comes after it in the same log, so that a database that has lost the lease has nothing of what was done under it either.
"""

from __future__ import annotations

import secrets
import selectors
import socket
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import ColumnElement, literal_column
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.dml import ReturningInsert

from kalix_presence.hub.store.group import hub, lease
from kalix_presence.hub.store.postgresql_connection import LEADING, SERVING, connected
from kalix_presence.hub.store.schema import setting
from kalix_presence.hub.store.statements import adding, for_postgresql, given, named_for_postgresql, value
from kalix_presence.model.errors import Conflict

LEASE_SECONDS = 2.0
"""How long a lease lasts that is not renewed: so long at most a hub that died keeps the others waiting, and so long less a
moment the database may answer nothing before whoever leads has to stop acting."""
ANSWER_SECONDS = 1.0
"""How long anything here may take: a renewal that is not answered is asked for once more before the lease is over."""


_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_now: ColumnElement[int] = literal_column(_NOW)


def _seen() -> Insert:
    told = insert(hub).values(given(*hub.c) | {"started": _now, "seen": _now})
    changed = {"seen": _now, "state": told.excluded.state, "term": told.excluded.term}
    return told.on_conflict_do_update(index_elements=["id"], set_=changed)


def _taken() -> ReturningInsert[Any]:
    until: ColumnElement[int] = _now + value("span")
    taken = insert(lease).values(role=literal_column("'lead'"), holder=value("id"), term=literal_column("1"), until=until)
    changed = {"holder": taken.excluded.holder, "term": lease.c.term + literal_column("1"), "until": until}
    again = taken.on_conflict_do_update(index_elements=["role"], set_=changed, where=lease.c.until <= _now)
    return again.returning(lease.c.term)


def _said(words: str) -> bytes:
    """`words` with what is the same in all of them."""
    words = words.replace("SEEN", named_for_postgresql(_seen())).replace("ALONE", str(LEADING)).replace("SHARED", str(SERVING))
    return words.replace("NOW", _NOW).encode()


_SPAN = int(LEASE_SECONDS * 1_000_000)
_LOOK = _said(
    """WITH told AS (SEEN) SELECT lease.holder, lease.term, (lease.until - NOW) / 1000000.0,
 coalesce(hub.name, ''), coalesce(hub.address, '')
 FROM lease LEFT JOIN hub ON hub.id = lease.holder WHERE lease.role = 'lead'"""
)
_KEEP = _said(
    """WITH kept AS (UPDATE lease SET until = NOW + %(span)s
 WHERE role = 'lead' AND holder = %(id)s AND term = %(term)s RETURNING term), told AS (SEEN) SELECT term FROM kept"""
)
# Whoever writes under the lease holds this lock until the commit (`postgresql_connection`): nobody takes it in between.
_ALONE = _said("SELECT pg_advisory_xact_lock(ALONE)")
_TAKE = named_for_postgresql(_taken()).encode()
_RELEASE = _said(
    """WITH ended AS (UPDATE lease SET until = NOW WHERE role = 'lead' AND holder = %(id)s AND term = %(term)s RETURNING 1)
 SELECT pg_notify('kalix_lead', '') FROM ended"""
)
_GONE = _said("DELETE FROM hub WHERE (address = %(address)s AND id <> %(id)s) OR seen < NOW - 86400000000")
_OTHERS = b"SELECT address FROM hub WHERE id <> %(id)s AND address <> ''"
_LEAVE = b"DELETE FROM hub WHERE id = %(id)s"
_NOT_WAITED_FOR = b"SELECT set_config('synchronous_commit', 'off', false)"
_LISTEN = b"LISTEN kalix_lead"
_NEWEST = (
    b"SELECT coalesce((SELECT value FROM setting WHERE name = 'generation'), ''),"
    b" greatest((SELECT max(id) FROM event), (SELECT value::bigint FROM setting WHERE name = 'event_number'), 0)"
)
_HAS_TABLES = b"SELECT to_regclass('lease') IS NOT NULL AND to_regclass('hub') IS NOT NULL"
_MAKE_SECRET = for_postgresql(adding(setting.c.name, setting.c.value, unless_there=True))
_SECRET = b"SELECT value FROM setting WHERE name = 'group_key'"
_STEP = b"SELECT version_num FROM alembic_version"
_SHARED = _said("SELECT pg_try_advisory_lock_shared(SHARED)")


@dataclass(frozen=True, slots=True)
class Who:
    """A process that serves the database: `id` is new at each start."""

    id: str
    name: str
    address: str
    version: str


@dataclass(frozen=True, slots=True)
class Held:
    """The lease as it was found: whose, under which term, and for how many seconds more (0 or less: it has lapsed). `name` and
    `address` are the holder's, "" where it has not told of itself."""

    holder: str
    term: int
    left: float
    name: str
    address: str


class NoTables(Exception):
    """The database is empty, or of a version that knew one hub alone."""


class Lease:
    """A connection of a hub's own, used by one thread; every method raises psycopg.Error when it breaks.

    Raises Unavailable `store-unreadable` where the database cannot be reached, Conflict `hub-serving-already` where a hub of no
    group serves it, and NoTables.
    """

    def __init__(self, conninfo: str, who: Who) -> None:
        self._who = who
        self._sql = connected(conninfo, seconds=ANSWER_SECONDS, told=False)
        try:
            self._sql.execute(_NOT_WAITED_FOR)
            if not self._one(_SHARED):
                raise Conflict("hub-serving-already", database=self._sql.info.dbname)
            if not self._one(_HAS_TABLES):
                raise NoTables
            self._sql.execute(_LISTEN)
            self._sql.execute(_GONE, {"id": who.id, "address": who.address})
        except BaseException:
            self._sql.close()
            raise

    def look(self, state: str) -> Held | None:
        """Tell of oneself, which `state` one is in, and see whose the lease is; None when it was never taken."""
        row = self._sql.execute(_LOOK, self._told(state, 0)).fetchone()
        return None if row is None else Held(row[0], row[1], float(row[2]), row[3], row[4])

    def take(self) -> int | None:
        """Take the lease, which has lapsed; the new term, None when somebody has it."""
        with self._sql.transaction():
            self._sql.execute(_ALONE)
            row = self._sql.execute(_TAKE, {"id": self._who.id, "span": _SPAN}).fetchone()
        return None if row is None else int(row[0])

    def keep(self, term: int, state: str) -> bool:
        """Have it for a while more under the same `term`, also when it had lapsed and nobody took it; False: it is lost."""
        return self._sql.execute(_KEEP, self._told(state, term) | {"span": _SPAN}).fetchone() is not None

    def release(self, term: int) -> None:
        """Give it back, and wake those who wait for it."""
        self._sql.execute(_RELEASE, {"id": self._who.id, "term": term})

    def leave(self) -> None:
        """This process serves no longer."""
        self._sql.execute(_LEAVE, {"id": self._who.id})

    def step(self) -> str:
        """The newest step by which the database was brought up to date."""
        return str(self._one(_STEP))

    def secret(self) -> bytes:
        """What the hubs of the group know and nobody else, 32 bytes; made by whichever asks first."""
        self._sql.execute(_MAKE_SECRET, ("group_key", secrets.token_bytes(32).hex()))
        return bytes.fromhex(self._one(_SECRET))

    def others(self) -> list[str]:
        """The addresses of the other hubs."""
        return [str(row[0]) for row in self._sql.execute(_OTHERS, {"id": self._who.id}).fetchall()]

    def newest(self) -> tuple[str, int]:
        """The generation of the event log, "" where there is none, and its newest number."""
        row = self._sql.execute(_NEWEST).fetchone()
        return ("", 0) if row is None else (row[0], int(row[1]))

    def wait(self, seconds: float, woken: socket.socket) -> None:
        """Until something is told on the channel, `woken` can be read, or the time is over."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._sql.fileno(), selectors.EVENT_READ)
            waiting.register(woken, selectors.EVENT_READ)
            waiting.select(max(seconds, 0.0))
        for _ in self._sql.notifies(timeout=0):
            pass

    def close(self) -> None:
        """End the connection."""
        self._sql.close()

    def _told(self, state: str, term: int) -> dict[str, Any]:
        who = self._who
        told = {"id": who.id, "name": who.name, "address": who.address, "version": who.version}
        return {**told, "state": state, "term": term}

    def _one(self, words: bytes) -> Any:
        row = self._sql.execute(words).fetchone()
        return None if row is None else row[0]


BROKEN = psycopg.Error
"""What any of it raises when the connection breaks."""
