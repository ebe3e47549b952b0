"""People and units in the database."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import func, literal_column, select

from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.schema import person, unit
from kalix_presence.hub.store.sketches import read_work
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import among, putting, said, this, value
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.directory import Person, Unit

_PUT_UNIT = putting(*unit.c)
_READ_UNITS = said(select(unit).order_by(unit.c.code))
_of = person.c
_PUT_PERSON = putting(*_of)
_SOME = said(select(person))
_READ_ALL = said(select(person).order_by(_of.extension))
_READ = said(select(person).where(this(_of.extension)))
_REFERRED = said(select(person).where(this(_of.reference), _of.reference != literal_column("''")))
_COVERED = said(select(person).where(this(_of.deputy)))
_ID = said(select(_of.id).where(this(_of.extension)))
_COUNT = said(select(func.count()).select_from(person))
_EXTENSIONS = said(select(_of.extension))
_NTH = said(select(_of.id).limit(literal_column("1")).offset(value("before")))


def read_units(sql: Sql) -> dict[str, Unit]:
    """All units by code."""
    return {row[0]: Unit(*row) for row in sql.execute(_READ_UNITS)}


def read_people(sql: Sql) -> dict[str, Person]:
    """All people by extension."""
    return {row[0]: _person(row) for row in sql.execute(_READ_ALL)}


def read_working(sql: Sql) -> dict[str, Person]:
    """All people by extension, with what the sketch says they do."""
    return {one.extension: one for one in _working(read_people(sql).values(), read_work(sql))}


def read_person(sql: Sql, extension: str) -> Person | None:
    """Whoever holds this extension."""
    row = sql.execute(_READ, (extension,)).fetchone()
    return None if row is None else _person(row)


def read_known(sql: Sql, ids: Collection[str]) -> dict[str, Person]:
    """Those of `ids` (identities) who are there, by id."""
    rows = sql.execute(among(_SOME, " WHERE id", len(ids)), sorted(ids))
    return {one.id: one for one in map(_person, rows)}


def find_referred(sql: Sql, reference: str) -> Person | None:
    """Whom the staff register calls `reference`; None where that is nobody, or several."""
    rows = sql.execute(_REFERRED, (reference,)).fetchmany(2)
    return _person(rows[0]) if len(rows) == 1 else None


def read_covered(sql: Sql, extension: str) -> list[Person]:
    """Those whose deputy in the directory is `extension`."""
    return [_person(row) for row in sql.execute(_COVERED, (extension,))]


def read_concerned(
    sql: Sql, *, ids: Collection[str], extensions: Collection[str], references: Collection[str]
) -> dict[str, Person]:
    """By extension those with these identities, extensions or words of the staff register, and for whom one of these people, or
    of these extensions, stands in."""
    some = (("id", ids), ("extension", extensions), ("reference", references))
    found = {one.extension: one for column, values in some for one in _with(sql, column, values)}
    return {**{one.extension: one for one in _with(sql, "deputy", found.keys() | set(extensions))}, **found}


def _with(sql: Sql, column: str, values: Collection[str]) -> list[Person]:
    return [_person(row) for row in sql.execute(among(_SOME, f" WHERE {column}", len(values)), sorted(values))]


def count_people(sql: Sql) -> int:
    """How many people are in the directory."""
    return int(sql.execute(_COUNT).fetchone()[0])


def is_there(sql: Sql, extension: str) -> bool:
    """Whether somebody has this extension."""
    return sql.execute(_ID, (extension,)).fetchone() is not None


def held_extensions(sql: Sql) -> frozenset[str]:
    """The extensions that somebody has."""
    return frozenset(row[0] for row in sql.execute(_EXTENSIONS))


def are_there(sql: Sql, count: int) -> bool:
    """Whether at least `count` people are in the directory: that costs what `count` is, however many there are."""
    return count < 1 or sql.execute(_NTH, (count - 1,)).fetchone() is not None


def put_unit(change: Transaction, wanted: Unit) -> None:
    """Add or change a unit; its parent must be there."""
    change.sql.execute(_PUT_UNIT, (wanted.code, wanted.name, wanted.parent))


def put_person(change: Transaction, wanted: Person) -> None:
    """Add or change a person; the unit must be there. Without an `id` it is whoever holds the extension, else somebody new.

    Who comes and goes is for `store.holdings`, which also says what becomes of what they leave.
    """
    row = None if wanted.id else change.sql.execute(_ID, (wanted.extension,)).fetchone()
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


def directory_version(sql: Sql) -> int:
    """A number that grows with every change of people or units, also by another process (import while serving)."""
    return int(read_setting(sql, "directory_version") or 0)


REMEMBERED, AT_ONCE = 250, 500
"""So many versions of the directory are remembered, and of each so many people who changed; more than that is everybody."""
_CHANGES = "directory_changes"


@dataclass(frozen=True, slots=True)
class DirectoryStep:
    """The directory at `version`, as far as it differs from the one before: `people` by extension with what the sketch says
    they do, None for nobody's (any longer); units all of them, for they are few."""

    version: int
    people: Mapping[str, Person | None]
    units: Mapping[str, Unit]


