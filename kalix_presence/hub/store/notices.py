"""Unit notices in the database."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.notice import Notice

_COLUMNS = "id, version, unit, text, valid_from, valid_until, proposed_by, proposed_at, published_by, current, closed_at"
_PUT = f"INSERT OR REPLACE INTO notice({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608


def put_notice(change: Transaction, notice: Notice) -> None:
    """Keep this version in place of the one before."""
    change.concerns("", notice.id)
    change.sql.execute(
        _PUT,
        (
            notice.id,
            notice.version,
            notice.unit,
            notice.text,
            stored(notice.valid_from),
            stored(notice.valid_until),
            notice.proposed_by,
            stored(notice.proposed_at),
            notice.published_by,
            int(notice.current),
            None if notice.closed_at is None else stored(notice.closed_at),
        ),
    )


def read_notice(sql: sqlite3.Connection, notice_id: str) -> Notice | None:
    """The notice as it stands, over or not."""
    row = sql.execute(f"SELECT {_COLUMNS} FROM notice WHERE id = ?", (notice_id,)).fetchone()  # noqa: S608
    return None if row is None else _notice(row)


def read_open(sql: sqlite3.Connection) -> list[Notice]:
    """Every notice that is not over, by when it begins."""
    rows = sql.execute(f"SELECT {_COLUMNS} FROM notice WHERE closed_at IS NULL ORDER BY valid_from, id")  # noqa: S608
    return [_notice(row) for row in rows]


def forget_closed(change: Transaction, *, before: datetime) -> int:
    """Erase notices that were over before `before`; how many."""
    return change.sql.execute("DELETE FROM notice WHERE closed_at < ?", (stored(before),)).rowcount


def _notice(row: tuple[Any, ...]) -> Notice:
    return Notice(
        id=row[0],
        version=row[1],
        unit=row[2],
        text=row[3],
        valid_from=moment_of(row[4]),
        valid_until=moment_of(row[5]),
        proposed_by=row[6],
        proposed_at=moment_of(row[7]),
        published_by=row[8],
        current=bool(row[9]),
        closed_at=None if row[10] is None else moment_of(row[10]),
    )
