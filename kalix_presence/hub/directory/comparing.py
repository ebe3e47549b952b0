"""What a people file would change of the directory as it was read: worked out beside everything, with nothing held up by it.

An extension is an address: whoever holds it is told apart by `same_person`, and who left it leaves nothing there. The order of
the lines says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kalix_presence.hub.directory.attributes import COLUMNS, Origins, Precedence, field_of, fixed_columns, origin_of, value_of
from kalix_presence.hub.directory.difference import Agreed, Imported, LinesRefused, Move, NewHolder
from kalix_presence.hub.directory.file_text import BadLine
from kalix_presence.hub.directory.imported_accounts import WantedAccounts, wanted_accounts
from kalix_presence.hub.directory.matching import Holders, Matching
from kalix_presence.hub.directory.people_file import PeopleFile, PersonRow
from kalix_presence.hub.directory.unit_paths import coded, same_path
from kalix_presence.hub.store.accounts import Account, read_accounts, read_accounts_of
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.people import directory_version, read_concerned, read_people, read_units
from kalix_presence.hub.store.settings import account_version
from kalix_presence.hub.store.sources import FILE, Claim, HandEdit, Origin, count_claims, read_keyed, read_origin, read_origins
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput

_KEPT_WHEN_EMPTY = ("language", "person")
_NO_TELLING = ("given_name", "family_name", "unit")
"""What every line says."""

Revision = tuple[int, int]
"""The versions of the directory and of the accounts."""


@dataclass(frozen=True, slots=True)
class Known:
    """People by extension, units by code, accounts and where everybody comes from as one reading had them, and which revision
    that was."""

    people: Mapping[str, Person]
    units: Mapping[str, Unit]
    accounts: list[Account]
    revision: Revision
    origins: Origins = field(default_factory=dict)
    theirs: int | None = None
    """How many people the source names, where only some of them were read."""


@dataclass(frozen=True, slots=True)
class OriginChanges:
    """What is to be kept of where people come from: `claims` of `source` by identity, None for one that ends, and what their
    source would have in columns that were edited by hand."""

    source: str
    claims: Mapping[str, Claim | None]
    offers: tuple[tuple[str, str, HandEdit], ...]

    def __bool__(self) -> bool:
        return bool(self.claims or self.offers)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is to be written so that the directory is as a file says, and `done`, what is told of it. It holds for the revision
    that it was compared with, and for no other."""

    revision: Revision
    done: Imported
    put: tuple[Person, ...]
    leaving: Leaving
    accounts: WantedAccounts
    origins: OriginChanges

    def __bool__(self) -> bool:
        return bool(self.done.anything or self.leaving or self.origins)


def read_known(sql: Sql) -> Known:
    """What a file is compared with, of one moment."""
    return Known(read_people(sql), read_units(sql), read_accounts(sql), revision(sql), read_origins(sql))


def read_known_about(sql: Sql, wanted: PeopleFile, source: str) -> Known:
    """The same as far as a few lines of `source`, which removes nobody whom it does not name, can concern it: it costs what
    they are, however many others there are."""
    rows = wanted.rows
    usernames = {row.username for row in rows if row.username}
    extensions = {row.person.extension for row in rows} | {row.person.deputy for row in rows if row.person.deputy}
    extensions |= {one.extension for one in read_accounts_of(sql, usernames=usernames, extensions=()) if one.extension}
    ids = read_keyed(sql, source, {row.key for row in rows if row.key} | wanted.gone)
    references = {row.person.reference for row in rows if row.person.reference}
    people = read_concerned(sql, ids=ids, extensions=extensions, references=references)
    accounts = read_accounts_of(sql, usernames=usernames, extensions=people.keys() | extensions)
    origins = {person.id: read_origin(sql, person.id) for person in people.values()}
    return Known(people, read_units(sql), accounts, revision(sql), origins, count_claims(sql, source))


def revision(sql: Sql) -> Revision:
    """Which it is now: another after every change of people, units or of who may sign in as what."""
    return directory_version(sql), account_version(sql)


