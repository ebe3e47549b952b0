"""What came of the last runs of each source of the directory, and which of them waits for an administrator's yes."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Column, LargeBinary, String, Table, select

from kalix_presence.hub.store.schema import metadata
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this
from kalix_presence.hub.store.writer import Transaction

sync_state = Table(
    "sync_state",
    metadata,
    Column("source", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)


class LeftOut(msgspec.Struct, frozen=True):
    """Somebody whom a source names and who could not be taken as they are there: what the source calls them, and why."""

    entry: str
    code: str
    params: dict[str, str] = {}


class Held(msgspec.Struct, frozen=True):
    """A run that would take more away than the site lets happen unasked. `id` stands for exactly whom it concerns; `accepted`
    by an administrator, only that is done; `refused` by one, it is not done and nobody is asked any more.

    `difference` stands for all that it would do, line by line; `counts` is how many of each `HeldKind`, and the first `kept`
    of them can be read (`held_lines`).
    """

    id: str
    removed: int
    passed: int
    at: datetime
    accepted: bool = False
    refused: bool = False
    difference: str = ""
    counts: dict[str, int] = {}
    kept: int = 0

    @property
    def asks(self) -> bool:
        """Whether it still waits for an answer."""
        return not self.accepted and not self.refused

    @property
    def shown(self) -> str:
        """What an answer names: exactly this difference, whole."""
        return f"{self.id}{self.difference}"


class SyncState(msgspec.Struct, frozen=True):
    """Of one source: when it was tried last, when all of it was last read and taken over, and what the newest changes were.

    `trouble` and `params` name what kept the last try from being done, "" for nothing. `left_out` are some of the `unusable`.
    `mark` is how far changes were read, in the source's own way of counting; "" where the next run reads everything, as it does
    when `read_all_at` is long ago.
    """

    tried_at: datetime | None = None
    read_all_at: datetime | None = None
    trouble: str = ""
    params: dict[str, str] = {}
    people: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unusable: int = 0
    left_out: tuple[LeftOut, ...] = ()
    held: Held | None = None
    mark: str = ""


_of = sync_state.c
_PUT = putting(*_of)
_READ = said(select(*_of).order_by(_of.source))
_READ_ONE = said(select(_of.body).where(this(_of.source)))


def read_sync_states(sql: Sql) -> dict[str, SyncState]:
    """By source."""
    return {source: _state(body) for source, body in sql.execute(_READ)}


def read_sync_state(sql: Sql, source: str) -> SyncState:
    """Of one source; of one that was never tried an empty one."""
    row = sql.execute(_READ_ONE, (source,)).fetchone()
    return SyncState() if row is None else _state(row[0])


def put_sync_state(change: Transaction, source: str, state: SyncState) -> None:
    """Keep it in place of what was there."""
    change.sql.execute(_PUT, (source, msgspec.json.encode(state)))


def _state(body: bytes) -> SyncState:
    return msgspec.json.decode(body, type=SyncState)
