"""A change of a unit's part of the sketch while it is made: each step gives a new draft, the one before is its undo. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

OWNER, DEPUTIES = "owner", "deputies"
"""Where somebody stands, beside the number of a duty (from 0)."""
Stand = int | str


@dataclass(frozen=True, slots=True)
class DraftDuty:
    """A duty as it is to be; `people` are extensions, the first answers first."""

    name: str
    place: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a unit's part is to say. People are extensions; `owner` "" is nobody."""

    place: str = ""
    owner: str = ""
    deputies: tuple[str, ...] = ()
    duties: tuple[DraftDuty, ...] = ()

    def people_at(self, stand: Stand) -> tuple[str, ...]:
        """Who stands there, in order."""
        if stand == OWNER:
            return (self.owner,) if self.owner else ()
        return self.duties[stand].people if isinstance(stand, int) else self.deputies

    def with_people(self, stand: Stand, people: Sequence[str]) -> Draft:
        """These and no others stand there, each once; of owners there is one."""
        unique = tuple(dict.fromkeys(people))
        if stand == OWNER:
            return replace(self, owner=unique[0] if unique else "")
        if isinstance(stand, int):
            return self._with_duty(stand, lambda duty: replace(duty, people=unique))
        return replace(self, deputies=unique)

    def put(self, stand: Stand, extension: str, at: int | None = None) -> Draft:
        """Somebody stands there too, at `at` (from 0), or last; as owner in the place of whoever was it."""
        if stand == OWNER:
            return replace(self, owner=extension)
        others = [each for each in self.people_at(stand) if each != extension]
        place = len(others) if at is None else max(0, min(at, len(others)))
        return self.with_people(stand, [*others[:place], extension, *others[place:]])

    def taken(self, stand: Stand, extension: str) -> Draft:
        """Somebody stands there no longer."""
        return self.with_people(stand, [each for each in self.people_at(stand) if each != extension])

    def moved(self, stand: Stand, extension: str, to: Stand, at: int | None = None) -> Draft:
        """Somebody goes from one place to another."""
        return (self.taken(stand, extension) if stand != to else self).put(to, extension, at)

    def shifted(self, stand: Stand, extension: str, by: int) -> Draft:
        """Somebody answers earlier (-1) or later (1); the same draft at an end of the row."""
        people = self.people_at(stand)
        there = people.index(extension) + by
        return self.put(stand, extension, there) if 0 <= there < len(people) else self

    def duty_put(self, duty: DraftDuty, at: int | None = None) -> Draft:
        """A duty more, at `at` (from 0), or last."""
        place = len(self.duties) if at is None else max(0, min(at, len(self.duties)))
        return replace(self, duties=(*self.duties[:place], duty, *self.duties[place:]))

    def duty_taken(self, number: int) -> Draft:
        """A duty less."""
        return replace(self, duties=tuple(each for at, each in enumerate(self.duties) if at != number))

    def duty_moved(self, number: int, there: int) -> Draft:
        """A duty stands elsewhere in the list; the same draft where that is beyond an end."""
        if not 0 <= there < len(self.duties):
            return self
        return self.duty_taken(number).duty_put(self.duties[number], there)

    def duty_named(self, number: int, name: str, place: str) -> Draft:
        """A duty is called otherwise, or done elsewhere."""
        return self._with_duty(number, lambda duty: replace(duty, name=name, place=place))

    def number_of(self, name: str) -> int | None:
        """Which duty is called so, whatever the letters' case; None for none."""
        found = (at for at, duty in enumerate(self.duties) if duty.name.casefold() == name.strip().casefold())
        return next(found, None)

    def _with_duty(self, number: int, change: Callable[[DraftDuty], DraftDuty]) -> Draft:
        return replace(self, duties=tuple(change(duty) if at == number else duty for at, duty in enumerate(self.duties)))
