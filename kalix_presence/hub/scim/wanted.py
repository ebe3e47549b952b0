"""What a pushed person would be in the directory: the columns of a people file, judged as those are, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kalix_presence.hub.directory.people_file import REQUIRED, PersonRow, row_of_cells
from kalix_presence.hub.directory.unit_paths import UnitPath, same_path
from kalix_presence.hub.scim.schemas import ENTERPRISE, OWN
from kalix_presence.hub.site.scim_section import ScimSection
from kalix_presence.hub.store.scim_resources import Pushed
from kalix_presence.model.directory import Unit
from kalix_presence.model.policy import Policy
from kalix_presence.model.words import LANGUAGES

NO_EXTENSION, NO_NAME, NO_UNIT = "no-extension", "no-name", "no-unit"
_TROUBLES = {"extension": NO_EXTENSION, "unit": NO_UNIT, "administration": NO_UNIT}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`row` is None where the person cannot be in the directory, and `trouble` says why; `left_out` are columns with something
    in them that cannot be used: what is known stays there."""

    row: PersonRow | None
    trouble: str = ""
    left_out: tuple[str, ...] = ()


def wanted_of(
    pushed: Pushed, teams: Collection[str], section: ScimSection, policy: Policy, units: Mapping[str, Unit]
) -> Wanted:
    """`teams` are the groups that the person is in, by name (small letters) and by the service's id."""
    body = pushed.body
    said = {column: text for column, text in _columns(body, section).items() if text}
    # What the service has told once and tells no longer is taken away; what it never told stays as somebody has it.
    cells = {**dict.fromkeys(pushed.said - {"username", "person", "language"}, ""), **said}
    path = _path(body, teams, section, units)
    if not said.get("extension"):
        return Wanted(None, NO_EXTENSION)
    if not (said.get("given_name") and said.get("family_name")):
        return Wanted(None, NO_NAME)
    if not path:
        return Wanted(None, NO_UNIT)
    cells |= {"administration": path[0], "unit": path[-1]}
    left_out: list[str] = []
    while True:
        row = row_of_cells(0, cells, policy, [])
        if isinstance(row, PersonRow):
            return Wanted(replace(row, path=path), left_out=tuple(sorted(left_out)))
        column = row.field or ""
        if column in REQUIRED or column not in cells:
            return Wanted(None, _TROUBLES.get(column, NO_NAME))
        left_out.append(column)
        del cells[column]


def path_of(text: str) -> UnitPath:
    """A unit's path as it is written: "Samhällsbyggnad/Bygglov"."""
    return tuple(part for each in text.split("/") if (part := " ".join(each.split())))


def _columns(body: Mapping[str, Any], section: ScimSection) -> dict[str, str]:
    enterprise, own = _dict(body.get(ENTERPRISE)), _dict(body.get(OWN))
    name = _dict(body.get("name"))
    given, family = _names(name, _text(body.get("displayName")))
    work, mobile = _chosen(body.get("phoneNumbers"), "work"), _typed(body.get("phoneNumbers"), "mobile")
    language = _text(body.get("preferredLanguage")).lower()[:2]
    return {
        "extension": _text(own.get("extension")) or _last_digits(work, section.extension_digits),
        "given_name": given,
        "family_name": family,
        "title": _text(body.get("title")),
        "direct": work,
        "mobile": mobile,
        "email": _chosen(body.get("emails"), "work", primary=True),
        "username": _text(body.get("userName")),
        "duties": _text(own.get("duties")),
        "place": _text(own.get("place")),
        "person": _text(enterprise.get("employeeNumber")),
        "language": language if language in LANGUAGES else "",
    }


def _names(name: Mapping[str, Any], shown: str) -> tuple[str, str]:
    given, family = _text(name.get("givenName")), _text(name.get("familyName"))
    if given and family:
        return given, family
    words = (_text(name.get("formatted")) or shown).split()
    return (given or " ".join(words[:-1]), family or words[-1]) if len(words) > 1 else (given, family)


def _path(body: Mapping[str, Any], teams: Collection[str], section: ScimSection, units: Mapping[str, Unit]) -> UnitPath:
    """By the unit that the service names, by a group, by the department, or the site's own for whoever has none."""
    if own := path_of(_text(_dict(body.get(OWN)).get("unit"))):
        return own
    for team, path in section.units.items():
        if team in teams or team.casefold() in teams:
            return path_of(path)
    enterprise = _dict(body.get(ENTERPRISE))
    department = _text(enterprise.get("department"))
    above = _text(enterprise.get("division")) or _text(enterprise.get("organization"))
    if department:
        if not above and (known := _known(department, units)):
            return known
        above = above or section.administration
        return (above, department) if above else (department,)
    return (above,) if above else path_of(section.unit)


def _known(department: str, units: Mapping[str, Unit]) -> UnitPath:
    """The path of the one unit that is called so; () where none is, or several are."""
    wanted = same_path((department,))
    found = [unit for unit in units.values() if same_path((unit.name,)) == wanted]
    if len(found) != 1:
        return ()
    path: list[str] = []
    at: Unit | None = found[0]
    while at is not None and len(path) < len(units):
        path.insert(0, at.name)
        at = units.get(at.parent or "")
    return tuple(path)


def _chosen(values: Any, kind: str, *, primary: bool = False) -> str:
    """The value of that type, else the `primary` one, else the first without any type."""
    listed = [each for each in values if isinstance(each, Mapping)] if isinstance(values, list) else []
    untyped = [each for each in listed if not each.get("type")]
    ways = (
        _typed(listed, kind),
        *(_text(each.get("value")) for each in listed if primary and each.get("primary") is True),
        *(_text(each.get("value")) for each in untyped),
    )
    return next((text for text in ways if text), "")


def _typed(values: Any, kind: str) -> str:
    listed = values if isinstance(values, list) else []
    found = (
        _text(each.get("value")) for each in listed if isinstance(each, Mapping) and _text(each.get("type")).casefold() == kind
    )
    return next(filter(None, found), "")


def _last_digits(number: str, wanted: int) -> str:
    digits = re.sub(r"\D", "", number)
    return digits[-wanted:] if wanted and len(digits) >= wanted else ""


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
