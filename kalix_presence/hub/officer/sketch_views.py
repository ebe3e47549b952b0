"""The sketch as its readers see it: units from the top, with their parts, faults, and the proposals that are theirs to see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kalix_presence import wire
from kalix_presence.hub.board.names import author_name, unit_name
from kalix_presence.hub.officer.rights import below
from kalix_presence.hub.officer.sketch_rights import may_propose_sketch, parts_of
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.access import Caller
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.directory import Person
from kalix_presence.model.sketch import EMPTY, OPEN, Part, Placed, Proposal, Sheet, SketchDuty, steps_of
from kalix_presence.model.sketch_changes import differences
from kalix_presence.model.sketch_faults import Found, faults_of, is_due


@dataclass(frozen=True)
class Drawing:
    """What one administration's sketch is drawn from: `unreachable` are identities of whoever is out of reach now, `day` is
    today where the site is."""

    known: Known
    administration: str
    kept: Mapping[str, Part]
    appointed: Collection[Appointment]
    unreachable: Collection[str]
    day: date
    by_id: Mapping[str, Person] = field(init=False)
    own: Mapping[str, list[Person]] = field(init=False)
    parts: Mapping[str, Part] = field(init=False)

    def __post_init__(self) -> None:
        people = self.known.groups.by_unit.get(self.administration, ())
        own: dict[str, list[Person]] = {}
        for each in people:
            own.setdefault(each.unit, []).append(each)
        for theirs in own.values():
            theirs.sort(key=lambda each: (each.family_name, each.given_name, each.extension))
        object.__setattr__(self, "by_id", {each.id: each for each in people})
        object.__setattr__(self, "own", own)
        units = below(self.known, self.administration)
        object.__setattr__(self, "parts", {code: self._part(code) for code in units})

    def _part(self, unit: str) -> Part:
        """What was accepted, of those who are there still; while nothing was, what the directory says of the unit's people."""
        kept = self.kept.get(unit)
        if kept is None:
            return Part(unit, 0, from_directory(self.own.get(unit, ())))
        return Part(kept.unit, kept.version, kept.sheet.of(self.there), kept.reviewed, kept.reviewed_by, kept.reminded)

    def there(self, one: Placed) -> bool:
        """Whether somebody belongs where they belonged when they were put there."""
        person = self.by_id.get(one.person)
        return person is not None and person.unit == one.unit

    def placed(self) -> set[str]:
        """Everybody who stands somewhere."""
        return {each.person for part in self.parts.values() for each in part.sheet.everybody()}


def from_directory(people: Iterable[Person]) -> Sheet:
    """What the directory says of a unit's own people: their duties; who owns it and who stands in is not known."""
    duties: dict[str, tuple[str, list[Placed]]] = {}
    for each in people:
        for name in each.duties:
            duties.setdefault(name.casefold(), (name, []))[1].append(Placed(each.id, each.unit))
    return Sheet(duties=tuple(SketchDuty(name, "", tuple(holders)) for name, holders in duties.values()))


def sketch_view(drawing: Drawing, caller: Caller, proposals: Iterable[Proposal], *, pbx: bool) -> wire.SketchView:
    """The whole of it. Which proposals somebody sees: who made it, who answers it, and who may propose for the unit."""
    known, placed = drawing.known, drawing.placed()
    units = [_unit(drawing, caller, part, placed) for part in drawing.parts.values()]
    mine = {each.unit for each in units if each.may_propose}
    seen = [
        proposal_view(drawing, caller, one)
        for one in proposals
        if one.unit in drawing.parts and (one.unit in mine or parts_of(known, caller, one, drawing.appointed))
    ]
    name = unit_name(known, drawing.administration)
    return wire.SketchView(drawing.administration, name, units, seen, pbx=pbx)


def _unit(drawing: Drawing, caller: Caller, part: Part, placed: Collection[str]) -> wire.SketchUnit:
    known, unit = drawing.known, drawing.known.units[part.unit]
    own = drawing.own.get(part.unit, ())
    days = known.policy.sketch_review_days
    due = is_due(part.reviewed, drawing.day, days)
    found = faults_of(part.sheet, [each.id for each in own], placed=placed, unreachable=drawing.unreachable, due=due)
    return wire.SketchUnit(
        unit=part.unit,
        name=unit.name,
        parent=unit.parent if unit.parent is not None and part.unit != drawing.administration else "",
        version=part.version,
        sheet=sheet_view(drawing, part.unit, part.sheet),
        members=[wire.SketchPerson(each.extension, each.name) for each in own],
        reviewed=part.reviewed,
        reviewed_by_name=author_name(known, part.reviewed_by) if part.reviewed_by else "",
        faults=[_fault(drawing, part.unit, each) for each in found],
        may_propose=may_propose_sketch(known, caller, part.unit, drawing.appointed, part.sheet.owner),
    )


def proposal_view(drawing: Drawing, caller: Caller, one: Proposal) -> wire.SketchProposalView:
    """A proposal with what it changes of the part as it is now."""
    known, part = drawing.known, drawing.parts.get(one.unit, Part(one.unit, 0, EMPTY))
    sheet = one.sheet.of(drawing.there)
    changes = differences(part.sheet, sheet) if one.state in OPEN else []
    return wire.SketchProposalView(
        id=one.id,
        version=one.version,
        unit=one.unit,
        unit_name=unit_name(known, one.unit),
        since=one.since,
        state=one.state,
        sheet=sheet_view(drawing, one.unit, sheet),
        changes=[
            wire.SketchDifference(each.kind, each.duty, people_view(drawing, one.unit, each.people), each.place)
            for each in changes
        ],
        words=one.words,
        proposed_by_name=author_name(known, one.proposed_by),
        proposed_at=one.proposed_at,
        outdated=one.state in OPEN and one.base != part.version,
        may=steps_of(one, parts_of(known, caller, one, drawing.appointed)),
        answer=one.answer,
        answered_by_name=author_name(known, one.answered_by) if one.answered_by else "",
    )


def sheet_view(drawing: Drawing, unit: str, sheet: Sheet) -> wire.SketchSheet:
    """A sheet by extension and name."""
    owner = people_view(drawing, unit, () if sheet.owner is None else (sheet.owner,))
    duties = [wire.SketchDutyView(each.name, each.place, people_view(drawing, unit, each.people)) for each in sheet.duties]
    return wire.SketchSheet(sheet.place, owner[0] if owner else None, people_view(drawing, unit, sheet.deputies), duties)


def people_view(drawing: Drawing, unit: str, people: Iterable[Placed]) -> list[wire.SketchPerson]:
    """Those of them who are there."""
    return [_person(drawing, unit, each.person) for each in people if each.person in drawing.by_id]


def _person(drawing: Drawing, unit: str, identity: str) -> wire.SketchPerson:
    person = drawing.by_id[identity]
    elsewhere = unit_name(drawing.known, person.unit) if person.unit != unit else ""
    return wire.SketchPerson(person.extension, person.name, elsewhere)


def _fault(drawing: Drawing, unit: str, found: Found) -> wire.SketchFault:
    person = _person(drawing, unit, found.person) if found.person else None
    return wire.SketchFault(found.kind, found.duty, person)
