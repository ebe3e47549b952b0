"""Who of those known each line of a people file is about, who moves and who leaves. The order of the lines says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

from kalix_presence.hub.directory.attributes import Origins, Precedence, as_its_source_says, origin_of
from kalix_presence.hub.directory.difference import LinesRefused
from kalix_presence.hub.directory.file_text import BadLine
from kalix_presence.hub.directory.people_file import PeopleFile, PersonRow
from kalix_presence.hub.directory.same_person import is_same
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput


@dataclass(slots=True)
class Holders:
    """Who is who: the person of each line, those who stay where they are, who moves from where to where, who leaves."""

    people: list[Person] = field(default_factory=list)
    staying: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    ended: dict[str, Person] = field(default_factory=dict)

    @property
    def leaving(self) -> Leaving:
        return Leaving(self.ended, self.moved)


class Matching:
    """Tells who of those known each line is about."""

    def __init__(self, people: Mapping[str, Person], accounts: list[Account], origins: Origins, precedence: Precedence) -> None:
        self._people, self._origins, self._precedence = people, origins, precedence
        self._usernames = {one.extension: one.username for one in accounts if one.extension is not None}
        self._keys = {one: key for one, person in people.items() if (key := self._key(person))}

    def _key(self, person: Person) -> str:
        claim = origin_of(self._origins, person).claims.get(self._precedence.source)
        return claim.key if claim is not None else ""

    def holders(self, rows: list[PersonRow], wanted: PeopleFile, *, remove_missing: bool) -> Holders:
        """Raises LinesRefused where a line would take an extension from somebody of another source."""
        before = self._people
        who = Holders()
        strangers: dict[str, PersonRow] = {}
        identity: dict[str, str] = {}
        by_key = {key: before[one] for one, key in self._keys.items()}
        for row in rows:
            extension = row.person.extension
            holder = before.get(extension)
            if holder is not None and by_key.get(row.key, holder) is holder and self._is_same(holder, row):
                identity[extension] = holder.id
                who.staying.add(extension)
            else:
                strangers[extension] = row
        by_reference = {one.reference: one for one in before.values() if one.reference}
        by_username = {username: before[extension] for extension, username in self._usernames.items() if extension in before}
        # What the source calls somebody for good goes before the staff register's word, and that before the user name, for all
        # lines: which line comes first must not decide.
        for found in (
            {extension: by_key.get(row.key) for extension, row in strangers.items()},
            {extension: by_reference.get(row.person.reference) for extension, row in strangers.items()},
            {extension: by_username.get(row.username) for extension, row in strangers.items()},
        ):
            for extension, person in found.items():
                if person is None or person.extension in who.staying or person.extension in who.moved:
                    continue
                if extension not in identity and not self._are_two(person, strangers[extension]):
                    who.moved[person.extension] = extension
                    identity[extension] = person.id
        for row in rows:
            who.people.append(replace(row.person, id=identity.get(row.person.extension) or uuid4().hex))
        taken = {person.extension for person in who.people}
        for extension, person in before.items():
            stays = extension in who.staying or extension in who.moved
            if not stays and (extension in taken or self._is_gone(person, wanted, remove_missing=remove_missing)):
                who.ended[extension] = person
        self._refuse_what_is_others(who, rows)
        return who

    def _is_same(self, holder: Person, row: PersonRow) -> bool:
        username, key = self._usernames.get(holder.extension, ""), self._keys.get(holder.extension, "")
        origin = origin_of(self._origins, holder)
        if is_same(holder, username, row, key):
            return True
        return bool(origin.hand) and is_same(as_its_source_says(holder, origin), username, row, key)

    def _are_two(self, person: Person, row: PersonRow) -> bool:
        """Whether the source says so, or the staff register."""
        key = self._keys.get(person.extension, "")
        if key and row.key and key != row.key:
            return not (person.reference and person.reference == row.person.reference)
        if key and key == row.key:
            return False
        return bool(person.reference and row.person.reference and person.reference != row.person.reference)

    def is_named_no_longer(self, person: Person, wanted: PeopleFile, *, remove_missing: bool) -> bool:
        """Whether the source says so of somebody whom no line is about."""
        key = self._keys.get(person.extension, "")
        return bool(key and key in wanted.gone) or (remove_missing and not (key and key in wanted.unusable))

    def _is_gone(self, person: Person, wanted: PeopleFile, *, remove_missing: bool) -> bool:
        decides = self._precedence.decides(origin_of(self._origins, person))
        return decides and self.is_named_no_longer(person, wanted, remove_missing=remove_missing)

    def _refuse_what_is_others(self, who: Holders, rows: list[PersonRow]) -> None:
        bad = []
        for row in rows:
            extension = row.person.extension
            holder = who.ended.get(extension)
            if holder is not None and self._precedence.others(origin_of(self._origins, holder)):
                problem = BadInput("import-extension-of-another", field="extension", value=extension, name=holder.name)
                bad.append(BadLine(row.line, problem))
        if bad:
            raise LinesRefused(bad)
