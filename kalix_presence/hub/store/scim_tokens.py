"""The tokens by which a directory service may push people: hashed, each with its end and when it was used last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from kalix_presence.hub.store.schema import moment_of, stored
from kalix_presence.hub.store.scim_schema import scim_token
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, given, said, this
from kalix_presence.hub.store.writer import Transaction


@dataclass(frozen=True, slots=True)
class ScimToken:
    """`digest` is a SHA-256 of the token, which nobody keeps. `seen` and `refused_at` (aware, UTC) are when it was used last,
    and when what it brought was refused last, with the code of that."""

    id: str
    name: str
    digest: bytes
    created: datetime
    expires: datetime
    seen: datetime | None = None
    refused_at: datetime | None = None
    refused: str = ""


_of = scim_token.c
_READ = said(select(*_of).order_by(_of.created_at, _of.id))
_ADD = adding(_of.id, _of.name, _of.digest, _of.created_at, _of.expires_at)
_SEEN = said(
    update(scim_token).where(this(_of.id)).values(given(_of.seen_at, _of.refused_at, _of.refused)),
    *("seen_at", "refused_at", "refused", "this_id"),
)
_REMOVE = said(delete(scim_token).where(this(_of.id)))


def read_tokens(sql: Sql) -> list[ScimToken]:
    """All of them, the oldest first; also those whose time is over."""
    return [_token(row) for row in sql.execute(_READ)]


def add_token(change: Transaction, token: ScimToken) -> None:
    """From now on it is good."""
    change.sql.execute(_ADD, (token.id, token.name, token.digest, stored(token.created), stored(token.expires)))


def note_seen(change: Transaction, token: ScimToken) -> None:
    """Keep when it was used and refused last."""
    seen, refused = (None if each is None else stored(each) for each in (token.seen, token.refused_at))
    change.sql.execute(_SEEN, (seen, refused, token.refused, token.id))


def remove_token(change: Transaction, one: str) -> bool:
    """It is good for nothing any longer; whether there was one."""
    return change.sql.execute(_REMOVE, (one,)).rowcount > 0


def _token(row: tuple[Any, ...]) -> ScimToken:
    one, name, digest, created, expires, seen, refused_at, refused = row
    seen, refused_at = (None if each is None else moment_of(each) for each in (seen, refused_at))
    return ScimToken(one, name, digest, moment_of(created), moment_of(expires), seen, refused_at, refused)
