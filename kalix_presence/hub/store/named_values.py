"""Named values in the database: how one is read and kept, whoever it belongs to."""

from __future__ import annotations

import sqlite3


def read_setting(sql: sqlite3.Connection, name: str) -> str | None:
    """What is kept under `name`; None when nothing is."""
    row = sql.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def put_setting(sql: sqlite3.Connection, name: str, value: str) -> None:
    """Keep `value` under `name`, in place of what was there."""
    sql.execute(
        "INSERT INTO setting(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value", (name, value)
    )
