"""Small facts in the database that a serving hub and the commands beside it tell each other."""

from __future__ import annotations

import sqlite3

from kalix_presence.hub.store.writer import Transaction

_ACCOUNTS = "account_version"


def account_version(sql: sqlite3.Connection) -> int:
    """A number that grows with every change of accounts, also by another process (kalix-hub user)."""
    row = sql.execute("SELECT value FROM setting WHERE name = ?", (_ACCOUNTS,)).fetchone()
    return int(row[0]) if row else 0


def touch_accounts(change: Transaction) -> int:
    """Count up the accounts' version after a change, so that a serving hub forgets what it cached; returns it."""
    version = account_version(change.sql) + 1
    change.sql.execute(
        "INSERT INTO setting(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        (_ACCOUNTS, str(version)),
    )
    return version
