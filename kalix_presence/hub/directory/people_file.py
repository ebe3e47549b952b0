"""The people file (CSV): who is in the directory, checked line by line before anything is changed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field

from kalix_presence.model.access import Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy
from kalix_presence.model.words import LANGUAGES

REQUIRED = ("extension", "given_name", "family_name", "unit", "administration")
OPTIONAL = ("title", "direct", "mobile", "email", "username", "roles", "deputy", "duties", "language", "place", "person")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One good line: the person, and the account that goes with it (`username` empty: none)."""

    line: int
    person: Person
    username: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadLine:
    """One bad line: its number (from 1, the heading is line 1) and why."""

    line: int
    error: BadInput


@dataclass(slots=True)
class PeopleFile:
    """What a file says: units with their administrations first, people, and what is wrong with it."""

    units: dict[str, Unit] = field(default_factory=dict)
    rows: list[PersonRow] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


def read_people_file(text: str, policy: Policy) -> PeopleFile:
    """Read the whole file; every fault is collected with its line, none stops the reading."""
    found = PeopleFile()
    text = text.removeprefix("\ufeff")
    heading = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in heading and "," not in heading else ",", strict=True)
    names = [name.strip() for name in table.fieldnames or []]
    table.fieldnames = names
    for name in REQUIRED:
        if name not in names:
            found.bad.append(BadLine(1, BadInput("import-column-missing", column=name)))
    for name in names:
        if name not in REQUIRED + OPTIONAL:
            found.bad.append(BadLine(1, BadInput("import-column-unknown", column=name[:40])))
    if found.bad:
        return found
    try:
        for record in table:
            _read_row(found, table.line_num, record, policy)
    except csv.Error as fault:
        found.bad.append(BadLine(table.line_num, BadInput("import-not-csv", problem=str(fault))))
    _check_together(found)
    return found


def code_of(name: str) -> str:
    """A unit's code from its name: "Bygg och miljö" -> "bygg-och-miljo"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _read_row(found: PeopleFile, line: int, record: dict[str | None, str | list[str] | None], policy: Policy) -> None:
    if None in record or any(value is None for value in record.values()):
        found.bad.append(BadLine(line, BadInput("import-cells")))
        return
    cells = {str(name): " ".join(str(value).split()) for name, value in record.items()}
    fault = _fault(cells, policy)
    if fault is not None:
        found.bad.append(BadLine(line, fault))
        return
    administration, unit = _units(found, cells)
    roles = tuple(re.split(r"[;, ]+", cells.get("roles") or "employee"))
    person = Person(
        extension=cells["extension"],
        given_name=cells["given_name"],
        family_name=cells["family_name"],
        unit=unit,
        administration=administration,
        title=cells.get("title", ""),
        direct=cells.get("direct", ""),
        mobile=cells.get("mobile", ""),
        email=cells.get("email", ""),
        deputy=cells.get("deputy") or None,
        duties=tuple(duty.strip() for duty in cells.get("duties", "").split(";") if duty.strip()),
        language=cells.get("language") or "sv",
        place=cells.get("place", ""),
        reference=cells.get("person", ""),
    )
    found.rows.append(PersonRow(line, person, cells.get("username", "").lower(), roles))


def _units(found: PeopleFile, cells: dict[str, str]) -> tuple[str, str]:
    administration = code_of(cells["administration"])
    found.units.setdefault(administration, Unit(administration, cells["administration"]))
    unit = code_of(cells["unit"])
    if unit == administration:
        return administration, unit
    known = found.units.get(unit)
    if known is not None and known.parent != administration:
        unit = f"{administration}-{unit}"
    found.units.setdefault(unit, Unit(unit, cells["unit"], administration))
    return administration, unit


def _fault(cells: dict[str, str], policy: Policy) -> BadInput | None:
    for name in REQUIRED:
        if not cells[name]:
            return BadInput("import-cell-empty", field=name, column=name)
    for name, value in cells.items():
        if len(value) > LONGEST or not value.isprintable():
            return BadInput("import-cell-strange", field=name, column=name)
    if not re.fullmatch(policy.extension_pattern, cells["extension"], re.ASCII):
        return BadInput("import-extension", field="extension", value=cells["extension"][:20])
    if cells["extension"] == policy.switchboard:
        return BadInput("import-extension", field="extension", value=cells["extension"])
    if (fault := _contact_fault(cells)) is not None:
        return fault
    for role in re.split(r"[;, ]+", cells.get("roles") or "employee"):
        if role not in set(Role):
            return BadInput("role-unknown", field="roles", role=role[:20])
    if not code_of(cells["unit"]) or not code_of(cells["administration"]):
        return BadInput("import-cell-strange", field="unit", column="unit")
    return None


def _contact_fault(cells: dict[str, str]) -> BadInput | None:
    for name in ("direct", "mobile"):
        if cells.get(name) and not re.fullmatch(r"\+?[0-9][0-9 ()/\-]{2,24}", cells[name], re.ASCII):
            return BadInput("import-number", field=name, column=name)
    if cells.get("email") and not re.fullmatch(r"[^@\s]+@[^@\s]+", cells["email"]):
        return BadInput("import-email", field="email")
    if cells.get("language") and cells["language"] not in LANGUAGES:
        return BadInput("import-language", field="language", value=cells["language"][:20])
    if cells.get("username") and not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{0,63}", cells["username"].lower(), re.ASCII):
        return BadInput("username-strange", field="username")
    return None


def _check_together(found: PeopleFile) -> None:
    seen: dict[tuple[str, str], int] = {}
    extensions = {row.person.extension for row in found.rows}
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
        deputy = row.person.deputy
        if deputy is not None and deputy not in extensions:
            found.bad.append(BadLine(row.line, BadInput("import-deputy", field="deputy", value=deputy[:20])))
    found.bad.sort(key=lambda bad: bad.line)
