"""Statements made of the tables, each once as the program starts: so no column is named apart from its table.

Core says them and SQLite's own connection is handed their text, with question marks in the order of `takes`: run by Core
itself each would cost four times as much in the one thread that writes. What PostgreSQL is handed instead is found by that text
(`for_postgresql`), and made when it is first asked for: who has no PostgreSQL pays nothing for it. So PostgreSQL's connection
takes only what was made here, and no words of one database alone come to the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, Table, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.functions import FunctionElement

_DIALECT = sqlite.dialect()
_OTHERWISE: dict[str, Callable[[], str]] = {}
_POSTGRESQL: dict[str, bytes] = {}
_WORDS: dict[str, str] = {}


class Extended(str):
    """A statement that goes on with what depends on how much is asked for; each text is of its own."""

    __slots__ = ("more", "start")

    start: str
    more: str


def for_postgresql(statement: str) -> bytes:
    """What PostgreSQL is handed for `statement`. Raises ValueError for one that was not made here."""
    text = _POSTGRESQL.get(statement)
    if text is not None:
        return text
    if isinstance(statement, Extended):
        return for_postgresql(statement.start) + _in_its_marks(statement.more).encode()
    if statement not in _OTHERWISE:
        raise ValueError(f"not a statement of hub.store.statements: {statement[:60]}")
    text = _POSTGRESQL[statement] = _OTHERWISE[statement]().encode()
    return text


def named_for_postgresql(statement: ClauseElement) -> str:
    """The text of a statement that is PostgreSQL's alone; its values are taken by name, "%(name)s"."""
    from sqlalchemy.dialects.postgresql import psycopg2

    dialect = psycopg2.dialect(paramstyle="pyformat")  # type: ignore[no-untyped-call]
    return str(statement.compile(dialect=dialect))


def make_all_for_postgresql() -> None:
    """Make what PostgreSQL is handed for every statement there is: whoever is about to need them has no time then."""
    for statement in list(_OTHERWISE):
        for_postgresql(statement)


def in_words(words: str, postgresql: str | None = None) -> str:
    """A statement in SQLite's words; `postgresql` where that has others. Both take their values as "?" or ":name".

    Raises ValueError for words that mean something else to PostgreSQL already: they are what it is found by.
    """
    theirs = words if postgresql is None else postgresql
    if _WORDS.setdefault(words, theirs) != theirs:
        raise ValueError(f"said already, with other words for PostgreSQL: {words[:60]}")
    _OTHERWISE[words] = partial(_in_its_marks, theirs)
    return words


def extended(statement: str, more: str) -> str:
    """`statement`, which was made here, and `more` words that mean the same to both databases."""
    whole = Extended(statement + more)
    whole.start, whole.more = statement, more
    return whole


def among(statement: str, words: str, count: int, more: str = "") -> str:
    """`statement` and `words` for being one of `count` values, such as " WHERE id"; of none nobody is."""
    whole = Extended(f"{statement}{words} IN ({', '.join('?' * count)}){more}")
    whole.start, whole.more = statement, f"{words} IN ({', '.join('?' * count) or 'NULL'}){more}"
    return whole


def said(statement: ClauseElement, *takes: str) -> str:
    """The text of `statement`, which takes its values in the order of `takes`: named only where there are two or more.

    Raises ValueError where it takes other values, or in another order.
    """
    return _said(lambda _: statement, takes)


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

    def made(database: Any) -> Any:
        statement = database.insert(columns[0].table).values(given(*columns))
        if unless_there:
            return statement.on_conflict_do_nothing()
        if in_place and database is sqlite:
            return statement.prefix_with("OR REPLACE")
        if in_place:
            keys = [column.name for column in columns[0].table.primary_key]
            changed = {one.name: statement.excluded[one.name] for one in columns if one.name not in keys}
            return statement.on_conflict_do_update(index_elements=keys, set_=changed)
        return statement

    return _said(made, tuple(column.name for column in columns))


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

    def made(database: Any) -> Any:
        request = database.insert(table).values(given(*columns))
        if changing is not None:
            changed = changing(request.excluded)
        else:
            changed = {one.name: request.excluded[one.name] for one in columns if one.name not in names}
        return request.on_conflict_do_update(index_elements=names, set_=changed)

    return _said(made, tuple(column.name for column in columns))


class _Words(FunctionElement[Any]):
    inherit_cache = True


class lesser(_Words):  # noqa: N801 - said as a function
    """The lesser of two values."""


class greater(_Words):  # noqa: N801 - said as a function
    """The greater of two values."""


class each_of(_Words):  # noqa: N801 - said as a function
    """The values in a list that is written as JSON."""

    name = "json_each"


_NAMES: Mapping[tuple[type[_Words], str], str] = {
    (lesser, "sqlite"): "min(%s)",
    (greater, "sqlite"): "max(%s)",
    (each_of, "sqlite"): "json_each(%s)",
    (lesser, "postgresql"): "least(%s)",
    (greater, "postgresql"): "greatest(%s)",
    (each_of, "postgresql"): "json_array_elements_text(CAST(%s AS JSON))",
}


def _named(element: _Words, compiler: Any, **how: Any) -> str:
    values: str = compiler.process(element.clauses, **how)
    return _NAMES[type(element), compiler.dialect.name] % values


for _one in (lesser, greater, each_of):
    compiles(_one)(_named)


def _said(made: Callable[[Any], Any], takes: tuple[str, ...]) -> str:
    text = _text(made(sqlite), _DIALECT, takes)
    _OTHERWISE[text] = partial(_postgresql_text, made, takes)
    return text


def _postgresql_text(made: Callable[[Any], Any], takes: tuple[str, ...]) -> str:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.dialects.postgresql import psycopg2  # which names no types: PostgreSQL sees them by the columns

    dialect = psycopg2.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
    return _text(made(postgresql), dialect, takes)


def _text(statement: ClauseElement, dialect: Dialect, takes: tuple[str, ...]) -> str:
    compiled = statement.compile(dialect=dialect)
    order = tuple(getattr(compiled, "positiontup", None) or ())
    if order != takes and (takes or len(order) > 1):
        raise ValueError(f"{compiled} takes {order}")
    return str(compiled)


def _in_its_marks(words: str) -> str:
    """With the marks that its driver knows; no "?" and no colon stands in our words otherwise."""
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", words.replace("%", "%%").replace("?", "%s"))
