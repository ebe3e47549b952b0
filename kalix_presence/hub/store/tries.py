"""Callers who reached nobody, waited for as long as they may try again, a day: by marks that nobody can read."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, String, Table, delete, func, select

from kalix_presence.hub.store.schema import metadata, moment_of, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this, value
from kalix_presence.hub.store.writer import Transaction

caller_try = Table(
    "caller_try",
    metadata,
    Column("mark", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("attempt", String, nullable=False),
    Column("until", Integer, nullable=False),
    PrimaryKeyConstraint("mark", "unit"),
    Index("caller_try_until", "until"),
)

_of = caller_try.c
_BEGIN = putting(*_of)
_FIND = said(select(_of.attempt, _of.until).where(this(_of.unit), this(_of.mark)), "this_unit", "this_mark")
_END = said(delete(caller_try).where(this(_of.unit), this(_of.attempt)), "this_unit", "this_attempt")
_OVER = said(select(_of.unit, _of.attempt).where(_of.until < value("now")).distinct())
_FIRST = said(select(func.min(_of.until)))
_FORGET = said(delete(caller_try).where(_of.until < value("now")))


def begin(change: Transaction, unit: str, marks: Iterable[str], *, attempt: str, until: datetime) -> None:
    """The caller with these marks reached nobody of `unit` in the call `attempt`."""
    change.sql.executemany(_BEGIN, [(mark, unit, attempt, stored(until)) for mark in marks])


def end_of(change: Transaction, unit: str, marks: Iterable[str], *, at: datetime) -> tuple[bool, bool]:
    """Whether the caller with one of these marks is waited for at `unit`, and whether they were until before `at`; then no
    longer."""
    for mark in marks:
        row = change.sql.execute(_FIND, (unit, mark)).fetchone()
        if row is not None:
            change.sql.execute(_END, (unit, row[0]))
            return row[1] >= stored(at), row[1] < stored(at)
    return False, False


def first_over(sql: Sql) -> datetime | None:
    """Until when the one is waited for who is so for the shortest time; None where nobody is."""
    (found,) = sql.execute(_FIRST).fetchone()
    return None if found is None else moment_of(found)


def forget_tries(change: Transaction, now: datetime) -> Tally[str]:
    """Erase those who are waited for no longer; how many, by unit."""
    over = Tally(unit for unit, _ in change.sql.execute(_OVER, (stored(now),)))
    change.sql.execute(_FORGET, (stored(now),))
    return over
