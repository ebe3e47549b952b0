"""Delegations in the database: by identity, so that whoever comes to an extension later has none of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, delete, or_, select, update

from kalix_presence.hub.store.schema import metadata, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, in_words, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.delegation import Delegation, Right

delegation = Table(
    "delegation",
    metadata,
    Column("id", String, primary_key=True),
    Column("giver", String, nullable=False),
    Column("delegate", String, nullable=False),
    Column("absence", Integer, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("plans", Integer, nullable=False),
    Column("since_day", Integer, nullable=False),
    Column("until_day", Integer, nullable=False),
    Column("made_at", Integer, nullable=False),
    Column("ended_at", Integer),
    Index("delegation_giver", "giver"),
    Index("delegation_delegate", "delegate"),
)

_of = delegation.c
_COLUMNS = (_of.id, _of.giver, _of.delegate, _of.absence, _of.messages, _of.plans, _of.since_day, _of.until_day, _of.made_at)
_ADD = adding(*_COLUMNS)
_READ = said(select(*_COLUMNS).where(this(_of.id), _of.ended_at.is_(None)))
_READ_OPEN = said(
    select(*_COLUMNS).where(_of.ended_at.is_(None), _of.until_day >= value("today")).order_by(_of.made_at, _of.id)
)
_END = said(update(delegation).where(this(_of.id), _of.ended_at.is_(None)).values(ended_at=value("now")), *("now", "this_id"))
_READ_LENT = said(
    select(*_COLUMNS).where(this(_of.delegate), _of.ended_at.is_(None), _of.until_day >= value("today")),
    *("this_delegate", "today"),
)
_FORGET = said(
    delete(delegation).where(or_(_of.until_day < value("before"), _of.ended_at < value("moment"))), *("before", "moment")
)
_RIGHTS = (Right.ABSENCE, Right.MESSAGES, Right.PLANS)
_LEFT = in_words("DELETE FROM delegation WHERE giver = ? OR delegate = ?")


def put_delegation(change: Transaction, one: Delegation) -> None:
    """Keep a new one."""
    change.sql.execute(
        _ADD,
        (
            one.id,
            one.giver,
            one.delegate,
            *(int(right in one.rights) for right in _RIGHTS),
            one.since.toordinal(),
            one.until.toordinal(),
            stored(one.made_at),
        ),
    )


def end_delegation(change: Transaction, delegation_id: str, *, now: datetime) -> bool:
    """End one before its time; False when that was done already."""
    return change.sql.execute(_END, (stored(now), delegation_id)).rowcount == 1


def end_of_leavers(change: Transaction, people: Iterable[str]) -> None:
    """Whoever leaves gives and holds none; by identity."""
    change.sql.executemany(_LEFT, [(one, one) for one in people if one])


def read_delegation(sql: Sql, delegation_id: str) -> Delegation | None:
    """The one that nobody has ended."""
    row = sql.execute(_READ, (delegation_id,)).fetchone()
    return None if row is None else _delegation(row)


def read_open(sql: Sql, today: date) -> list[Delegation]:
    """All that nobody has ended and that are not over before `today`."""
    return [_delegation(row) for row in sql.execute(_READ_OPEN, (today.toordinal(),))]


def read_lent(sql: Sql, delegate: str, right: Right, day: date) -> frozenset[str]:
    """The identities of those who let `delegate` (an identity) do `right` on `day`."""
    if not delegate:
        return frozenset()
    found = (_delegation(row) for row in sql.execute(_READ_LENT, (delegate, day.toordinal())))
    return frozenset(one.giver for one in found if one.gives(right, day))


def forget_over(change: Transaction, *, before: date, moment: datetime) -> int:
    """Erase those that were over before `before`, or were ended before `moment`; how many."""
    return change.sql.execute(_FORGET, (before.toordinal(), stored(moment))).rowcount


def _delegation(row: tuple[Any, ...]) -> Delegation:
    rights = frozenset(right for right, there in zip(_RIGHTS, row[3:6], strict=True) if there)
    return Delegation(row[0], row[1], row[2], rights, date.fromordinal(row[6]), date.fromordinal(row[7]), moment_of(row[8]))
