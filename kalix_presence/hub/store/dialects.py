"""What SQLite and PostgreSQL call differently where tables are made: whole numbers, and the rows that an index has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, text
from sqlalchemy.ext.compiler import compiles


@compiles(Integer, "postgresql")
def _as_wide_as_sqlites(*_: Any, type_expression: Any = None, **__: Any) -> str:
    """Moments are microseconds: a column of PostgreSQL's INTEGER would end at 2**31. What is no column stays as it is."""
    return "INTEGER" if type_expression is None else "BIGINT"


def where(words: str) -> dict[str, Any]:
    """For `Index`: it has only the rows of which `words` are true, in both databases."""
    return {"sqlite_where": text(words), "postgresql_where": text(words)}


def random_id(database: str) -> str:
    """For a step: an id of its own for each row, in the words of `database`."""
    return "lower(hex(randomblob(16)))" if database == "sqlite" else "replace(gen_random_uuid()::text, '-', '')"
