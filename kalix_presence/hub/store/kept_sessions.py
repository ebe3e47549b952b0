"""Sessions: one for each sign-in, with digests of its access token and of what its refresh token is recognised by."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.store.accounts import ACCOUNT_COLUMNS, Account, account_from
from kalix_presence.hub.store.schema import EPOCH, moment_of, stored
from kalix_presence.hub.store.writer import Transaction

AT_ONCE = 500
"""Rows of one question."""
LISTED = 200
"""Sessions that are listed of one account, newest first."""


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as it is kept; instants are aware, UTC.

    `family` is the digest of what all refresh tokens of the session share, `turn` of what is only in the newest, `made_by` of
    the request that made it. A session whose access token lasts as long as itself has no refresh token: its `family` is that
    token's, so that a program which learns to can begin to refresh it.
    """

    id: str
    username: str
    access: bytes
    access_expires: datetime
    family: bytes
    turn: bytes
    created: datetime
    seen: datetime
    expires: datetime
    made_by: bytes = b""
    device: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class KeptSignIn:
    """A session that is good: its account, that one's person ("" for none) with administration."""

    account: Account
    person: str
    administration: str | None
    session: str
    access: bytes
    access_expires: datetime
    expires: datetime


_COLUMNS = "id, username, access, access_expires_at, family, turn, created_at, seen_at, expires_at, made_by, device, place"


def put_session(change: Transaction, session: KeptSession) -> None:
    """Keep a session, new or changed."""
    change.sql.execute(
        f"INSERT OR REPLACE INTO session({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  (our own names)
        (
            session.id,
            session.username,
            session.access,
            stored(session.access_expires),
            session.family,
            session.turn,
            stored(session.created),
            stored(session.seen),
            stored(session.expires),
            session.made_by,
            session.device,
            session.place,
        ),
    )


def find_family(sql: sqlite3.Connection, family: bytes, *, now: datetime) -> KeptSession | None:
    """The session whose refresh tokens begin with `family`, unless it has expired or its account is locked."""
    columns = ", ".join(f"session.{name}" for name in _COLUMNS.split(", "))
    row = sql.execute(
        f"SELECT {columns} FROM session JOIN account ON account.username = session.username"  # noqa: S608  (our own names)
        " WHERE family = ? AND expires_at > ? AND NOT account.locked",
        (family, stored(now)),
    ).fetchone()
    return None if row is None else _session(row)


def find_sessions_of(sql: sqlite3.Connection, username: str, *, now: datetime = EPOCH) -> list[KeptSession]:
    """The newest `LISTED` sessions of `username` that have not expired by `now`, the one seen last first."""
    rows = sql.execute(
        f"SELECT {_COLUMNS} FROM session WHERE username = ? AND expires_at > ?"  # noqa: S608  (our own names)
        " ORDER BY seen_at DESC, created_at DESC, id LIMIT ?",
        (username, stored(now), LISTED),
    )
    return [_session(row) for row in rows]


def find_by_access(sql: sqlite3.Connection, access: bytes, *, now: datetime) -> KeptSignIn | None:
    """The session with this access token, if that is good at `now`."""
    found = _signed(sql, "session.access = ? AND session.access_expires_at > ?", (access, stored(now)), now)
    return found[0] if found else None


def find_signed(sql: sqlite3.Connection, ids: Sequence[str], *, now: datetime) -> dict[str, KeptSignIn]:
    """Those of the sessions that are good at `now`: not expired, and of an account that is not locked. Reads no other rows."""
    found: dict[str, KeptSignIn] = {}
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        signed = _signed(sql, f"session.id IN ({', '.join('?' * len(some))})", tuple(some), now)
        found |= {each.session: each for each in signed}
    return found


def end_session(change: Transaction, session: str, *, username: str) -> bool:
    """End one of the sessions of `username`; whether it was there."""
    sql = "DELETE FROM session WHERE id = ? AND username = ?"
    return change.sql.execute(sql, (session, username)).rowcount > 0


def end_sessions_of(change: Transaction, username: str, *, but: str = "") -> list[str]:
    """End all sessions of `username`, except the one with the id `but`; the ids of those that ended."""
    rows = change.sql.execute("DELETE FROM session WHERE username = ? AND id != ? RETURNING id", (username, but))
    return [row[0] for row in rows.fetchall()]


def keep_seen(change: Transaction, seen: Iterable[tuple[str, datetime]]) -> None:
    """Keep when sessions (by id) were seen last."""
    rows = [(stored(at), session, stored(at)) for session, at in seen]
    change.sql.executemany("UPDATE session SET seen_at = ? WHERE id = ? AND seen_at < ?", rows)


def forget_expired(change: Transaction, *, now: datetime) -> int:
    """Delete sessions that have expired; how many."""
    return change.sql.execute("DELETE FROM session WHERE expires_at <= ?", (stored(now),)).rowcount


def _signed(sql: sqlite3.Connection, which: str, values: tuple[object, ...], now: datetime) -> list[KeptSignIn]:
    columns = ", ".join(f"account.{name}" for name in ACCOUNT_COLUMNS.split(", "))
    rows = sql.execute(
        f"SELECT {columns}, person.id, person.administration, session.id, session.access,"  # noqa: S608  (our own names)
        " session.access_expires_at, session.expires_at"
        " FROM session JOIN account ON account.username = session.username"
        " LEFT JOIN person ON person.extension = account.extension"
        f" WHERE {which} AND session.expires_at > ? AND NOT account.locked",
        (*values, stored(now)),
    )
    return [
        KeptSignIn(
            account_from(tuple(account)), person or "", administration, session, access, moment_of(good), moment_of(expires)
        )
        for *account, person, administration, session, access, good, expires in rows
    ]


def _session(row: tuple[str, str, bytes, int, bytes, bytes, int, int, int, bytes, str, str]) -> KeptSession:
    identity, username, access, access_expires, family, turn, created, seen, expires, made_by, device, place = row
    return KeptSession(
        identity,
        username,
        access,
        moment_of(access_expires),
        family,
        turn,
        moment_of(created),
        moment_of(seen),
        moment_of(expires),
        made_by,
        device,
        place,
    )
