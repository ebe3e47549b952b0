"""Who somebody is at the organisation's sign-in service: bound to an account once, and never found by a name again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.store.accounts import ACCOUNT_COLUMNS, Account, account_from
from kalix_presence.hub.store.schema import stored
from kalix_presence.hub.store.writer import Transaction

_ACCOUNT = ", ".join(f"account.{column}" for column in ACCOUNT_COLUMNS.split(", "))


@dataclass(frozen=True, slots=True)
class Identity:
    """`subject` is what `issuer` calls somebody for ever; `since` (aware, UTC) the binding holds."""

    issuer: str
    subject: str
    username: str
    since: datetime


def find_bound(sql: sqlite3.Connection, issuer: str, subject: str) -> Account | None:
    """The account that is bound to `subject`."""
    row = sql.execute(
        f"SELECT {_ACCOUNT} FROM account JOIN identity USING (username)"  # noqa: S608 - names of ours
        " WHERE issuer = ? AND subject = ?",
        (issuer, subject),
    ).fetchone()
    return None if row is None else account_from(row)


def is_bound(sql: sqlite3.Connection, username: str) -> bool:
    """Whether an account is bound already."""
    return sql.execute("SELECT 1 FROM identity WHERE username = ?", (username,)).fetchone() is not None


def find_extensions(sql: sqlite3.Connection, *, email: str, reference: str) -> list[str]:
    """The extensions of everybody with this e-mail address or this reference (letters of any size); "" finds nobody."""
    email, reference = email.strip().casefold(), reference.strip().casefold()
    rows = sql.execute("SELECT extension, email, reference FROM person WHERE email != '' OR reference != ''")
    return sorted(
        row[0]
        for row in rows
        if (email and row[1].strip().casefold() == email) or (reference and row[2].strip().casefold() == reference)
    )


def bind(change: Transaction, identity: Identity) -> None:
    """From now on `subject` is this account."""
    change.sql.execute(
        "INSERT INTO identity(issuer, subject, username, since) VALUES (?, ?, ?, ?)",
        (identity.issuer, identity.subject, identity.username, stored(identity.since)),
    )


def unbind(change: Transaction, username: str) -> bool:
    """Nobody at the service is this account any longer; whether somebody was."""
    return change.sql.execute("DELETE FROM identity WHERE username = ?", (username,)).rowcount > 0
