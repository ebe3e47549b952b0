"""The difference of the run that a source waits with: a line for each thing that would be otherwise, while it waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import Column, ColumnElement, Index, Integer, LargeBinary, String, Table, delete, select

from kalix_presence.hub.store.schema import metadata
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import adding, each_of, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.held_run import HeldKind

held_line = Table(
    "held_line",
    metadata,
    Column("source", String, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("person", String, nullable=False),
    Column("unit", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("held_line_person", "person"),
)


class HeldLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that would be otherwise, as `HeldKind` says. `column` is of the people file; `before` and `after` are "" where
    there is nothing, and where not everybody at the desk may know what it is. `unit` is where it is, by code."""

    kind: HeldKind
    extension: str = ""
    name: str = ""
    unit: str = ""
    unit_name: str = ""
    column: str = ""
    before: str = ""
    after: str = ""
    person: str = ""
    """The identity of whom it is about, "" for somebody who is not there yet."""


_of = held_line.c
_ADD = adding(*_of)
_FORGET = said(delete(held_line).where(this(_of.source)))
_FORGET_PERSON = said(delete(held_line).where(this(_of.person)))
_UNITS: ColumnElement[str] = select(each_of(value("units")).table_valued("value").c.value).scalar_subquery()
_LINES = select(_of.place, _of.body).where(this(_of.source), _of.place > value("place")).order_by(_of.place)
_PAGE = said(_LINES, "this_source", "place")
_PAGE_OF_UNITS = said(_LINES.where(_of.unit.in_(_UNITS)), "this_source", "place", "units")


def put_held_lines(change: Transaction, source: str, lines: Sequence[HeldLine]) -> None:
    """These, in this order, in place of what was there of this source."""
    change.sql.execute(_FORGET, (source,))
    rows = ((source, place, line.person, line.unit, msgspec.json.encode(line)) for place, line in enumerate(lines, 1))
    change.sql.executemany(_ADD, rows)


def end_of_held_people(change: Transaction, people: Iterable[str]) -> None:
    """Whoever has left is named in no run that waits; by identity."""
    change.sql.executemany(_FORGET_PERSON, [(one,) for one in people if one])


def read_held_lines(
    sql: Sql, source: str, *, after: int, most: int, units: Collection[str] | None = None
) -> list[tuple[int, HeldLine]]:
    """Up to `most` lines of a place after `after`, with their places; of these `units` alone, where they are said."""
    if units is None:
        rows = sql.execute(_PAGE, (source, after)).fetchmany(most)
    else:
        rows = sql.execute(_PAGE_OF_UNITS, (source, after, msgspec.json.encode(sorted(units)).decode())).fetchmany(most)
    return [(place, msgspec.json.decode(body, type=HeldLine)) for place, body in rows]
