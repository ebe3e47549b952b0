"""Whose message lamps are lit, as far as is known."""

from __future__ import annotations

import sqlite3

from kalix_presence.hub.store.writer import Transaction


def put_lit(change: Transaction, extension: str) -> None:
    """It is lit now."""
    change.sql.execute("INSERT INTO lit_lamp(extension) VALUES (?) ON CONFLICT DO NOTHING", (extension,))


def forget_lit(change: Transaction, extension: str) -> None:
    """It is dark now."""
    change.sql.execute("DELETE FROM lit_lamp WHERE extension = ?", (extension,))


def read_lit(sql: sqlite3.Connection) -> set[str]:
    """The extensions whose lamps may be lit."""
    return {row[0] for row in sql.execute("SELECT extension FROM lit_lamp")}
