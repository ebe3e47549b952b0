"""Who belongs to which unit and has which duty, worked out once for a whole directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kalix_presence.model.directory import Person, Unit


@dataclass(frozen=True, slots=True)
class Groups:
    """`above` names a unit and every unit above it; a unit's people are also those of the units below it. Duties are folded."""

    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_unit: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    by_duty: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)


def grouped(people: Mapping[str, Person], units: Mapping[str, Unit]) -> Groups:
    """The groups of a directory; a unit that is above itself, by a mistake in an import, ends the chain."""
    above = {code: _above(code, units) for code in {*units, *(person.unit for person in people.values())}}
    by_unit: dict[str, list[Person]] = {}
    by_duty: dict[str, list[Person]] = {}
    for person in people.values():
        for code in above[person.unit]:
            by_unit.setdefault(code, []).append(person)
        for duty in dict.fromkeys(map(str.casefold, person.duties)):
            by_duty.setdefault(duty, []).append(person)
    return Groups(
        above,
        {code: tuple(theirs) for code, theirs in by_unit.items()},
        {duty: tuple(theirs) for duty, theirs in by_duty.items()},
    )


def regrouped(groups: Groups, before: Mapping[str, Person], after: Mapping[str, Person], changed: Iterable[str]) -> Groups:
    """The groups of `after`, made from those of `before`, where only the people at `changed` differ; units do not."""
    above = dict(groups.above)
    by_unit, by_duty = dict(groups.by_unit), dict(groups.by_duty)
    lost: dict[str, set[str]] = {}
    won: dict[str, list[Person]] = {}
    duties_lost: dict[str, set[str]] = {}
    duties_won: dict[str, list[Person]] = {}
    for extension in changed:
        old, new = before.get(extension), after.get(extension)
        if old is not None:
            for code in above[old.unit]:
                lost.setdefault(code, set()).add(extension)
            for duty in map(str.casefold, old.duties):
                duties_lost.setdefault(duty, set()).add(extension)
        if new is None:
            continue
        for code in above.setdefault(new.unit, (new.unit,)):
            won.setdefault(code, []).append(new)
        for duty in dict.fromkeys(map(str.casefold, new.duties)):
            duties_won.setdefault(duty, []).append(new)
    for groups_of, gone, come in ((by_unit, lost, won), (by_duty, duties_lost, duties_won)):
        for name in gone.keys() | come.keys():
            left = gone.get(name, set())
            stay = [person for person in groups_of.get(name, ()) if person.extension not in left]
            together = tuple(sorted([*stay, *come.get(name, ())], key=lambda person: person.extension))
            if together:
                groups_of[name] = together
            else:
                groups_of.pop(name, None)
    return Groups(above, by_unit, by_duty)


def _above(code: str, units: Mapping[str, Unit]) -> tuple[str, ...]:
    found: list[str] = []
    next_one: str | None = code
    while next_one is not None and next_one not in found:
        found.append(next_one)
        unit = units.get(next_one)
        next_one = unit.parent if unit is not None else None
    return tuple(found)
