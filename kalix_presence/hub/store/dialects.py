"""What SQLite and PostgreSQL call differently where tables are made: whole numbers, and the rows that an index has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Table, text
from sqlalchemy.ext.compiler import compiles

IN_DAYS = "in_days"
"""Said of a table that PostgreSQL keeps in a table for each day (`event_days`): its key has the moment in it there."""


@compiles(Integer, "postgresql")
def _as_wide_as_sqlites(*_: Any, type_expression: Any = None, **__: Any) -> str:
    """Moments are microseconds: a column of PostgreSQL's INTEGER would end at 2**31. What is no column stays as it is."""
    return "INTEGER" if type_expression is None else "BIGINT"


def has_order(table: Table) -> bool:
    """Whether its rows are kept in the order they came (`rowid`), beside their key."""
    return bool(table.dialect_options["sqlite"]["with_rowid"]) and not table.info.get(IN_DAYS)


def where(words: str) -> dict[str, Any]:
    """For `Index`: it has only the rows of which `words` are true, in both databases."""
    return {"sqlite_where": text(words), "postgresql_where": text(words)}


def random_id(database: str) -> str:
    """For a step: an id of its own for each row, in the words of `database`."""
    return "lower(hex(randomblob(16)))" if database == "sqlite" else "replace(gen_random_uuid()::text, '-', '')"
