"""Accounts in the database: passwords as argon2 hashes, never as themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from kalix_presence.hub.store.schema import account, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import among, putting, said, this
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


_of = account.c
ACCOUNT_COLUMNS = (
    _of.username,
    _of.extension,
    _of.administration,
    _of.password_hash,
    _of.roles,
    _of.locked,
    _of.code_until,
)
_FIND = said(select(*ACCOUNT_COLUMNS).where(this(_of.username)))
_FIND_OF = said(select(*ACCOUNT_COLUMNS).where(this(_of.extension)))
_READ = said(select(*ACCOUNT_COLUMNS).order_by(_of.username))
_SOME = said(select(*ACCOUNT_COLUMNS))
_PUT = putting(*ACCOUNT_COLUMNS)


def find_account(sql: Sql, username: str) -> Account | None:
    """The account of `username`, or None."""
    row = sql.execute(_FIND, (username,)).fetchone()
    return None if row is None else account_from(row)


def find_account_of(sql: Sql, extension: str) -> Account | None:
    """The account that belongs to `extension`, or None."""
    row = sql.execute(_FIND_OF, (extension,)).fetchone()
    return None if row is None else account_from(row)


def read_accounts(sql: Sql) -> list[Account]:
    """All accounts by username."""
    return [account_from(row) for row in sql.execute(_READ)]


def read_accounts_of(sql: Sql, *, usernames: Collection[str], extensions: Collection[str]) -> list[Account]:
    """Those with these user names or extensions, by username."""
    found = {}
    for column, values in (("username", usernames), ("extension", extensions)):
        for row in sql.execute(among(_SOME, f" WHERE {column}", len(values)), sorted(values)):
            found[row[0]] = account_from(row)
    return [found[name] for name in sorted(found)]


def put_account(change: Transaction, wanted: Account) -> None:
    """Add or change an account; whoever caches accounts forgets this one."""
    change.sql.execute(
        _PUT,
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
