"""A published period: what was counted by unit, and which sums may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

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
    """`period` as it is written ("2026-10"); `units` by code, the whole organisation as ROOT; `published` may be shown."""

    period: str
    units: dict[str, UnitCounts]
    published: list[str]


def below(frame: Frame, unit: str) -> list[str]:
    """The unit and every unit under it."""
    children: dict[str, list[str]] = {}
    for code, each in frame.units.items():
        if each.parent is not None:
            children.setdefault(each.parent, []).append(code)
    found = [unit]
    for code in found:  # grows as it is walked
        found += [child for child in children.get(code, ()) if child not in found]
    return found


def summed(frame: Frame, unit: str) -> UnitCounts:
    """What was counted of the unit and all below it: what is shown of it. Raises KeyError for what may not be shown."""
    if unit not in frame.published:
        raise KeyError(unit)
    own = frame.units[unit]
    codes = below(frame, unit)
    found = UnitCounts(own.name, own.parent, sum(frame.units[code].people for code in codes))
    for code in codes:
        _add(found.counts, frame.units[code].counts)
        for counter, hours in frame.units[code].hours.items():
            _add(found.hours.setdefault(counter, {}), hours)
    return found


def shown_parent(frame: Frame, unit: str) -> str | None:
    """The nearest unit above that is shown; None for the whole organisation."""
    parent = frame.units[unit].parent
    seen = {unit}
    while parent is not None and parent not in frame.published and parent not in seen:
        seen.add(parent)
        parent = frame.units[parent].parent if parent in frame.units else ROOT
    return parent


def _add(into: dict[str, int], counts: dict[str, int]) -> None:
    items: Iterable[tuple[str, int]] = counts.items()
    for key, count in items:
        into[key] = into.get(key, 0) + count
