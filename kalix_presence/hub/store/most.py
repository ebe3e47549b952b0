"""The most that one person has added to a unit's counter in a stretch of the hub's life, whoever that was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table, delete, select

from kalix_presence.hub.store.schema import metadata, stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, value
from kalix_presence.hub.store.writer import Transaction

most_of_one = Table(
    "most_of_one",
    metadata,
    Column("quarter", Integer, nullable=False),
    Column("stretch", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("counter", String, nullable=False),
    Column("most", Integer, nullable=False),
    Column("noted", Integer, nullable=False),
    PrimaryKeyConstraint("quarter", "stretch", "unit", "counter"),
)

_of = most_of_one.c
_PUT = putting(*_of)
_READ = said(
    select(_of.stretch, _of.unit, _of.counter, _of.most, _of.noted).where(
        _of.quarter >= value("begins"), _of.quarter < value("ends")
    ),
    *("begins", "ends"),
)
_FORGET = said(delete(most_of_one).where(_of.quarter < value("before")))


@dataclass(frozen=True, slots=True)
class Most:
    """In `stretch`, which does not leave a week or a month, people of `unit` added `noted` to `counter`, and one of them, there
    or anywhere, `most`."""

    stretch: str
    unit: str
    counter: str
    most: int
    noted: int


def put_most(change: Transaction, quarter: datetime, several: Iterable[Most]) -> None:
    """Keep them, instead of what was known of the stretch; `quarter` (aware) is one of the stretch's own."""
    at = stored(quarter)
    rows = [(at, one.stretch, one.unit, one.counter, one.most, one.noted) for one in several]
    change.sql.executemany(_PUT, rows)


def read_most(sql: Sql, begins: datetime, ends: datetime) -> list[Most]:
    """Of every stretch from `begins` until before `ends`."""
    return [Most(*row) for row in sql.execute(_READ, (stored(begins), stored(ends)))]


def forget_most(change: Transaction, *, before: datetime) -> None:
    """Erase what is known of stretches before `before`."""
    change.sql.execute(_FORGET, (stored(before),))
