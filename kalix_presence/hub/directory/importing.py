"""Bringing a people file into the database: all or nothing, and the same file twice changes nothing.

An extension is an address: whoever holds it is told apart by `same_person`, and who left it leaves nothing there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from kalix_presence.hub.directory.people_file import PeopleFile, PersonRow
from kalix_presence.hub.directory.same_person import is_same
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import Account, find_account, find_account_of, put_account, read_accounts
from kalix_presence.hub.store.holdings import Leaving, begin_holding, end_account, end_holdings
from kalix_presence.hub.store.people import put_person, put_unit, read_people, read_units, touch_directory
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput


@dataclass(frozen=True, slots=True)
class NewHolder:
    """An extension that is somebody else's now."""

    extension: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who has another extension now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed."""

    added: int
    changed: int
    removed: int
    accounts: int
    successions: tuple[NewHolder, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether anything was different."""
        return bool(self.added or self.changed or self.removed or self.accounts)


def import_people(change: Transaction, wanted: PeopleFile, *, now: datetime, remove_missing: bool = False) -> Imported:
    """Let the directory be as `wanted` says; who is not in the file stays unless `remove_missing`.

    Passwords of accounts are left alone. Raises BadInput `import-username-taken` (`value`).
    """
    before, units = read_people(change.sql), read_units(change.sql)
    for unit in sorted(wanted.units.values(), key=lambda unit: unit.parent is not None):
        if units.get(unit.code) != unit:
            put_unit(change, unit)
    people, leaving, left = _who_is_who(change, before, wanted, remove_missing=remove_missing)
    if leaving:
        end_holdings(change, leaving, now=now)
    known = {person.id: person for person in before.values()}
    added = [person for person in people if person.id not in known]
    changed = [person for person in people if person.id in known and known[person.id] != person]
    for person in changed + added:
        put_person(change, person)
    for person in added:
        begin_holding(change, person, now=now)
    accounts = sum(_put_account(change, row.username, row.person.extension, row.roles) for row in wanted.rows if row.username)
    done = Imported(len(added), len(changed), len(left), accounts, _successions(people, leaving), _moves(before, leaving))
    if added or changed or left or leaving:
        touch_directory(change)
    if done.anything or leaving:
        touch_accounts(change)
    return done


def _who_is_who(
    change: Transaction, before: dict[str, Person], wanted: PeopleFile, *, remove_missing: bool
) -> tuple[list[Person], Leaving, list[str]]:
    """The people of the file with their identities, whose holding ends or moves, and the extensions that nobody holds now."""
    usernames = {one.extension: one.username for one in read_accounts(change.sql) if one.extension is not None}
    people: list[Person] = []
    staying: set[str] = set()
    strangers: list[PersonRow] = []
    for row in wanted.rows:
        extension = row.person.extension
        holder = before.get(extension)
        if holder is not None and is_same(holder, usernames.get(extension, ""), row):
            people.append(replace(row.person, id=holder.id, reference=row.person.reference or holder.reference))
            staying.add(extension)
        else:
            strangers.append(row)
    by_reference = {one.reference: one for one in before.values() if one.reference}
    by_username = {username: before[extension] for extension, username in usernames.items() if extension in before}
    moved: dict[str, str] = {}
    for row in strangers:
        person = by_reference.get(row.person.reference) or by_username.get(row.username)
        if person is not None and person.extension not in staying and person.extension not in moved:
            moved[person.extension] = row.person.extension
            people.append(replace(row.person, id=person.id, reference=row.person.reference or person.reference))
        else:
            people.append(replace(row.person, id=uuid4().hex))
    taken = {person.extension for person in people}
    ended = {
        extension: person
        for extension, person in before.items()
        if extension not in staying and extension not in moved and (extension in taken or remove_missing)
    }
    left = [extension for extension in ended if extension not in taken]
    return people, Leaving(ended, moved), left


def _successions(people: list[Person], leaving: Leaving) -> tuple[NewHolder, ...]:
    now_at = {person.extension: person.name for person in people}
    return tuple(
        NewHolder(extension, person.name, now_at[extension])
        for extension, person in leaving.ended.items()
        if extension in now_at
    )


def _moves(before: dict[str, Person], leaving: Leaving) -> tuple[Move, ...]:
    return tuple(Move(before[old].name, old, new) for old, new in leaving.moved.items())


def _put_account(change: Transaction, username: str, extension: str, roles: tuple[str, ...]) -> bool:
    known = find_account(change.sql, username)
    if known is not None and known.extension not in (None, extension):
        raise BadInput("import-username-taken", field="username", value=username)
    other = find_account_of(change.sql, extension)
    if other is not None and other.username != username:  # the same person has another user name: the old one is nobody's
        end_account(change, other.username)
        known = known or replace(other, username=username)
    wanted = replace(known or Account(username), extension=extension, roles=roles)
    if known == wanted and (other is None or other.username == username):
        return False
    put_account(change, wanted)
    return True
