"""People and units in the database."""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert

from kalix_presence.hub.store.schema import person, unit
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.directory import Person, Unit


def _put_statement(table: Table) -> str:
    key = [column.name for column in table.primary_key]
    wish = insert(table)
    change = {column.name: wish.excluded[column.name] for column in table.columns if column.name not in key}
    return str(wish.on_conflict_do_update(index_elements=key, set_=change).compile(dialect=sqlite.dialect()))


_PUT_UNIT = _put_statement(unit)
_PUT_PERSON = _put_statement(person)


def read_units(sql: sqlite3.Connection) -> dict[str, Unit]:
    """All units by code."""
    return {row[0]: Unit(*row) for row in sql.execute("SELECT code, name, parent FROM unit ORDER BY code")}


def read_people(sql: sqlite3.Connection) -> dict[str, Person]:
    """All people by extension."""
    rows = sql.execute(
        "SELECT extension, given_name, family_name, unit, administration, title, direct, mobile, email, deputy, duties,"
        " language, place, reference, id FROM person ORDER BY extension"
    )
    return {row[0]: _person(row) for row in rows}


def is_there(sql: sqlite3.Connection, extension: str) -> bool:
    """Whether somebody has this extension."""
    return sql.execute("SELECT 1 FROM person WHERE extension = ?", (extension,)).fetchone() is not None


def put_unit(change: Transaction, wanted: Unit) -> None:
    """Add or change a unit; its parent must be there."""
    change.sql.execute(_PUT_UNIT, (wanted.code, wanted.name, wanted.parent))


def put_person(change: Transaction, wanted: Person) -> None:
    """Add or change a person; the unit must be there. Without an `id` it is whoever holds the extension, else somebody new.

    Who comes and goes is for `store.holdings`, which also says what becomes of what they leave.
    """
    row = None if wanted.id else change.sql.execute("SELECT id FROM person WHERE extension = ?", (wanted.extension,)).fetchone()
    identity = wanted.id or (row[0] if row else uuid.uuid4().hex)
    change.sql.execute(
        _PUT_PERSON,
        (
            wanted.extension,
            wanted.given_name,
            wanted.family_name,
            wanted.unit,
            wanted.administration,
            wanted.title,
            wanted.direct,
            wanted.mobile,
            wanted.email,
            wanted.deputy,
            ";".join(wanted.duties),
            wanted.language,
            wanted.place,
            wanted.reference,
            identity,
        ),
    )


def directory_version(sql: sqlite3.Connection) -> int:
    """A number that grows with every change of people or units, also by another process (import while serving)."""
    row = sql.execute("SELECT value FROM setting WHERE name = 'directory_version'").fetchone()
    return int(row[0]) if row else 0


def touch_directory(change: Transaction) -> int:
    """Count up the directory's version after a change, so that a serving hub notices; returns it."""
    version = directory_version(change.sql) + 1
    change.sql.execute(
        "INSERT INTO setting(name, value) VALUES ('directory_version', ?)"
        " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
        (str(version),),
    )
    return version


def _person(row: tuple[Any, ...]) -> Person:
    *plain, duties, language, place, reference, identity = row
    known = Person(*plain, duties=_duties(duties), language=language)  # type: ignore[misc]
    return replace(known, place=place, reference=reference, id=identity)


def _duties(text: str) -> tuple[str, ...]:
    return tuple(duty for duty in text.split(";") if duty)
