"""Accounts and tokens in the database: passwords as argon2 hashes, tokens as SHA-256 digests, never as themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.writer import Transaction


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `administration` is the one a telephone officer looks after."""

    username: str
    extension: str | None = None
    administration: str | None = None
    password_hash: str | None = None
    roles: tuple[str, ...] = ("employee",)
    locked: bool = False


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token as it is kept; `expires` is an aware UTC instant."""

    digest: bytes
    username: str
    created: datetime
    expires: datetime
    device: str = ""


_COLUMNS = "username, extension, administration, password_hash, roles, locked"


def find_account(sql: sqlite3.Connection, username: str) -> Account | None:
    """The account of `username`, or None."""
    row = sql.execute(f"SELECT {_COLUMNS} FROM account WHERE username = ?", (username,)).fetchone()  # noqa: S608
    return None if row is None else _account(row)


def find_account_of(sql: sqlite3.Connection, extension: str) -> Account | None:
    """The account that belongs to `extension`, or None."""
    row = sql.execute(f"SELECT {_COLUMNS} FROM account WHERE extension = ?", (extension,)).fetchone()  # noqa: S608
    return None if row is None else _account(row)


def read_accounts(sql: sqlite3.Connection) -> list[Account]:
    """All accounts by username."""
    return [_account(row) for row in sql.execute(f"SELECT {_COLUMNS} FROM account ORDER BY username")]  # noqa: S608


def put_account(change: Transaction, wanted: Account) -> None:
    """Add or change an account; whoever caches accounts or tokens forgets this one."""
    change.sql.execute(
        "INSERT INTO account(username, extension, administration, password_hash, roles, locked)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(username) DO UPDATE SET extension = excluded.extension, administration = excluded.administration,"
        " password_hash = excluded.password_hash, roles = excluded.roles, locked = excluded.locked",
        (
            wanted.username,
            wanted.extension,
            wanted.administration,
            wanted.password_hash,
            " ".join(wanted.roles),
            int(wanted.locked),
        ),
    )


def add_token(change: Transaction, token: KeptToken) -> None:
    """Keep a new token."""
    change.sql.execute(
        "INSERT INTO token(digest, username, created_at, expires_at, device) VALUES (?, ?, ?, ?, ?)",
        (token.digest, token.username, stored(token.created), stored(token.expires), token.device),
    )


@dataclass(frozen=True, slots=True)
class KeptSignIn:
    """A token that is good: its account, that one's person ("" for none) with administration, until when (aware, UTC)."""

    account: Account
    person: str
    administration: str | None
    expires: datetime


AT_ONCE = 500
"""Tokens of one question."""


def find_signed(sql: sqlite3.Connection, digests: Sequence[bytes], *, now: datetime) -> dict[bytes, KeptSignIn]:
    """Those of `digests` that are good at `now`: not expired, and of an account that is not locked. Reads no other rows."""
    found: dict[bytes, KeptSignIn] = {}
    columns = ", ".join(f"account.{name}" for name in _COLUMNS.split(", "))
    for begin in range(0, len(digests), AT_ONCE):
        some = digests[begin : begin + AT_ONCE]
        rows = sql.execute(
            f"SELECT {columns}, person.id, person.administration, token.expires_at, token.digest FROM token"  # noqa: S608  (our own names)
            " JOIN account ON account.username = token.username LEFT JOIN person ON person.extension = account.extension"
            f" WHERE token.digest IN ({', '.join('?' * len(some))}) AND token.expires_at > ? AND NOT account.locked",
            (*some, stored(now)),
        )
        for *account, person, administration, expires, digest in rows:
            found[digest] = KeptSignIn(_account(tuple(account)), person or "", administration, moment_of(expires))
    return found


def revoke_token(change: Transaction, digest: bytes) -> bool:
    """Make a token worthless; whether it was there."""
    return change.sql.execute("DELETE FROM token WHERE digest = ?", (digest,)).rowcount > 0


def revoke_tokens_of(change: Transaction, username: str) -> int:
    """Make all tokens of `username` worthless; how many there were."""
    return change.sql.execute("DELETE FROM token WHERE username = ?", (username,)).rowcount


def forget_expired_tokens(change: Transaction, *, now: datetime) -> int:
    """Delete tokens that have expired; how many."""
    return change.sql.execute("DELETE FROM token WHERE expires_at <= ?", (stored(now),)).rowcount


def _account(row: tuple[str, str | None, str | None, str | None, str, int]) -> Account:
    return Account(row[0], row[1], row[2], row[3], tuple(row[4].split()), bool(row[5]))
