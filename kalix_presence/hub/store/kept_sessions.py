"""Sessions: one for each sign-in, with digests of its access token and of what its refresh token is recognised by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, literal_column, select, update

from kalix_presence.hub.store.accounts import ACCOUNT_COLUMNS, Account, account_from
from kalix_presence.hub.store.schema import EPOCH, account, moment_of, person, session, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, among, given, said, this, value
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


_of = session.c
_COLUMNS = (
    _of.id,
    _of.username,
    _of.access,
    _of.access_expires_at,
    _of.family,
    _of.turn,
    _of.made_by,
    _of.created_at,
    _of.seen_at,
    _of.expires_at,
    _of.device,
    _of.place,
)
_PUT = adding(*_COLUMNS, in_place=True)
_VALID = _of.expires_at > value("now")
_UNLOCKED = account.c.locked == literal_column("0")
_FIND_FAMILY = said(
    select(*_COLUMNS).join(account, account.c.username == _of.username).where(this(_of.family), _VALID, _UNLOCKED),
    *("this_family", "now"),
)
_FIND_OF = said(
    select(*_COLUMNS)
    .where(this(_of.username), _VALID)
    .order_by(_of.seen_at.desc(), _of.created_at.desc(), _of.id)
    .limit(value("limit"))
    .offset(literal_column("0")),
    *("this_username", "now", "limit"),
)
_SIGNED = (
    select(*ACCOUNT_COLUMNS, person.c.id, person.c.administration, _of.id, _of.access, _of.access_expires_at, _of.expires_at)
    .select_from(session)
    .join(account, account.c.username == _of.username)
    .outerjoin(person, person.c.extension == account.c.extension)
    .where(_VALID, _UNLOCKED)
)
_FIND_BY_ACCESS = said(
    _SIGNED.where(this(_of.access), _of.access_expires_at > value("good_at")), "now", "this_access", "good_at"
)
_FIND_SIGNED = said(_SIGNED)
_END = said(delete(session).where(this(_of.id), this(_of.username)), "this_id", "this_username")
_END_OF = said(delete(session).where(this(_of.username), _of.id != value("but")).returning(_of.id), "this_username", "but")
_SEEN = said(
    update(session).where(this(_of.id), _of.seen_at < value("then")).values(given(_of.seen_at)), "seen_at", "this_id", "then"
)
_FORGET = said(delete(session).where(_of.expires_at <= value("now")))


def put_session(change: Transaction, kept: KeptSession) -> None:
    """Keep a session, new or changed."""
    change.sql.execute(
        _PUT,
        (
            kept.id,
            kept.username,
            kept.access,
            stored(kept.access_expires),
            kept.family,
            kept.turn,
            kept.made_by,
            stored(kept.created),
            stored(kept.seen),
            stored(kept.expires),
            kept.device,
            kept.place,
        ),
    )


def find_family(sql: Sql, family: bytes, *, now: datetime) -> KeptSession | None:
    """The session whose refresh tokens begin with `family`, unless it has expired or its account is locked."""
    row = sql.execute(_FIND_FAMILY, (family, stored(now))).fetchone()
    return None if row is None else _session(row)


def find_sessions_of(sql: Sql, username: str, *, now: datetime = EPOCH) -> list[KeptSession]:
    """The newest `LISTED` sessions of `username` that have not expired by `now`, the one seen last first."""
    return [_session(row) for row in sql.execute(_FIND_OF, (username, stored(now), LISTED))]


def find_by_access(sql: Sql, access: bytes, *, now: datetime) -> KeptSignIn | None:
    """The session with this access token, if that is good at `now`."""
    found = _signed(sql.execute(_FIND_BY_ACCESS, (stored(now), access, stored(now))))
    return found[0] if found else None


def find_signed(sql: Sql, ids: Sequence[str], *, now: datetime) -> dict[str, KeptSignIn]:
    """Those of the sessions that are good at `now`: not expired, and of an account that is not locked. Reads no other rows."""
    found: dict[str, KeptSignIn] = {}
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        signed = _signed(sql.execute(among(_FIND_SIGNED, " AND session.id", len(some)), (stored(now), *some)))
        found |= {each.session: each for each in signed}
    return found


def end_session(change: Transaction, session_id: str, *, username: str) -> bool:
    """End one of the sessions of `username`; whether it was there."""
    return change.sql.execute(_END, (session_id, username)).rowcount > 0


def end_sessions_of(change: Transaction, username: str, *, but: str = "") -> list[str]:
    """End all sessions of `username`, except the one with the id `but`; the ids of those that ended."""
    rows = change.sql.execute(_END_OF, (username, but))
    return [row[0] for row in rows.fetchall()]


def keep_seen(change: Transaction, seen: Iterable[tuple[str, datetime]]) -> None:
    """Keep when sessions (by id) were seen last."""
    change.sql.executemany(_SEEN, [(stored(at), session_id, stored(at)) for session_id, at in seen])


def forget_expired(change: Transaction, *, now: datetime) -> int:
    """Delete sessions that have expired; how many."""
    return change.sql.execute(_FORGET, (stored(now),)).rowcount


def _signed(rows: Iterable[tuple[Any, ...]]) -> list[KeptSignIn]:
    return [
        KeptSignIn(
            account_from(tuple(whose)), person_id or "", administration, session_id, access, moment_of(good), moment_of(expires)
        )
        for *whose, person_id, administration, session_id, access, good, expires in rows
    ]


def _session(row: tuple[str, str, bytes, int, bytes, bytes, bytes, int, int, int, str, str]) -> KeptSession:
    identity, username, access, access_expires, family, turn, made_by, created, seen, expires, device, place = row
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
