"""Imported plans that people took away, in the database, for as long as their entries may come again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
import structlog
from sqlalchemy import delete, select

from kalix_presence.hub.store.schema import stored, taken_away
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.taken_away import TakenAway

log = structlog.get_logger("kalix.store")

_of = taken_away.c
_PUT = putting(_of.extension, _of.uid, _of.body, _of.ends, key=(_of.extension, _of.uid))
_READ = said(select(_of.uid, _of.body).where(this(_of.extension)))
_FORGET = said(delete(taken_away).where(this(_of.extension), this(_of.uid)), "this_extension", "this_uid")
_FORGET_OVER = said(delete(taken_away).where(_of.ends < value("before")))


def read_taken_away(sql: Sql, extension: str) -> dict[str, TakenAway]:
    """What `extension` took away, by `Plan.uid`."""
    found: dict[str, TakenAway] = {}
    for uid, body in sql.execute(_READ, (extension,)):
        try:
            found[uid] = msgspec.json.decode(body, type=TakenAway)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            log.error("taken-away-unreadable")
    return found


def put_taken_away(change: Transaction, extension: str, gone: TakenAway, *, ends: datetime | None) -> None:
    """Remember it until `ends` (aware), when the entry is over; None for one that goes on for ever."""
    change.sql.execute(_PUT, (extension, gone.uid, msgspec.json.encode(gone), None if ends is None else stored(ends)))


def forget_taken_away(change: Transaction, extension: str, uids: Iterable[str]) -> None:
    """Let these come back when a file brings them."""
    change.sql.executemany(_FORGET, [(extension, uid) for uid in uids])


def forget_over(change: Transaction, *, before: datetime) -> None:
    """Erase what was over before `before`."""
    change.sql.execute(_FORGET_OVER, (stored(before),))