def read_step(sql: Sql, known: int) -> DirectoryStep | None:
    """What has changed since version `known`; None when that is too much or not remembered. In one transaction."""
    version = directory_version(sql)
    remembered = dict(_changes(sql))
    lists = [remembered.get(each) for each in range(known + 1, version + 1)] if version - known <= REMEMBERED else [None]
    if known < 0 or version < known or any(each is None for each in lists):
        return None
    changed = sorted({extension for each in lists for extension in each or ()})
    rows = sql.execute(among(_SOME, " WHERE extension", len(changed)), changed)
    there = [_person(row) for row in rows]
    working = {one.extension: one for one in _working(there, read_work(sql, [one.id for one in there]))}
    return DirectoryStep(version, {one: working.get(one) for one in changed}, read_units(sql))


def read_difference(sql: Sql, known: int, before: Mapping[str, Person]) -> DirectoryStep:
    """What has changed since version `known`, at which `before` were there; also when it is not remembered."""
    step = read_step(sql, known)
    if step is not None:
        return step
    after = read_working(sql)
    differing = sorted(one for one in before.keys() | after.keys() if before.get(one) != after.get(one))
    return DirectoryStep(directory_version(sql), {one: after.get(one) for one in differing}, read_units(sql))


def _changes(sql: Sql) -> list[tuple[int, list[str] | None]]:
    return msgspec.json.decode(read_setting(sql, _CHANGES) or "[]", type=list[tuple[int, list[str] | None]])


def touch_directory(change: Transaction, changed: Collection[str] | None = None) -> int:
    """Count up the directory's version after a change, so that a serving hub notices; returns it. `changed` are the extensions
    whose person is another or has other facts; None: anybody's."""
    version = directory_version(change.sql) + 1
    told = sorted(changed) if changed is not None and len(changed) <= AT_ONCE else None
    kept = [*_changes(change.sql), (version, told)][-REMEMBERED:]
    put_setting(change.sql, _CHANGES, msgspec.json.encode(kept).decode())
    put_setting(change.sql, "directory_version", str(version))
    return version


def _person(row: tuple[Any, ...]) -> Person:
    *plain, duties, language, place, reference, identity = row
    known = Person(*plain, duties=_duties(duties), language=language)  # type: ignore[misc]
    # Imports took such a deputy once: nobody stands in for themselves.
    deputy = None if known.deputy == known.extension else known.deputy
    return replace(known, deputy=deputy, place=place, reference=reference, id=identity)


def _working(people: Iterable[Person], work: Mapping[tuple[str, str], tuple[str, ...]]) -> Iterator[Person]:
    """Whoever has moved to another unit since they were put there does it no longer."""
    for one in people:
        does = work.get((one.id, one.unit), ())
        yield replace(one, does=does) if does else one


def _duties(text: str) -> tuple[str, ...]:
    return tuple(duty for duty in text.split(";") if duty)
