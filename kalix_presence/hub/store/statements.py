"""Statements made of the tables, each once as the program starts: so no column is named apart from its table.

Core says them and SQLite's own connection is handed their text, with question marks in the order of `takes`: run by Core
itself each would cost four times as much in the one thread that writes. Another database needs only another dialect here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, Table, bindparam
from sqlalchemy.dialects.sqlite import dialect, insert
from sqlalchemy.sql.elements import ClauseElement

_DIALECT = dialect()


def said(statement: ClauseElement, *takes: str) -> str:
    """The text of `statement`, which takes its values in the order of `takes`: named only where there are two or more.

    Raises ValueError where it takes other values, or in another order.
    """
    compiled = statement.compile(dialect=_DIALECT)
    order = tuple(getattr(compiled, "positiontup", None) or ())
    if order != takes and (takes or len(order) > 1):
        raise ValueError(f"{compiled} takes {order}")
    return str(compiled)


def this(column: Column[Any]) -> ColumnElement[bool]:
    """Where `column` is a value that is taken as "this_" and its name."""
    return column == bindparam(f"this_{column.name}")


def value(name: str) -> BindParameter[Any]:
    """A value that is taken as `name`."""
    return bindparam(name)


def given(*columns: Column[Any]) -> dict[str, BindParameter[Any]]:
    """For `values`: `columns` become what is taken by their names."""
    return {column.name: bindparam(column.name) for column in columns}


def adding(*columns: Column[Any], unless_there: bool = False, in_place: bool = False) -> str:
    """Adds a row with values for `columns`, in the table's order; where one is there nothing (`unless_there`) or `in_place`."""
    statement = insert(columns[0].table).values(given(*columns))
    if unless_there:
        statement = statement.on_conflict_do_nothing()
    if in_place:
        statement = statement.prefix_with("OR REPLACE")
    return said(statement, *(column.name for column in columns))


def putting(
    *columns: Column[Any],
    key: tuple[Column[Any], ...] = (),
    changing: Callable[[Any], dict[str, ColumnElement[Any]]] | None = None,
) -> str:
    """Adds a row or changes the one with the same `key` (the primary key where none is named).

    It takes on all that is new, or what `changing` makes of that.
    """
    table = columns[0].table
    assert isinstance(table, Table)  # noqa: S101  (columns of ours)
    names = [column.name for column in key or table.primary_key.columns]
    request = insert(table).values(given(*columns))
    if changing is not None:
        changed = changing(request.excluded)
    else:
        changed = {one.name: request.excluded[one.name] for one in columns if one.name not in names}
    return said(request.on_conflict_do_update(index_elements=names, set_=changed), *(column.name for column in columns))
