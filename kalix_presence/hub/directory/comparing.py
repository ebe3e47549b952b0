"""What a people file would change of the directory as it was read: worked out beside everything, with nothing held up by it.

An extension is an address: whoever holds it is told apart by `same_person`, and who left it leaves nothing there. The order of
the lines says nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

from kalix_presence.hub.directory.difference import Agreed, Imported, LinesRefused, Move, NewHolder
from kalix_presence.hub.directory.file_text import BadLine
from kalix_presence.hub.directory.imported_accounts import WantedAccounts, wanted_accounts
from kalix_presence.hub.directory.people_file import PeopleFile, PersonRow
from kalix_presence.hub.directory.same_person import is_same
from kalix_presence.hub.directory.unit_paths import coded, same_path
from kalix_presence.hub.store.accounts import Account, read_accounts
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.people import directory_version, read_people, read_units
from kalix_presence.hub.store.settings import account_version
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput

_FIELDS = {"person": "reference"}
"""What a column of the file is called of a person."""
_KEPT_WHEN_EMPTY = ("language", "person")

Revision = tuple[int, int]
"""The versions of the directory and of the accounts."""


@dataclass(frozen=True, slots=True)
class Known:
    """People by extension, units by code and accounts as one reading had them, and which revision that was."""

    people: Mapping[str, Person]
    units: Mapping[str, Unit]
    accounts: list[Account]
    revision: Revision


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be written so that the directory is as a file says, and `done`, what is told of it. It holds for the revision
    that it was compared with, and for no other."""

    revision: Revision
    done: Imported
    put: tuple[Person, ...]
    leaving: Leaving
    accounts: WantedAccounts

    def __bool__(self) -> bool:
        return bool(self.done.anything or self.leaving)


@dataclass(slots=True)
class _Holders:
    """Who is who: the person of each line, those who stay where they are, who moves from where to where, who leaves."""

    people: list[Person] = field(default_factory=list)
    staying: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    ended: dict[str, Person] = field(default_factory=dict)

    @property
    def leaving(self) -> Leaving:
        return Leaving(self.ended, self.moved)


def read_known(sql: sqlite3.Connection) -> Known:
    """What a file is compared with, of one moment."""
    return Known(read_people(sql), read_units(sql), read_accounts(sql), revision(sql))


def revision(sql: sqlite3.Connection) -> Revision:
    """Which it is now: another after every change of people, units or of who may sign in as what."""
    return directory_version(sql), account_version(sql)


def compare(known: Known, wanted: PeopleFile, *, remove_missing: bool = False, agreed: Agreed | None = None) -> Difference:
    """What makes the directory be as `wanted` says; who is not in the file stays unless `remove_missing`.

    Passwords of accounts are left alone. Raises LinesRefused, or ImportHeld where more would be taken away than is `agreed`.
    """
    before = known.people
    units = coded([row.path for row in wanted.rows], known.units)
    new_units = sorted(
        (unit for unit in units.values() if known.units.get(unit.code) != unit), key=lambda unit: unit.parent is not None
    )
    rows = []
    for row in wanted.rows:
        unit, administration = units[same_path(row.path)], units[same_path(row.path[:1])]
        rows.append(replace(row, person=replace(row.person, unit=unit.code, administration=administration.code)))
    who = _who_is_who(known, rows, remove_missing=remove_missing)
    _keep_what_is_not_said(who, before, rows)
    _refuse_unknown_deputies(who, before, rows)
    leaving = who.leaving
    by_id = {person.id: person for person in before.values()}
    everybody = who.people + _with_other_deputies(who, before)
    added = tuple(person for person in everybody if person.id not in by_id)
    changed = tuple((by_id[one.id], one) for one in everybody if one.id in by_id and by_id[one.id] != one)
    accounts = wanted_accounts(known.accounts, leaving, rows)
    taken = {person.extension: person for person in who.people}
    done = Imported(
        added,
        changed,
        tuple(person for extension, person in who.ended.items() if extension not in taken),
        tuple(new_units),
        accounts.told,
        tuple(NewHolder(one, person.name, taken[one].name) for one, person in who.ended.items() if one in taken),
        tuple(Move(before[old].name, old, new) for old, new in who.moved.items()),
        frozenset(one for one, person in taken.items() if one in before and before[one].id != person.id),
    )
    (agreed or Agreed()).refuse(done, len(before))
    return Difference(known.revision, done, (*(after for _, after in changed), *added), leaving, accounts)


