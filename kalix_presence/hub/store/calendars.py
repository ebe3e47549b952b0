"""Calendars that are read for people, in the database: entries without any text, passwords encrypted."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import replace

import msgspec
import structlog

from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.store.writer import Transaction

log = structlog.get_logger("kalix.store")

_PUT = (
    "INSERT INTO calendar(id, extension, sealed, body) VALUES (?, ?, ?, ?)"
    " ON CONFLICT(id) DO UPDATE SET sealed = excluded.sealed, body = excluded.body"
)


def read_calendars(sql: sqlite3.Connection, of: Collection[str] | None = None) -> list[CalendarAccount]:
    """All calendars, or those of some extensions, in the order they were added."""
    found: list[CalendarAccount] = []
    where = "" if of is None else f" WHERE extension IN ({', '.join('?' * len(of))})"
    rows = sql.execute(f"SELECT id, sealed, body FROM calendar{where} ORDER BY rowid", sorted(of or ()))  # noqa: S608
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
    change.sql.execute("DELETE FROM calendar WHERE id = ?", (account_id,))
