"""Calls that were begun for a message and whose end is not noted yet: what a restart must not leave as a hanging promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from kalix_presence.hub.store.schema import moment_of, ringing, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, said, this
from kalix_presence.hub.store.writer import Transaction

_of = ringing.c
_COLUMNS = _of.id, _of.message, _of.extension, _of.way, _of.at
_PUT = adding(*_COLUMNS)
_END = said(delete(ringing).where(this(_of.id)))
_READ = said(select(*_COLUMNS).order_by(_of.at, _of.id))


@dataclass(frozen=True, slots=True)
class RingingCall:
    """A call begun `at` for a message, from `extension`'s phone, asked for by `way`. `id` is the hub's own."""

    id: str
    message: str
    extension: str
    way: str
    at: datetime


def put_ringing(change: Transaction, call: RingingCall) -> None:
    """It begins: before the PBX is asked."""
    change.sql.execute(
        _PUT,
        (call.id, call.message, call.extension, call.way, stored(call.at)),
    )


def end_ringing(change: Transaction, call_id: str) -> bool:
    """Its end is noted, or it never began; False when that was said before."""
    return change.sql.execute(_END, (call_id,)).rowcount > 0


def read_ringing(sql: Sql) -> list[RingingCall]:
    """Calls whose end is not noted, oldest first."""
    rows = sql.execute(_READ)
    return [RingingCall(row[0], row[1], row[2], row[3], moment_of(row[4])) for row in rows]
