"""Calendars that are read for people, in the database: entries without any text, passwords encrypted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import msgspec
import structlog
from sqlalchemy import delete, select

from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.store.schema import calendar
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import among, extended, putting, said, this
from kalix_presence.hub.store.writer import Transaction

log = structlog.get_logger("kalix.store")

_of = calendar.c
_PUT = putting(*_of, changing=lambda new: {"sealed": new.sealed, "body": new.body})
_READ = said(select(_of.id, _of.sealed, _of.body))
_REMOVE = said(delete(calendar).where(this(_of.id)))


def read_calendars(sql: Sql, of: Collection[str] | None = None) -> list[CalendarAccount]:
    """All calendars, or those of some extensions, in the order they were added."""
    found: list[CalendarAccount] = []
    added = " ORDER BY rowid"
    find = extended(_READ, added) if of is None else among(_READ, " WHERE extension", len(of), added)
    rows = sql.execute(find, sorted(of or ()))
    for one, sealed, body in rows:
        try:
            found.append(replace(msgspec.json.decode(body, type=CalendarAccount), sealed=bytes(sealed)))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            log.error("calendar-unreadable", calendar=one)
    return found


def put_calendar(change: Transaction, account: CalendarAccount) -> None:
    """Keep a calendar, new or read again."""
    body = msgspec.json.encode(replace(account, sealed=b""))
    change.concerns(account.extension, account.id)
    change.sql.execute(_PUT, (account.id, account.extension, account.sealed, body))


def remove_calendar(change: Transaction, account_id: str) -> None:
    """Erase a calendar with its password and what was read of it."""
    change.sql.execute(_REMOVE, (account_id,))
