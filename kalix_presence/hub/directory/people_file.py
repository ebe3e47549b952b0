"""The people file (CSV): who is in the directory, checked line by line before anything is changed.

A column that is not in the file says nothing, and neither does an empty cell of roles, language, username or person: what is
known stays. An empty cell of any other column says that there is none. A line may end before the heading does (spreadsheets
leave out the separators behind the last cell with something in it): the columns that it lacks say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kalix_presence.hub.directory.cells import EXTENSIONS, NUMBERS, cell_fault, mended_cell, mended_number, number_fault
from kalix_presence.hub.directory.file_text import BadLine, Mended, Table, decoded, empty_columns, read_table, row_of
from kalix_presence.hub.directory.unit_paths import UnitPath
from kalix_presence.model.access import Role
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from kalix_presence.model.phone_number import read_number, written
from kalix_presence.model.policy import Policy
from kalix_presence.model.words import LANGUAGES

REQUIRED = ("extension", "given_name", "family_name", "unit", "administration")
OPTIONAL = ("title", "direct", "mobile", "email", "username", "roles", "deputy", "duties", "language", "place", "person")
_ROLES = {**{role.value: role.value for role in Role}, "telephone_officer": Role.OFFICER.value}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One good line: the person as far as the line says, and the account that goes with it (`username` empty: none is named).

    `roles` is empty where the line says nothing of them. `path` says which unit it is, by names; the codes in `person` are
    given when what is known already is known. `said` are the columns of the line. `key` is what its source calls the person
    for good, "" where it has nothing such. Of the roles in `governed` the person has those in `roles`; all others stay.
    """

    line: int
    person: Person
    username: str
    roles: tuple[str, ...]
    path: UnitPath = ()
    said: frozenset[str] = frozenset()
    key: str = ""
    governed: frozenset[str] = frozenset()


@dataclass(slots=True)
class PeopleFile:
    """What a file says: people, what was mended in it and what is wrong with it.

    `unusable` are keys of people who are named, though not in a way that can be used: they stay as they are known. `gone` are
    keys of people who are said to have left.
    """

    rows: list[PersonRow] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    unusable: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)


def read_people_data(data: bytes, policy: Policy, name: str) -> PeopleFile:
    """Read a file as it lies on a disk, in UTF-8, UTF-16 or Windows-1252. Raises BadInput `import-too-large` or
    `import-not-text`."""
    text, mended = decoded(data, name)
    found = read_people_file(text, policy)
    found.mended[:0] = mended
    return found


def read_people_file(text: str, policy: Policy) -> PeopleFile:
    """Read the whole file; every fault is collected with its line, none stops the reading."""
    table = read_table(text, REQUIRED + OPTIONAL)
    found = PeopleFile(bad=table.bad, mended=table.mended)
    _check_headings(found, table)
    if found.bad:
        return found
    if not table.rows:
        found.bad.append(BadLine(table.heading_line, BadInput("import-nobody")))
    broken = _broken(table)
    for line, cells in table.rows:
        if line in broken:
            found.bad.append(BadLine(line, BadInput("import-cells")))
        else:
            _read_row(found, table, line, cells, policy)
    _check_together(found)
    return found


def _check_headings(found: PeopleFile, table: Table) -> None:
    line = table.heading_line
    if not any(name in REQUIRED for name in table.headings):
        shown = ", ".join(filter(None, table.headings))[:60]
        found.bad.append(BadLine(line, BadInput("import-no-heading", value=shown, columns=", ".join(REQUIRED))))
        return
    for name in REQUIRED:
        if name not in table.headings:
            found.bad.append(BadLine(line, BadInput("import-column-missing", column=name)))
    empty = set(empty_columns(table))
    for number, name in enumerate(table.headings):
        if name in table.headings[:number] and name:
            found.bad.append(BadLine(line, BadInput("import-column-twice", column=name)))
        elif not name and number not in empty:
            found.bad.append(BadLine(line, BadInput("import-column-nameless", number=number + 1)))
        elif name and name not in REQUIRED + OPTIONAL:
            found.bad.append(BadLine(line, BadInput("import-column-unknown", column=name[:40])))


def _read_row(found: PeopleFile, table: Table, line: int, texts: Sequence[str], policy: Policy) -> None:
    values = row_of(table, list(texts))
    if values is None:
        found.bad.append(BadLine(line, BadInput("import-cells")))
        return
    headings = table.headings[: len(values)]
    cells = {name: mended_cell(value, name, line, found.mended) for name, value in zip(headings, values, strict=True) if name}
    for name in NUMBERS:
        if cells.get(name):
            cells[name] = _grouped(mended_number(cells[name], name, line, policy, found.mended), policy)
    person = _person(cells)
    fault = _fault(cells, person, policy)
    short = len(values) < len(table.headings)
    if fault is not None:
        # What is wrong with half a line is that it is half a line.
        found.bad.append(BadLine(line, BadInput("import-cells") if short else fault))
        return
    if any(table.headings[len(values) :]):
        found.mended.append(Mended("short-line", line))
    found.rows.append(_row(line, cells, person))


