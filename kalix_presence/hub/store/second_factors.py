"""Second factors in the database: a sealed secret for each account that has one, and digests of its recovery codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from kalix_presence.hub.store.schema import moment_of, second_factor, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import given, putting, said, this, value
from kalix_presence.hub.store.writer import Transaction

_of = second_factor.c
_FACTS = _of.sealed, _of.last_step, _of.recovery, _of.since
_READ = said(select(*_FACTS).where(this(_of.username)))
_PUT = putting(_of.username, *_FACTS)
_USE = said(
    update(second_factor)
    .where(this(_of.username), this(_of.sealed), _of.last_step < value("below"))
    .values(given(_of.last_step)),
    *("last_step", "this_username", "this_sealed", "below"),
)
_RECOVER = said(update(second_factor).where(this(_of.username)).values(given(_of.recovery)), "recovery", "this_username")
_END = said(delete(second_factor).where(this(_of.username)))


@dataclass(frozen=True, slots=True)
class KeptFactor:
    """The factor of `username`: codes of steps (of 30 seconds since 1970) up to `last_step` are used up. `recovery` are digests
    of the codes for a lost device that are left; `since` is aware, UTC."""

    username: str
    sealed: bytes
    last_step: int
    recovery: frozenset[str]
    since: datetime


def find_factor(sql: Sql, username: str) -> KeptFactor | None:
    """The second factor of `username`, or None."""
    row = sql.execute(_READ, (username,)).fetchone()
    return None if row is None else KeptFactor(username, row[0], row[1], frozenset(json.loads(row[2])), moment_of(row[3]))


def put_factor(change: Transaction, factor: KeptFactor) -> None:
    """Keep a factor, instead of the one before."""
    recovery = json.dumps(sorted(factor.recovery))
    change.sql.execute(_PUT, (factor.username, factor.sealed, factor.last_step, recovery, stored(factor.since)))


def use_step(change: Transaction, username: str, sealed: bytes, step: int) -> bool:
    """Use up the code of `step` of the factor that is `sealed` so; whether it had not been used before."""
    return change.sql.execute(_USE, (step, username, sealed, step)).rowcount == 1


def use_recovery(change: Transaction, username: str, digest: str) -> bool:
    """Use up the recovery code with this digest; whether it was there."""
    kept = find_factor(change.sql, username)
    if kept is None or digest not in kept.recovery:
        return False
    left = json.dumps(sorted(kept.recovery - {digest}))
    change.sql.execute(_RECOVER, (left, username))
    return True


def end_factor(change: Transaction, username: str) -> bool:
    """Let the password be enough again; whether there was a factor."""
    return change.sql.execute(_END, (username,)).rowcount == 1