def compare(
    known: Known,
    wanted: PeopleFile,
    *,
    remove_missing: bool = False,
    agreed: Agreed | None = None,
    precedence: Precedence | None = None,
) -> Difference:
    """What makes the directory be as `wanted` says; who is not in the file stays unless `remove_missing`, and so does whoever
    comes from another source than `precedence` says that this one is.

    Passwords of accounts are left alone. Raises LinesRefused, or ImportHeld where more would be taken away than is `agreed`.
    """
    precedence = precedence or Precedence()
    before = known.people
    units = coded([row.path for row in wanted.rows], known.units)
    new_units = sorted(
        (unit for unit in units.values() if known.units.get(unit.code) != unit), key=lambda unit: unit.parent is not None
    )
    rows = []
    for row in wanted.rows:
        unit, administration = units[same_path(row.path)], units[same_path(row.path[:1])]
        rows.append(replace(row, person=replace(row.person, unit=unit.code, administration=administration.code)))
    matching = Matching(known.people, known.accounts, known.origins, precedence)
    who = matching.holders(rows, wanted, remove_missing=remove_missing)
    offers = _keep_what_is_not_said(who, known, rows, precedence)
    _refuse_unknown_deputies(who, before, rows)
    leaving = who.leaving
    by_id = {person.id: person for person in before.values()}
    everybody = who.people + _with_other_deputies(who, before)
    added = tuple(person for person in everybody if person.id not in by_id)
    changed = tuple((by_id[one.id], one) for one in everybody if one.id in by_id and by_id[one.id] != one)
    accounts = wanted_accounts(known.accounts, leaving, rows, nobodys_too=precedence.source == FILE)
    taken = {person.extension: person for person in who.people}
    done = Imported(
        added,
        changed,
        tuple(person for extension, person in who.ended.items() if extension not in taken),
        tuple(new_units),
        accounts.told,
        tuple(NewHolder(one, person.name, taken[one].name, person) for one, person in who.ended.items() if one in taken),
        tuple(Move(before[old].name, old, new) for old, new in who.moved.items()),
        frozenset(one for one, person in taken.items() if one in before and before[one].id != person.id),
    )
    claims = _claims(known, rows, who, precedence)
    named = {person.id for person in who.people} | {person.id for person in who.ended.values()}
    for person in before.values():
        claimed = person.id not in named and precedence.source in origin_of(known.origins, person).claims
        if claimed and matching.is_named_no_longer(person, wanted, remove_missing=remove_missing):
            claims[person.id] = None  # they stay, for a source that is believed before this one names them
    origins = OriginChanges(precedence.source, claims, offers)
    theirs = known.theirs
    if theirs is None:
        theirs = sum(not precedence.others(origin_of(known.origins, person)) for person in before.values())
    (agreed or Agreed()).refuse(done, theirs)
    return Difference(known.revision, done, (*(after for _, after in changed), *added), leaving, accounts, origins)


def _claims(known: Known, rows: list[PersonRow], who: Holders, precedence: Precedence) -> dict[str, Claim | None]:
    """What differs of what the source claims, by identity; of those who leave nothing stays anyway."""
    found: dict[str, Claim | None] = {}
    said = {row.said: row.said.intersection(COLUMNS) for row in rows}
    for person, row in zip(who.people, rows, strict=True):
        claim = Claim(row.key, said[row.said])
        if origin_of(known.origins, person).claims.get(precedence.source) != claim:
            found[person.id] = claim
    return found


def _keep_what_is_not_said(
    who: Holders, known: Known, rows: list[PersonRow], precedence: Precedence
) -> tuple[tuple[str, str, HandEdit], ...]:
    """What stands in a column that was edited by hand stays; what the source would have there is returned, where it is new."""
    by_id = {person.id: person for person in known.people.values()}
    offers: list[tuple[str, str, HandEdit]] = []
    for number, (person, row) in enumerate(zip(who.people, rows, strict=True)):
        there = by_id.get(person.id)
        if there is None:
            who.people[number] = replace(person, language=person.language or "sv")
            continue
        origin = origin_of(known.origins, there)
        fixed = fixed_columns(origin, precedence) if origin.hand or len(origin.claims) > 1 or precedence.others(origin) else ()
        kept = {}
        for column in COLUMNS:
            name = field_of(column)
            said = column in row.said or column in _NO_TELLING
            if not said or column in fixed or (column in _KEPT_WHEN_EMPTY and not getattr(person, name)):
                kept[name] = getattr(there, name)
                if column == "unit":
                    kept["administration"] = there.administration
        if origin.hand:
            offers += _offers(origin, person, row, precedence)
        if "deputy" in kept:
            kept["deputy"] = _deputy_now(there.deputy, who)
        who.people[number] = replace(person, **kept)
    return tuple(offers)


def _offers(origin: Origin, person: Person, row: PersonRow, precedence: Precedence) -> Iterator[tuple[str, str, HandEdit]]:
    said_before = {column for one in precedence.before(origin) for column in origin.claims[one].columns}
    for column, edit in origin.hand.items():
        offered = value_of(person, column)
        if column in row.said and column not in said_before and offered != edit.offered:
            yield person.id, column, replace(edit, offered=offered)


def _deputy_now(deputy: str | None, who: Holders) -> str | None:
    """Where a deputy is who was known before: nowhere when they have left."""
    return None if deputy in who.ended else who.moved.get(deputy or "", deputy)


def _with_other_deputies(who: Holders, before: Mapping[str, Person]) -> list[Person]:
    """Those whom the file does not name, and whose deputy has left or moved."""
    named = {person.id for person in who.people} | {person.id for person in who.ended.values()}
    others = [one for one in before.values() if one.id not in named and one.deputy is not None]
    return [replace(one, deputy=now) for one in others if (now := _deputy_now(one.deputy, who)) != one.deputy]


def _refuse_unknown_deputies(who: Holders, before: Mapping[str, Person], rows: list[PersonRow]) -> None:
    there = (before.keys() - who.ended.keys() - who.moved.keys()) | {row.person.extension for row in rows}
    bad = [
        BadLine(row.line, BadInput("import-deputy", field="deputy", value=(row.person.deputy or "")[:20]))
        for row in rows
        if row.person.deputy is not None and row.person.deputy not in there
    ]
    if bad:
        raise LinesRefused(sorted(bad, key=lambda each: each.line))
