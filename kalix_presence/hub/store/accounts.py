"""Accounts in the database: passwords as argon2 hashes, never as themselves."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.writer import Transaction


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `administration` is the one a telephone officer looks after.

    `code_until`: the password is a code of the administrator's, good once and until then (aware, UTC).
    """

    username: str
    extension: str | None = None
    administration: str | None = None
    password_hash: str | None = None
    roles: tuple[str, ...] = ("employee",)
    locked: bool = False
    code_until: datetime | None = None


ACCOUNT_COLUMNS = "username, extension, administration, password_hash, roles, locked, code_until"


def find_account(sql: sqlite3.Connection, username: str) -> Account | None:
    """The account of `username`, or None."""
    row = sql.execute(f"SELECT {ACCOUNT_COLUMNS} FROM account WHERE username = ?", (username,)).fetchone()  # noqa: S608
    return None if row is None else account_from(row)


def find_account_of(sql: sqlite3.Connection, extension: str) -> Account | None:
    """The account that belongs to `extension`, or None."""
    row = sql.execute(f"SELECT {ACCOUNT_COLUMNS} FROM account WHERE extension = ?", (extension,)).fetchone()  # noqa: S608
    return None if row is None else account_from(row)


def read_accounts(sql: sqlite3.Connection) -> list[Account]:
    """All accounts by username."""
    return [account_from(row) for row in sql.execute(f"SELECT {ACCOUNT_COLUMNS} FROM account ORDER BY username")]  # noqa: S608


def put_account(change: Transaction, wanted: Account) -> None:
    """Add or change an account; whoever caches accounts forgets this one."""
    change.sql.execute(
        "INSERT INTO account(username, extension, administration, password_hash, roles, locked, code_until)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(username) DO UPDATE SET extension = excluded.extension, administration = excluded.administration,"
        " password_hash = excluded.password_hash, roles = excluded.roles, locked = excluded.locked,"
        " code_until = excluded.code_until",
        (
            wanted.username,
            wanted.extension,
            wanted.administration,
            wanted.password_hash,
            " ".join(wanted.roles),
            int(wanted.locked),
            None if wanted.code_until is None else stored(wanted.code_until),
        ),
    )


def account_from(row: tuple[Any, ...]) -> Account:
    """The account in a row of `ACCOUNT_COLUMNS`."""
    return Account(
        row[0], row[1], row[2], row[3], tuple(row[4].split()), bool(row[5]), None if row[6] is None else moment_of(row[6])
    )
