"""Idempotency keys: a retry after a lost reply does nothing twice."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import delete, select

from kalix_presence.hub.store.schema import idempotency, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.access import Caller
from kalix_presence.model.errors import Conflict

_of = idempotency.c
_CLAIM = adding(_of.username, _of.key, _of.digest, _of.at, unless_there=True)
_CLAIMED = said(select(_of.digest).where(this(_of.username), this(_of.key)), "this_username", "this_key")
_GIVE_UP = said(delete(idempotency).where(this(_of.username), this(_of.key)), "this_username", "this_key")
_FORGET = said(delete(idempotency).where(_of.at < value("before")))


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """Whose idempotency key it is, and a digest of the change it was used for."""

    username: str
    key: str
    digest: bytes


def claim_of(caller: Caller, key: str | None, what: object) -> ChangeKey | None:
    """The key of `caller` for `what`; None when there is none."""
    if key is None:
        return None
    return ChangeKey(caller.username, key, hashlib.sha256(msgspec.json.encode(what)).digest())


def is_first(change: Transaction, claimed: ChangeKey | None, *, now: datetime) -> bool:
    """Take the key for this change; False when the very same change was made with it before. Without a key it is the first.

    Raises `Conflict("idempotency-key-reused")` when it was used for a different change.
    """
    return claimed is None or claim(change, claimed.username, claimed.key, claimed.digest, now=now)


def was_made(sql: Sql, claimed: ChangeKey | None) -> bool:
    """Whether exactly this change was made before with its key."""
    return claimed is not None and was_claimed(sql, claimed.username, claimed.key, claimed.digest)


def id_for(username: str, key: str | None, kind: str = "") -> str:
    """The id of what is made: the same for a retry with the same key, so that the retry finds what the first try made."""
    if key is None:
        return uuid.uuid4().hex
    return hashlib.sha256("\0".join([*([kind] if kind else []), username, key]).encode()).hexdigest()[:32]


def claim(change: Transaction, username: str, key: str, digest: bytes, *, now: datetime) -> bool:
    """Take `key` for this change; False when the very same change was made with it before.

    Raises `Conflict("idempotency-key-reused")` when it was used for a different change.
    """
    if change.sql.execute(_CLAIM, (username, key, digest, stored(now))).rowcount:
        return True
    if not was_claimed(change.sql, username, key, digest):
        raise Conflict("idempotency-key-reused")
    return False


def give_up(change: Transaction, username: str, key: str) -> None:
    """What `key` was taken for was refused: it may be used again."""
    change.sql.execute(_GIVE_UP, (username, key))


def was_claimed(sql: Sql, username: str, key: str, digest: bytes) -> bool:
    """Whether exactly this change was made before with `key`."""
    row = sql.execute(_CLAIMED, (username, key)).fetchone()
    return row is not None and row[0] == digest


def forget_keys(change: Transaction, *, before: datetime) -> int:
    """Delete keys older than `before`; how many."""
    return change.sql.execute(_FORGET, (stored(before),)).rowcount