def row_of_cells(line: int, cells: dict[str, str], policy: Policy, mended: list[Mended]) -> PersonRow | BadInput:
    """The row of somebody of whom another source says `cells`, by column, judged as a line of a file is; or what is wrong with
    the cell that the refusal names as its `field`. What was put right is added to `mended`."""
    plain = {name: mended_cell(text, name, line, mended) for name, text in cells.items()}
    for name in NUMBERS:
        if plain.get(name):
            plain[name] = _grouped(mended_number(plain[name], name, line, policy, mended), policy)
    person = _person(plain)
    fault = _fault(plain, person, policy)
    return fault if fault is not None else _row(line, plain, person)


def _row(line: int, cells: dict[str, str], person: Person) -> PersonRow:
    path = (cells["administration"], cells["unit"])
    username, roles = cells.get("username", "").lower(), _roles(cells)
    return PersonRow(line, person, username, tuple(map(_ROLES.__getitem__, roles)), path, frozenset(cells))


def _grouped(number: str, policy: Policy) -> str:
    """One way of writing in all windows, whatever way each line of the file has; what is no number stays, to be refused."""
    try:
        return written(read_number(number, policy.country), policy.country)
    except BadInput:
        return number


def _broken(table: Table) -> set[int]:
    """Lines that are, two by two, the halves of one that a line break without quotes has cut where an extension or a number
    stands: the second half could be taken for somebody. Cut anywhere else, it cannot."""
    found = set[int]()
    for (line, cells), (after, others) in pairwise(table.rows):
        cut = len(cells) - 1
        whole = cut + len(others) == len(table.headings) > max(len(cells), len(others))
        if whole and after == line + 1 and table.headings[cut] in (*EXTENSIONS, *NUMBERS):
            found |= {line, after}
    return found


def _person(cells: dict[str, str]) -> Person:
    return Person(
        extension=cells.get("extension", ""),
        given_name=cells.get("given_name", ""),
        family_name=cells.get("family_name", ""),
        unit="",
        administration="",
        title=cells.get("title", ""),
        direct=cells.get("direct", ""),
        mobile=cells.get("mobile", ""),
        email=cells.get("email", ""),
        deputy=cells.get("deputy") or None,
        duties=tuple(duty.strip() for duty in cells.get("duties", "").split(";") if duty.strip()),
        language=cells.get("language", "").casefold(),
        place=cells.get("place", ""),
        reference=cells.get("person", ""),
    )


def _roles(cells: dict[str, str]) -> list[str]:
    return [role for role in re.split(r"[;, ]+", cells.get("roles", "").casefold()) if role]


def _fault(cells: dict[str, str], person: Person, policy: Policy) -> BadInput | None:
    for name in REQUIRED:
        if not cells.get(name):
            return BadInput("import-cell-empty", field=name, column=name)
    for name, value in cells.items():
        fault = cell_fault(value, name)
        if fault is not None:
            return fault
    if not re.fullmatch(policy.extension_pattern, cells["extension"], re.ASCII):
        return BadInput("import-extension", field="extension", value=cells["extension"][:20])
    if cells["extension"] == policy.switchboard:
        return BadInput("import-extension", field="extension", value=cells["extension"])
    if (fault := _contact_fault(cells, person, policy)) is not None:
        return fault
    for role in _roles(cells):
        if role not in _ROLES:
            return BadInput("role-unknown", field="roles", role=role[:20])
    return None


def _contact_fault(cells: dict[str, str], person: Person, policy: Policy) -> BadInput | None:
    if person.deputy == person.extension:
        return BadInput("import-deputy-own", field="deputy", value=person.extension)
    for name in NUMBERS:
        fault = number_fault(cells.get(name, ""), name, person, policy)
        if fault is not None:
            return fault
    if cells.get("email") and not re.fullmatch(r"[^@\s]+@[^@\s]+", cells["email"]):
        return BadInput("import-email", field="email")
    if person.language and person.language not in LANGUAGES:
        return BadInput("import-language", field="language", value=cells["language"][:20])
    if cells.get("username") and not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{0,63}", cells["username"].lower(), re.ASCII):
        return BadInput("username-strange", field="username")
    return None


def _check_together(found: PeopleFile) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in found.rows:
        for kind, value in (
            ("extension", row.person.extension),
            ("username", row.username),
            ("person", row.person.reference),
        ):
            if not value:
                continue
            first = seen.setdefault((kind, value), row.line)
            if first != row.line:
                found.bad.append(BadLine(row.line, BadInput("import-twice", field=kind, column=kind, value=value, first=first)))
    found.bad.sort(key=lambda bad: bad.line)
