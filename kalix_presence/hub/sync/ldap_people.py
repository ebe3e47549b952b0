"""What a directory server says of somebody, as the columns of a people file: by the site's mapping or what is usual there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kalix_presence.hub.directory.file_text import Mended
from kalix_presence.hub.directory.people_file import REQUIRED, PeopleFile, PersonRow, row_of_cells
from kalix_presence.hub.site.sync_section import LdapSource
from kalix_presence.hub.sync.ldap_job import Entry, Read
from kalix_presence.hub.sync.reading import Reading
from kalix_presence.hub.sync.runs import left_out
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy

USUAL = {
    "active-directory": {
        "extension": "ipPhone",
        "given_name": "givenName",
        "family_name": "sn",
        "unit": "department",
        "administration": "company",
        "title": "title",
        "direct": "telephoneNumber",
        "mobile": "mobile",
        "email": "mail",
        "username": "sAMAccountName",
        "place": "physicalDeliveryOfficeName",
        "person": "employeeID",
    },
    "openldap": {
        "extension": "telephoneNumber",
        "given_name": "givenName",
        "family_name": "sn",
        "unit": "ou",
        "administration": "o",
        "title": "title",
        "mobile": "mobile",
        "email": "mail",
        "username": "uid",
        "place": "roomNumber",
        "person": "employeeNumber",
    },
}
"""Attributes by column where the site says nothing else."""
FILTERS = {
    "active-directory": "(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))",
    "openldap": "(objectClass=inetOrgPerson)",
}
"""Who is meant where the site says nothing: in an Active Directory everybody whose account is not disabled."""
_OU = re.compile(r"(?:^|,)\s*OU\s*=\s*((?:\\.|[^,\\])+)", re.IGNORECASE)
_BYTES = re.compile(r"(?:\\[0-9A-Fa-f]{2})+")
_ESCAPED = re.compile(r"\\(.)")
_ONCE = ("extension", "username", "person")
"""What two people cannot have at once."""


def mapping(source: LdapSource) -> dict[str, str]:
    """Attributes by column; one that the site maps to "" is not read."""
    return {column: name for column, name in {**USUAL[source.schema], **source.attributes}.items() if name}


def reading_of(read: Read, source: LdapSource, policy: Policy) -> Reading:
    """The people of `read`. Somebody without an extension has no telephone and is nobody's business here; of somebody of whom
    something cannot be used, the rest is taken, and nothing where that is who or where they are."""
    attributes = mapping(source)
    roles = {group: role.value for group, role in source.roles.items()}
    theirs: dict[str, set[str]] = {}
    for group, keys in read.members.items():
        for key in keys:
            theirs.setdefault(key, set()).add(roles[group])
    governed = frozenset(roles.values()) if read.whole else frozenset()
    reading = Reading(PeopleFile(gone=set(read.gone)), whole=read.whole, mark=read.mark)
    for number, entry in enumerate(read.entries, 1):
        cells = _cells(entry, source, attributes, read.base)
        if not cells["extension"]:
            reading.people.gone.add(entry.key)
            continue
        row = _row(reading, number, entry, cells, policy)
        if row is None:
            reading.people.unusable.add(entry.key)
        else:
            held = tuple(sorted(theirs.get(entry.key, ())))
            reading.people.rows.append(replace(row, key=entry.key, roles=held, governed=governed))
    _leave_out_doubles(reading)
    return reading


def unit_path(dn: str, base: str, skipped: Iterable[str]) -> list[str]:
    """The organisational units that `dn` lies in below `base`, the topmost first, without those of names in `skipped`."""
    own, above = _ous(dn), _ous(base)
    below = own[: len(own) - len(above)] if len(own) > len(above) else []
    passed = {name.casefold() for name in skipped}
    return [name for name in reversed(below) if name.casefold() not in passed]


def _cells(entry: Entry, source: LdapSource, attributes: dict[str, str], base: str) -> dict[str, str]:
    cells = {}
    for column, attribute in attributes.items():
        values = entry.values.get(attribute.lower(), [])
        cells[column] = ";".join(values) if column == "duties" else (values[0] if values else "")
    cells.setdefault("extension", "")
    if source.extension_match:
        found = re.search(source.extension_match, re.sub(r"\D", "", cells["extension"]))
        cells["extension"] = found[1] if found is not None else ""
    if "language" in cells:
        cells["language"] = re.split(r"[-_,;]", cells["language"].casefold())[0]
    if source.units == "ou":
        path = unit_path(entry.dn, base, source.ou_skip)
        cells["administration"], cells["unit"] = (path[0], path[-1]) if path else ("", "")
    unit = cells.get("unit") or cells.get("administration") or source.no_unit
    cells["unit"], cells["administration"] = unit, cells.get("administration") or unit
    return cells


def _row(reading: Reading, number: int, entry: Entry, cells: dict[str, str], policy: Policy) -> PersonRow | None:
    mended: list[Mended] = []
    for _ in range(len(cells) + 1):
        row = row_of_cells(number, cells, policy, mended)
        if isinstance(row, PersonRow):
            return row
        reading.left_out.append(left_out(entry.dn, row))
        if row.field is None or row.field in REQUIRED or row.field not in cells:
            return None
        del cells[row.field]  # nothing is said of it: what is known stays
    return None


def _leave_out_doubles(reading: Reading) -> None:
    """Of two who have one extension or one name neither is taken: which of them is right is not for the hub to guess."""
    people = reading.people
    seen: dict[tuple[str, str], list[PersonRow]] = {}
    for row in people.rows:
        for kind, value in zip(_ONCE, (row.person.extension, row.username, row.person.reference), strict=True):
            if value:
                seen.setdefault((kind, value), []).append(row)
    doubled = set[int]()
    for (kind, value), rows in seen.items():
        if len(rows) > 1:
            for row in rows:
                doubled.add(row.line)
                problem = BadInput("import-twice", field=kind, column=kind, value=value, first=rows[0].line)
                reading.left_out.append(left_out(row.key, problem))
                people.unusable.add(row.key)
    people.rows = [row for row in people.rows if row.line not in doubled]


def _ous(dn: str) -> list[str]:
    return [_plain(found) for found in _OU.findall(dn)]


def _plain(text: str) -> str:
    """A value of a DN without its escapes (RFC 4514): bytes by two digits, and signs behind a backslash."""
    whole = _BYTES.sub(lambda found: bytes.fromhex(found[0].replace("\\", "")).decode("utf-8", "replace"), text)
    return _ESCAPED.sub(r"\1", whole).strip()