def _who_is_who(known: Known, rows: list[PersonRow], *, remove_missing: bool) -> _Holders:
    before = known.people
    usernames = {one.extension: one.username for one in known.accounts if one.extension is not None}
    who = _Holders()
    strangers: dict[str, PersonRow] = {}
    identity: dict[str, str] = {}
    for row in rows:
        extension = row.person.extension
        holder = before.get(extension)
        if holder is not None and is_same(holder, usernames.get(extension, ""), row):
            identity[extension] = holder.id
            who.staying.add(extension)
        else:
            strangers[extension] = row
    by_reference = {one.reference: one for one in before.values() if one.reference}
    by_username = {username: before[extension] for extension, username in usernames.items() if extension in before}
    # The staff register's word goes before the user name, for all lines: which line comes first must not decide.
    for found in (
        {extension: by_reference.get(row.person.reference) for extension, row in strangers.items()},
        {extension: by_username.get(row.username) for extension, row in strangers.items()},
    ):
        for extension, person in found.items():
            free = person is not None and person.extension not in who.staying and person.extension not in who.moved
            if person is not None and free and extension not in identity and not _are_two(person, strangers[extension]):
                who.moved[person.extension] = extension
                identity[extension] = person.id
    for row in rows:
        who.people.append(replace(row.person, id=identity.get(row.person.extension) or uuid4().hex))
    taken = {person.extension for person in who.people}
    who.ended = {
        extension: person
        for extension, person in before.items()
        if extension not in who.staying and extension not in who.moved and (extension in taken or remove_missing)
    }
    return who


def _are_two(person: Person, row: PersonRow) -> bool:
    """Whether the staff register says so."""
    return bool(person.reference and row.person.reference and person.reference != row.person.reference)


def _keep_what_is_not_said(who: _Holders, before: Mapping[str, Person], rows: list[PersonRow]) -> None:
    known = {person.id: person for person in before.values()}
    for number, (person, row) in enumerate(zip(who.people, rows, strict=True)):
        there = known.get(person.id)
        if there is None:
            who.people[number] = replace(person, language=person.language or "sv")
            continue
        kept = {}
        for column in ("title", "direct", "mobile", "email", "deputy", "duties", "language", "place", "person"):
            name = _FIELDS.get(column, column)
            if column not in row.said or (column in _KEPT_WHEN_EMPTY and not getattr(person, name)):
                kept[name] = getattr(there, name)
        if "deputy" in kept:
            kept["deputy"] = _deputy_now(there.deputy, who)
        who.people[number] = replace(person, **kept)


def _deputy_now(deputy: str | None, who: _Holders) -> str | None:
    """Where a deputy is who was known before: nowhere when they have left."""
    return None if deputy in who.ended else who.moved.get(deputy or "", deputy)


def _with_other_deputies(who: _Holders, before: Mapping[str, Person]) -> list[Person]:
    """Those whom the file does not name, and whose deputy has left or moved."""
    named = {person.id for person in who.people} | {person.id for person in who.ended.values()}
    others = [one for one in before.values() if one.id not in named and one.deputy is not None]
    return [replace(one, deputy=now) for one in others if (now := _deputy_now(one.deputy, who)) != one.deputy]


def _refuse_unknown_deputies(who: _Holders, before: Mapping[str, Person], rows: list[PersonRow]) -> None:
    there = (before.keys() - who.ended.keys() - who.moved.keys()) | {row.person.extension for row in rows}
    bad = [
        BadLine(row.line, BadInput("import-deputy", field="deputy", value=(row.person.deputy or "")[:20]))
        for row in rows
        if row.person.deputy is not None and row.person.deputy not in there
    ]
    if bad:
        raise LinesRefused(sorted(bad, key=lambda each: each.line))
