"""Everything out of SQLite's file into PostgreSQL: table by table, each after those it names, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import structlog
from psycopg import sql as composed
from sqlalchemy import Table

from kalix_presence.hub.store.database_file import looking
from kalix_presence.hub.store.dialects import has_order
from kalix_presence.hub.store.event_days import make
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.schema import metadata, moment_of
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.errors import BadInput, Conflict

AT_ONCE = 1_000
"""Rows read at a time."""
MOST_DAYS = 100
"""Newest days of events with a table of their own: more are not kept (`event_days`), what is older is erased soon."""

_log = structlog.get_logger("kalix.store")


def move(file: Path, target: Postgresql, *, on_table: Callable[[str, int], None] = lambda table, count: None) -> None:
    """Copy the database in `file`, which nobody writes to and which is of this version, into `target`.

    Either all of it is there afterwards or nothing: what fails may be done once more. Raises Conflict `move-store-not-empty`,
    BadInput `move-store-refused` for what PostgreSQL does not take (`table`, `problem`), Conflict `move-store-differs`.
    """
    target.require_nothing_else()
    target.upgrade()
    with looking(file) as source, closing(target.slowly()) as there:
        source.execute("BEGIN")
        if any(_count(there, table) for table in metadata.sorted_tables):
            raise Conflict("move-store-not-empty", name=target.name)
        there.execute("SET CONSTRAINTS ALL DEFERRED")
        make(target.connection(target.conninfo, over=there), _days_of_events(source))
        for table in metadata.sorted_tables:
            on_table(table.name, _move_table(source, there, table))
        try:
            there.commit()
        except psycopg.Error as fault:  # what was put off to the end: a row that names one which is not there
            raise _refused("", fault) from None


def _days_of_events(source: Sql) -> list[date]:
    """From the first to the last of which events are kept."""
    first, last = (at and moment_of(at).date() for at in source.execute("SELECT min(at), max(at) FROM event").fetchone())
    return [last - timedelta(days=back) for back in range((last - first).days + 1)][:MOST_DAYS] if first else []


def _move_table(source: Sql, there: psycopg.Connection[tuple[Any, ...]], table: Table) -> int:
    names = [*(["rowid"] if has_order(table) else []), *(column.name for column in table.columns)]
    try:
        with there.cursor() as cursor, cursor.copy(_copying(table.name, names)) as copy:
            for row in _rows(source, table, names):
                copy.write_row(row)
        for name in ("rowid", *(column.name for column in table.primary_key)):
            _go_on_after(there, table, name)
        wanted, found = source.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0], _count(there, table)  # noqa: S608
    except psycopg.Error as fault:
        raise _refused(table.name, fault) from None
    if wanted != found:
        raise Conflict("move-store-differs", table=table.name, wanted=wanted, found=found)
    return int(found)


def _rows(source: Sql, table: Table, names: list[str]) -> Iterator[tuple[Any, ...]]:
    listed = ", ".join(name if name == "rowid" else f'"{name}"' for name in names)
    order = " ORDER BY rowid" if has_order(table) else ""
    rows = source.execute(f'SELECT {listed} FROM "{table.name}"{order}')  # noqa: S608 - names of ours
    while some := rows.fetchmany(AT_ONCE):
        yield from some


def _copying(table: str, names: list[str]) -> composed.Composed:
    listed = composed.SQL(", ").join(map(composed.Identifier, names))
    return composed.SQL("COPY {} ({}) FROM STDIN").format(composed.Identifier(table), listed)


def _go_on_after(there: psycopg.Connection[tuple[Any, ...]], table: Table, name: str) -> None:
    """The next row's number, where PostgreSQL gives it, comes after those that were brought along."""
    if name == "rowid" and not has_order(table):
        return
    row = there.execute("SELECT pg_get_serial_sequence(%s, %s)", (f'"{table.name}"', name)).fetchone()
    if row is not None and row[0] is not None:
        last = composed.SQL("SELECT setval(%s, coalesce(max({}), 0) + 1, false) FROM {}")
        there.execute(last.format(composed.Identifier(name), composed.Identifier(table.name)), (row[0],))


def _count(there: psycopg.Connection[tuple[Any, ...]], table: Table) -> int:
    row = there.execute(composed.SQL("SELECT count(*) FROM {}").format(composed.Identifier(table.name))).fetchone()
    return 0 if row is None else int(row[0])


def _refused(table: str, fault: psycopg.Error) -> BadInput:
    _log.error("not-moved", table=table, **described(fault))
    return BadInput("move-store-refused", table=table or "-", problem=type(fault).__name__)
