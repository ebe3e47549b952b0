"""Idempotency keys: a retry after a lost reply does nothing twice."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from kalix_presence.hub.store.schema import stored
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.errors import Conflict

_CLAIM = "INSERT INTO idempotency(username, key, digest, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"


def claim(change: Transaction, username: str, key: str, digest: bytes, *, now: datetime) -> bool:
    """Take `key` for this change; False when the very same change was made with it before.

    Raises `Conflict("idempotency-key-reused")` when it was used for a different change.
    """
    if change.sql.execute(_CLAIM, (username, key, digest, stored(now))).rowcount:
        return True
    if not was_claimed(change.sql, username, key, digest):
        raise Conflict("idempotency-key-reused")
    return False


def was_claimed(sql: sqlite3.Connection, username: str, key: str, digest: bytes) -> bool:
    """Whether exactly this change was made before with `key`."""
    row = sql.execute("SELECT digest FROM idempotency WHERE username = ? AND key = ?", (username, key)).fetchone()
    return row is not None and row[0] == digest


def forget_keys(change: Transaction, *, before: datetime) -> int:
    """Delete keys older than `before`; how many."""
    return change.sql.execute("DELETE FROM idempotency WHERE at < ?", (stored(before),)).rowcount
