"""Editing somebody by hand: their source does not change it again until it is given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kalix_presence.hub.directory.attributes import COLUMNS, EDITABLE, source_of, value_of, with_value
from kalix_presence.hub.directory.file_text import Mended
from kalix_presence.hub.directory.people_file import row_of_cells
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.people import is_there, put_person, read_person, read_units, touch_directory
from kalix_presence.hub.store.sources import HandEdit, Origin, end_edit, put_edit, read_origin
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput, Conflict, NotFound
from kalix_presence.model.policy import Policy

HAND = "hand"


@dataclass(frozen=True, slots=True)
class Attribute:
    """What stands in a column of somebody, and who said so: `source` "hand", "file", one of the site's, or "" where it is not
    known. `offered` is what the source would have there, where it was edited by hand."""

    column: str
    value: str
    source: str
    edit: HandEdit | None = None


def attributes_of(person: Person, origin: Origin, order: Sequence[str]) -> list[Attribute]:
    """Each column of `person`, in the order of the people file."""
    found = []
    for column in COLUMNS:
        edit = origin.hand.get(column)
        source = HAND if edit is not None else source_of(origin, column, order)
        found.append(Attribute(column, value_of(person, column), source, edit))
    return found


def edit_person(
    change: Transaction, extension: str, column: str, text: str, *, order: Sequence[str], policy: Policy, now: datetime, by: str
) -> Person:
    """Let `text` stand in `column` of whoever holds `extension`, from now on whatever their source says. A unit by its code.

    Raises NotFound `extension-unknown`, BadInput `attribute-unknown`, `unit-unknown`, or as a line of a people file.
    """
    person = _person(change, extension)
    units = read_units(change.sql)
    if column not in EDITABLE:
        raise BadInput("attribute-unknown", field="column", column=column[:40], columns=", ".join(EDITABLE))
    after = with_value(person, column, _judged(person, column, text, units, policy), units)
    if column == "deputy" and after.deputy is not None and not is_there(change.sql, after.deputy):
        raise BadInput("import-deputy", field="deputy", value=after.deputy[:20])
    origin = read_origin(change.sql, person.id)
    before = origin.hand.get(column)
    known = before.offered if before is not None else None
    if before is None and source_of(origin, column, order):
        known = value_of(person, column)
    put_edit(change, person.id, column, HandEdit(known, now, by))
    put_person(change, after)
    touch_directory(change, {extension})
    return after


def take_back(change: Transaction, extension: str, column: str) -> tuple[Person, bool]:
    """Give `column` to its source again: what that said last stands there at once; True. Where no source has said anything, it
    stays until one does; False.

    Raises NotFound `extension-unknown`, Conflict `not-edited`.
    """
    person = _person(change, extension)
    edit = read_origin(change.sql, person.id).hand.get(column)
    if edit is None or not end_edit(change, person.id, column):
        raise Conflict("not-edited", field="column", column=column[:40], extension=extension)
    units = read_units(change.sql)
    offered = edit.offered
    gone = column == "unit" and offered not in units
    gone = gone or (column == "deputy" and bool(offered) and not is_there(change.sql, offered or ""))
    after = person if offered is None or gone else with_value(person, column, offered, units)
    put_person(change, after)
    touch_directory(change, {extension})
    return after, offered is not None and not gone


def _judged(person: Person, column: str, text: str, units: dict[str, Unit], policy: Policy) -> str:
    """`text` as a line of a people file would have it."""
    if column == "unit":
        if text not in units:
            raise BadInput("unit-unknown", field="unit", unit=text[:40])
        return text
    cells = {"extension": person.extension, "given_name": "A", "family_name": "B", "unit": "C", "administration": "C"}
    mended: list[Mended] = []
    row = row_of_cells(0, {**cells, column: text}, policy, mended)
    if isinstance(row, BadInput):
        raise row
    if column == "language" and not row.person.language:
        raise BadInput("import-language", field="language", value="")
    return value_of(replace(row.person), column)


def _person(change: Transaction, extension: str) -> Person:
    person = read_person(change.sql, extension)
    if person is None:
        raise NotFound("extension-unknown", extension=extension)
    return person
