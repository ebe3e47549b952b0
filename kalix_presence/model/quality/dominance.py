"""Which units' figures of a measure are withheld because one person may have more than half of them.

Nobody's counts are kept. While the hub runs it knows in memory how much each person has added to a counter since a *stretch*
began (a start of the hub, or of a week or month), and writes down of each unit one number: the most that anybody who added to
it had then, whoever that was. In a unit, or in what is left of one beside the units below it that are shown, a person has at
the most the sum, over the stretches, of the largest such number of its units; also one who moved between them. What was
counted while nothing was noted may all be one person's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from kalix_presence.model.quality.publishing import ROOT


@dataclass(slots=True)
class Added:
    """What a unit's own people added to a counter in a period: `total` in all; by stretch the `most` that one of them had
    added, there or anywhere, and how much of the total was `noted` so."""

    total: int = 0
    most: dict[str, int] = field(default_factory=dict)
    noted: int = 0


def withheld(shown: Collection[str], parents: Mapping[str, str], added: Mapping[str, Added]) -> frozenset[str]:
    """Of the units `shown` (ROOT among them) those whose figure is held back, so that no sum or difference of the others is one
    person's by more than half. `parents` are those of all units."""
    if ROOT not in shown:
        return frozenset(shown)
    tree = _Tree(parents, added)
    kept = {ROOT}
    if not tree.fits(ROOT, kept):
        return frozenset(shown)
    level = [ROOT]
    while level:
        below = [child for unit in level for child in tree.children.get(unit, ())]
        for unit in sorted(below, key=lambda each: (-tree.all_of(each), each)):
            if unit not in shown:
                continue
            above = tree.kept_above(unit, kept)
            kept.add(unit)
            if not (tree.fits(unit, kept) and tree.fits(above, kept)):
                kept.discard(unit)
        level = below
    return frozenset(shown) - kept


def most_of_one(parts: Iterable[Added]) -> int:
    """The most that one person can have of `parts`, units that do not overlap."""
    stretches: dict[str, int] = {}
    unknown = 0
    for part in parts:
        unknown += max(0, part.total - part.noted)
        for stretch, most in part.most.items():
            stretches[stretch] = max(stretches.get(stretch, 0), most)
    return unknown + sum(stretches.values())


class _Tree:
    def __init__(self, parents: Mapping[str, str], added: Mapping[str, Added]) -> None:
        self._parents, self._added = parents, added
        self.children: dict[str, list[str]] = {}
        for unit, parent in parents.items():
            self.children.setdefault(parent, []).append(unit)
        self._sums: dict[str, int] = {}

    def all_of(self, unit: str) -> int:
        """What was added in the unit and all below it."""
        if unit not in self._sums:
            own = self._added.get(unit)
            self._sums[unit] = (own.total if own else 0) + sum(map(self.all_of, self.children.get(unit, ())))
        return self._sums[unit]

    def fits(self, unit: str, kept: Collection[str]) -> bool:
        """Whether nobody can have more than half of what is left of `unit` beside the units below it that are kept."""
        parts, waiting = [], [unit]
        while waiting:
            one = waiting.pop()
            if one in self._added:
                parts.append(self._added[one])
            waiting += [child for child in self.children.get(one, ()) if child not in kept]
        return 2 * most_of_one(parts) <= sum(part.total for part in parts)

    def kept_above(self, unit: str, kept: Collection[str]) -> str:
        """The nearest unit above that is kept."""
        above = self._parents.get(unit, ROOT)
        while above != ROOT and above not in kept:
            above = self._parents.get(above, ROOT)
        return above
