"""The hubs that share a database, as they have told of themselves there, and the lease by which one of them leads.

All moments here are by the database's own clock: those of the hubs' machines may differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, select

from kalix_presence.hub.store.schema import metadata, moment_of
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import in_words, said

hub = Table(
    "hub",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("address", String, nullable=False),
    Column("version", String, nullable=False),
    Column("state", String, nullable=False),
    Column("term", Integer, nullable=False),
    Column("started", Integer, nullable=False),
    Column("seen", Integer, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("role", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("term", Integer, nullable=False),
    Column("until", Integer, nullable=False),
)

_of = hub.c
_ALL = said(
    select(_of.name, _of.address, _of.version, _of.state, _of.term, _of.started, _of.seen).order_by(_of.name, _of.started)
)
_NOW = in_words(
    "SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000000",
    "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
)


@dataclass(frozen=True, slots=True)
class SeenHub:
    """A hub as it has told of itself: `part` as in `hubs.member.Part`, the `term` under which it leads (0: it does not), when
    it was `started` (aware, UTC), and `lag`, for how many seconds it has said nothing."""

    name: str
    address: str
    version: str
    part: str
    term: int
    started: datetime
    lag: float


def read_hubs(sql: Sql) -> list[SeenHub]:
    """Those that serve the database, or were killed and not begun again within a day."""
    now = int(sql.execute(_NOW).fetchone()[0])
    rows = sql.execute(_ALL).fetchall()
    return [
        SeenHub(name, address, version, part, term, moment_of(started), max(0.0, (now - seen) / 1_000_000))
        for name, address, version, part, term, started, seen in rows
    ]
