"""Whose each attribute of a person is: what a source may not change, because somebody edited it or a source before it says it.

Columns are called as in the people file. Of two sources that say the same of somebody the one that the site names first is
believed; a file that is imported by hand comes after them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kalix_presence.hub.store.sources import FILE, NOWHERE, Origin
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput

EDITABLE = ("given_name", "family_name", "unit", "title", "direct", "mobile", "email", "deputy", "duties", "language", "place")
"""What may be edited by hand. Who somebody is (extension, user name, reference) is not an attribute of theirs."""
COLUMNS = (*EDITABLE, "person")
_FIELDS = {"person": "reference"}


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which `source` speaks, and the site's sources in the order in which they are believed."""

    source: str = FILE
    order: tuple[str, ...] = ()

    def rank(self, source: str) -> int | None:
        """The smaller the sooner believed; None for a source that the site no longer has."""
        if source == FILE:
            return len(self.order)
        return self.order.index(source) if source in self.order else None

    def before(self, origin: Origin) -> list[str]:
        """Those of somebody's sources that are believed before this one."""
        own = self.rank(self.source)
        ranks = {one: self.rank(one) for one in origin.claims if one != self.source}
        return [one for one, rank in ranks.items() if rank is not None and (own is None or rank < own)]

    def others(self, origin: Origin) -> bool:
        """Whether somebody is another source's and not this one's. Of whom no source is known, they are the file's."""
        known = [one for one in origin.claims if self.rank(one) is not None]
        return self.source not in known and bool(known or self.source != FILE)

    def decides(self, origin: Origin) -> bool:
        """Whether somebody is gone when this source no longer names them."""
        return not self.others(origin) and not self.before(origin)


def field_of(column: str) -> str:
    """What `column` is called of a person."""
    return _FIELDS.get(column, column)


def value_of(person: Person, column: str) -> str:
    """What stands in `column` of a people file, a unit by its code."""
    value = getattr(person, field_of(column))
    return ";".join(value) if isinstance(value, tuple) else str(value or "")


def with_value(person: Person, column: str, text: str, units: Mapping[str, Unit]) -> Person:
    """`person` with `text` in `column`. Raises BadInput `attribute-unknown` or `unit-unknown`."""
    if column == "unit":
        return replace(person, unit=text, administration=_administration(text, units))
    if column not in COLUMNS:
        raise BadInput("attribute-unknown", field="column", column=column[:40], columns=", ".join(EDITABLE))
    if column == "duties":
        return replace(person, duties=tuple(duty.strip() for duty in text.split(";") if duty.strip()))
    if column == "deputy":
        return replace(person, deputy=text or None)
    plain: dict[str, Any] = {field_of(column): text}
    return replace(person, **plain)


def fixed_columns(origin: Origin, precedence: Precedence) -> set[str]:
    """The columns of somebody that the source may not change."""
    said = (origin.claims[one].columns for one in precedence.before(origin))
    return set(origin.hand).union(*said)


def as_its_source_says(person: Person, origin: Origin) -> Person:
    """`person` with the names and the address that a source gave them, where those were edited by hand: it knows no others."""
    offered = {column: edit.offered for column, edit in origin.hand.items() if edit.offered is not None}
    return replace(
        person,
        given_name=offered.get("given_name", person.given_name),
        family_name=offered.get("family_name", person.family_name),
        email=offered.get("email", person.email),
    )


def source_of(origin: Origin, column: str, order: Sequence[str]) -> str:
    """Who has said what stands in `column` now: "" where that is not known. Not asked of what was edited by hand."""
    precedence = Precedence(FILE, tuple(order))
    said = [one for one, claim in origin.claims.items() if column in claim.columns]
    known = [(rank, one) for one in said if (rank := precedence.rank(one)) is not None]
    return min(known)[1] if known else ""


def _administration(code: str, units: Mapping[str, Unit]) -> str:
    there = units.get(code)
    if there is None:
        raise BadInput("unit-unknown", field="unit", unit=code[:40])
    for _ in range(len(units)):
        if there.parent is None or there.parent not in units:
            break
        there = units[there.parent]
    return there.code


Origins = Mapping[str, Origin]
"""By identity."""


def origin_of(origins: Origins, person: Person) -> Origin:
    """That of `person`; of whom nothing is known, from nowhere."""
    return origins.get(person.id, NOWHERE)
