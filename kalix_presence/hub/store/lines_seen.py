"""Which telephones have been connected since the hub began to look: a yes or no for each line, and no day of it (P13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, delete, select, update

from kalix_presence.hub.store.schema import metadata, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, said, this
from kalix_presence.hub.store.writer import Transaction

line_seen = Table(
    "line_seen",
    metadata,
    Column("extension", String, primary_key=True),
    Column("since", Integer, nullable=False),
    Column("connected", Integer, nullable=False),
)

_of = line_seen.c
_BEGIN = adding(*_of, unless_there=True)
_ANEW = adding(*_of, in_place=True)
_READ = said(select(*_of))
_CONNECTED = said(update(line_seen).where(this(_of.extension)).values(connected=1), *("connected", "this_extension"))
_FORGET = said(delete(line_seen).where(this(_of.extension)))


@dataclass(frozen=True, slots=True)
class LineSeen:
    """Since when the hub looks whether this telephone is connected (aware), and whether it ever was."""

    since: datetime
    connected: bool


def read_seen(sql: Sql) -> dict[str, LineSeen]:
    """All, by extension."""
    return {row[0]: LineSeen(moment_of(row[1]), bool(row[2])) for row in sql.execute(_READ)}


def begin_looking(change: Transaction, extensions: Iterable[str], *, now: datetime) -> None:
    """Look at these from now on; those that are looked at already stay as they are."""
    change.sql.executemany(_BEGIN, [(extension, stored(now), 0) for extension in extensions])


def look_anew(change: Transaction, extension: str, *, now: datetime) -> None:
    """Another telephone is there now."""
    change.sql.execute(_ANEW, (extension, stored(now), 0))


def were_connected(change: Transaction, extensions: Iterable[str]) -> None:
    """These have been connected."""
    change.sql.executemany(_CONNECTED, [(1, extension) for extension in extensions])


def forget_line(change: Transaction, extension: str) -> None:
    """There is no telephone any longer."""
    change.sql.execute(_FORGET, (extension,))
