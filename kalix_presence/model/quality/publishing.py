"""Which units a period's report may show, so that no combination of reports says anything of fewer than five people.

A unit's figures are sums over its people, those of the units below it among them. Whatever is published can be subtracted: a
unit minus the published units below it leaves an *atom*, the people whom no smaller published sum covers. Every figure that can
be reckoned from the reports is a sum over whole atoms, so it is enough that each atom of each day holds at least `FEWEST`
people, or nobody at all.

Periods overlap (a week lies in one month or in two), so an atom is one of all that is published about a day: what is published
later is looked at beside what was published earlier. Published is published; only what comes later can be held back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FEWEST = 5
"""People that every figure says something of, at the least."""

ROOT = ""
"""The whole organisation: parent of every unit without one."""


@dataclass(frozen=True, slots=True)
class People:
    """How many people a unit itself held during a day (those of the units below it not among them): `fewest` at any moment, and
    `most`."""

    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Day:
    """How the organisation stood on a day: each unit's parent (ROOT when it has none), and its own people."""

    parents: Mapping[str, str]
    people: Mapping[str, People]


Published = frozenset[str]


def publish(days: Iterable[Day], earlier: Mapping[int, Iterable[Published]]) -> Published:
    """The units (and ROOT) whose sums over `days` may be shown.

    `earlier` holds, by the index of a day, what other periods with that day in them have published already. A unit that stood
    elsewhere on one of the days is not shown by itself: its people are those of whatever holds it.
    """
    stands = [_Standing(day, [frozenset(each) for each in earlier.get(index, ())]) for index, day in enumerate(days)]
    if not stands:
        return frozenset()
    stands = _distinct(stands)
    if not all(stand.may_add(ROOT) for stand in stands):
        return frozenset()
    for stand in stands:
        stand.add(ROOT)
    chosen = {ROOT}
    steady = _steady(stands)
    # From above, the largest first: what is left of a unit beside those of its parts that are shown hides the smaller ones.
    level = [unit for unit in steady if stands[0].parent(unit) == ROOT]
    while level:
        below: list[str] = []
        for unit in sorted(level, key=lambda each: (-min(stand.fewest(each) for stand in stands), each)):
            if all(stand.may_add(unit) for stand in stands):
                for stand in stands:
                    stand.add(unit)
                chosen.add(unit)
            below += [child for child in stands[0].children.get(unit, ()) if child in steady]
        level = below
    return frozenset(chosen)


class _Standing:
    """One day's tree with what is published about it."""

    def __init__(self, day: Day, earlier: list[Published]) -> None:
        self.day = day
        self.shown: set[str] = set().union(*earlier)
        self.children: dict[str, list[str]] = {}
        for unit, parent in day.parents.items():
            self.children.setdefault(parent, []).append(unit)
        self._fewest: dict[str, int] = {}

    def same_as(self, other: _Standing) -> bool:
        """Whether what holds for one of the days holds for the other."""
        return self.shown == other.shown and self.day == other.day

    def parent(self, unit: str) -> str | None:
        """The unit above; None when there was no such unit."""
        return self.day.parents.get(unit)

    def fewest(self, unit: str) -> int:
        """The least number of people that the unit and all below it held."""
        if unit not in self._fewest:
            own = self.day.people.get(unit)
            self._fewest[unit] = (own.fewest if own else 0) + sum(map(self.fewest, self.children.get(unit, ())))
        return self._fewest[unit]

    def atom(self, unit: str) -> People:
        """The unit's people whom no published unit below it covers."""
        own = self.day.people.get(unit, People(0, 0))
        fewest, most = own.fewest, own.most
        waiting = list(self.children.get(unit, ()))
        while waiting:
            below = waiting.pop()
            if below in self.shown:
                continue
            part = self.day.people.get(below, People(0, 0))
            fewest, most = fewest + part.fewest, most + part.most
            waiting += self.children.get(below, ())
        return People(fewest, most)

    def may_add(self, unit: str) -> bool:
        """Whether every atom is still large enough, or empty, once the unit is shown."""
        if unit in self.shown:
            return self._enough(self.atom(unit))
        self.shown.add(unit)
        try:
            above = self._shown_above(unit)
            return self._enough(self.atom(unit)) and (above is None or self._enough(self.atom(above)))
        finally:
            self.shown.discard(unit)

    def add(self, unit: str) -> None:
        """Show it."""
        self.shown.add(unit)

    def _shown_above(self, unit: str) -> str | None:
        seen = {unit}
        above = None if unit == ROOT else self.day.parents.get(unit, ROOT)
        while above is not None and above not in self.shown:
            if above == ROOT or above in seen:
                return None
            seen.add(above)
            above = self.day.parents.get(above, ROOT)
        return above

    @staticmethod
    def _enough(atom: People) -> bool:
        return atom.fewest >= FEWEST or atom.most == 0


def _distinct(stands: list[_Standing]) -> list[_Standing]:
    """One for each way in which the days stood: most days stand as the day before."""
    found: list[_Standing] = []
    for stand in stands:
        if not any(stand.same_as(other) for other in found):
            found.append(stand)
    return found


def _steady(stands: list[_Standing]) -> set[str]:
    """Units that stood under the same units on every day; of them alone a sum over the days means one thing."""
    first = stands[0]
    steady: set[str] = set()
    for unit in first.day.parents:
        if all(_way_up(stand, unit) == _way_up(first, unit) for stand in stands[1:]):
            steady.add(unit)
    return steady


def _way_up(stand: _Standing, unit: str) -> tuple[str, ...] | None:
    way: list[str] = []
    at: str | None = unit
    while at is not None and at != ROOT and at not in way:
        if at not in stand.day.parents:
            return None
        way.append(at)
        at = stand.day.parents[at]
    return tuple(way)
