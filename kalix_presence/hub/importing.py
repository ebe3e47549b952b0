"""Bringing a people file into the database: all or nothing, and the same file twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kalix_presence.hub.people_file import PeopleFile
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.accounts import Account, find_account, find_account_of, put_account
from kalix_presence.hub.store.people import (
    put_person,
    put_unit,
    read_people,
    read_units,
    remove_people,
    touch_directory,
)
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.model.errors import BadInput


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed."""

    added: int
    changed: int
    removed: int
    accounts: int

    @property
    def anything(self) -> bool:
        """Whether anything was different."""
        return bool(self.added or self.changed or self.removed or self.accounts)


def import_people(change: Transaction, wanted: PeopleFile, *, remove_missing: bool = False) -> Imported:
    """Let the directory be as `wanted` says; who is not in the file stays unless `remove_missing`.

    Passwords of accounts are left alone. Raises BadInput `import-username-taken` (`value`).
    """
    before, units = read_people(change.sql), read_units(change.sql)
    for unit in sorted(wanted.units.values(), key=lambda unit: unit.parent is not None):
        if units.get(unit.code) != unit:
            put_unit(change, unit)
    people = {row.person.extension: row.person for row in wanted.rows}
    added = [person for extension, person in people.items() if extension not in before]
    changed = [person for extension, person in people.items() if extension in before and before[extension] != person]
    removed = sorted(before.keys() - people.keys()) if remove_missing else []
    for person in added + changed:
        put_person(change, person)
    remove_people(change, removed)
    accounts = sum(_put_account(change, row.username, row.person.extension, row.roles) for row in wanted.rows if row.username)
    done = Imported(len(added), len(changed), len(removed), accounts)
    if added or changed or removed:
        touch_directory(change)
    if done.anything:
        touch_accounts(change)
    return done


def _put_account(change: Transaction, username: str, extension: str, roles: tuple[str, ...]) -> bool:
    known = find_account(change.sql, username)
    if known is not None and known.extension not in (None, extension):
        raise BadInput("import-username-taken", field="username", value=username)
    other = find_account_of(change.sql, extension)
    if other is not None and other.username != username:
        put_account(change, replace(other, extension=None))
    wanted = replace(known or Account(username), extension=extension, roles=roles)
    if wanted == known:
        return False
    put_account(change, wanted)
    return True
