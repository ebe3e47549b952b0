"""A published period: what was counted by unit, and which sums may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from kalix_presence.model.quality.publishing import ROOT


@dataclass(slots=True)
class UnitCounts:
    """What was counted of a unit's own people (not of those below it). `people` is the fewest it held itself on any day;
    `hours` holds, by counter, counts by weekday * 24 + hour of the wall clock."""

    name: str
    parent: str | None
    people: int
    counts: dict[str, int] = field(default_factory=dict)
    hours: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """`period` as it is written ("2026-10"); `units` by code, the whole organisation as ROOT; `published` may be shown, but
    not those figures of a measure that `withheld` names, by its key."""

    period: str
    units: dict[str, UnitCounts]
    published: list[str]
    withheld: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class UnitTotals:
    """A `UnitCounts` read without its hours, which are most of it."""

    name: str
    parent: str | None
    people: int
    counts: dict[str, int] = field(default_factory=dict)
    hours: ClassVar[Mapping[str, dict[str, int]]] = {}


@dataclass(frozen=True, slots=True)
class FrameTotals:
    """A `Frame` read without its hours."""

    period: str
    units: dict[str, UnitTotals]
    published: list[str]
    withheld: dict[str, list[str]] = field(default_factory=dict)


class Tree:
    """What hangs under what in `frame`; made once, however many units are looked at."""

    def __init__(self, frame: Frame | FrameTotals) -> None:
        self._frame = frame
        self._children: dict[str, list[str]] = {}
        units: Mapping[str, UnitCounts | UnitTotals] = frame.units
        for code, each in sorted(units.items(), key=lambda item: item[1].name):
            if each.parent is not None:
                self._children.setdefault(each.parent, []).append(code)

    def below(self, unit: str) -> list[str]:
        """The unit and every unit under it, each before those that are under it, by name."""
        found: dict[str, None] = {}
        waiting = [unit]
        while waiting:
            code = waiting.pop()
            if code not in found:
                found[code] = None
                waiting += reversed(self._children.get(code, []))
        return list(found)

    def summed(self, unit: str) -> UnitCounts:
        """What was counted of the unit and all below it: what is shown of it. Raises KeyError for what may not be shown."""
        frame = self._frame
        if unit not in frame.published:
            raise KeyError(unit)
        own, codes = frame.units[unit], self.below(unit)
        found = UnitCounts(own.name, own.parent, sum(frame.units[code].people for code in codes))
        for code in codes:
            _add(found.counts, frame.units[code].counts)
            for counter, hours in frame.units[code].hours.items():
                _add(found.hours.setdefault(counter, {}), hours)
        return found

    def withheld(self, unit: str) -> frozenset[str]:
        """The measures of which nothing is said for the unit: they may be one person's by more than half."""
        return frozenset(key for key, units in self._frame.withheld.items() if unit in units)

    def shown_parent(self, unit: str) -> str | None:
        """The nearest unit above that is shown; None for the whole organisation."""
        units, shown = self._frame.units, self._frame.published
        parent = units[unit].parent
        seen = {unit}
        while parent is not None and parent not in shown and parent not in seen:
            seen.add(parent)
            parent = units[parent].parent if parent in units else ROOT
        return parent


def _add(into: dict[str, int], counts: Mapping[str, int]) -> None:
    for key, count in counts.items():
        into[key] = into.get(key, 0) + count
