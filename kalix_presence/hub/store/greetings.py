"""What units answer calls with, in the database. Nobody is named in it: who changed a line stands in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Integer, String, Table, select

from kalix_presence.hub.store.schema import metadata
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import putting, said, this
from kalix_presence.hub.store.writer import Transaction

greeting_line = Table(
    "greeting_line",
    metadata,
    Column("unit", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("line", String, nullable=False),
)

_of = greeting_line.c
_PUT = putting(*_of)
_READ = said(select(_of.version, _of.line).where(this(_of.unit)))
_READ_ALL = said(select(*_of))


def put_line(change: Transaction, unit: str, version: int, line: str) -> None:
    """From now on this is the unit's line; one that has none any more stays with its version."""
    change.concerns("", unit)
    change.sql.execute(_PUT, (unit, version, line))


def read_line(sql: Sql, unit: str) -> tuple[int, str]:
    """Version and line of a unit; 0 and "" for one that never had one."""
    row = sql.execute(_READ, (unit,)).fetchone()
    return (0, "") if row is None else (row[0], row[1])


def read_lines_above(sql: Sql, units: Sequence[str]) -> dict[str, str]:
    """The lines of these, where they have one."""
    found = {unit: read_line(sql, unit)[1] for unit in units}
    return {unit: line for unit, line in found.items() if line}


def read_lines(sql: Sql) -> dict[str, tuple[int, str]]:
    """Version and line of every unit that has had one."""
    return {unit: (version, line) for unit, version, line in sql.execute(_READ_ALL)}
