"""Who somebody is at the organisation's sign-in service: bound to an account once, and never found by a name again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, literal_column, select

from kalix_presence.hub.store.accounts import ACCOUNT_COLUMNS, Account, account_from
from kalix_presence.hub.store.schema import account, identity, person, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, said, this
from kalix_presence.hub.store.writer import Transaction

_of = identity.c
_FIND = said(
    select(*ACCOUNT_COLUMNS)
    .join(identity, identity.c.username == account.c.username)
    .where(this(_of.issuer), this(_of.subject)),
    *("this_issuer", "this_subject"),
)
_IS_BOUND = said(select(_of.username).where(this(_of.username)))
_EXTENSIONS = said(
    select(person.c.extension, person.c.email, person.c.reference).where(
        (person.c.email != literal_column("''")) | (person.c.reference != literal_column("''"))
    )
)
_BIND = adding(_of.issuer, _of.subject, _of.username, _of.since)
_UNBIND = said(delete(identity).where(this(_of.username)))


@dataclass(frozen=True, slots=True)
class Identity:
    """`subject` is what `issuer` calls somebody for ever; `since` (aware, UTC) the binding holds."""

    issuer: str
    subject: str
    username: str
    since: datetime


def find_bound(sql: Sql, issuer: str, subject: str) -> Account | None:
    """The account that is bound to `subject`."""
    row = sql.execute(_FIND, (issuer, subject)).fetchone()
    return None if row is None else account_from(row)


def is_bound(sql: Sql, username: str) -> bool:
    """Whether an account is bound already."""
    return sql.execute(_IS_BOUND, (username,)).fetchone() is not None


def find_extensions(sql: Sql, *, email: str, reference: str) -> list[str]:
    """The extensions of everybody with this e-mail address or this reference (letters of any size); "" finds nobody."""
    email, reference = email.strip().casefold(), reference.strip().casefold()
    return sorted(
        row[0]
        for row in sql.execute(_EXTENSIONS)
        if (email and row[1].strip().casefold() == email) or (reference and row[2].strip().casefold() == reference)
    )


def bind(change: Transaction, bound: Identity) -> None:
    """From now on `subject` is this account."""
    change.sql.execute(
        _BIND,
        (bound.issuer, bound.subject, bound.username, stored(bound.since)),
    )


def unbind(change: Transaction, username: str) -> bool:
    """Nobody at the service is this account any longer; whether somebody was."""
    return change.sql.execute(_UNBIND, (username,)).rowcount > 0
