"""Whom the grid shows: in, away, on the phone, overdue, favourites, and of which unit. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kalix_presence import wire
from kalix_presence.model.line import LineState

if TYPE_CHECKING:
    from kalix_presence.model.finding import Steps


class Show(StrEnum):
    """A filter that is on or off."""

    IN = "in"
    AWAY = "away"
    ON_PHONE = "on_phone"
    OVERDUE = "overdue"
    FAVOURITES = "favourites"


STATES = (Show.IN, Show.AWAY, Show.ON_PHONE, Show.OVERDUE)
"""These say how somebody stands: several of them show whoever fits any."""


@dataclass(frozen=True, slots=True)
class Filters:
    """`shows` are the filters that are on; `units` the codes to keep to, empty for all."""

    shows: frozenset[Show] = frozenset()
    units: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Whether somebody may be left out."""
        return bool(self.shows or self.units)

    def toggled(self, show: Show) -> Filters:
        """With this filter the other way."""
        return replace(self, shows=self.shows ^ {show})

    def kept(
        self,
        extensions: Iterable[str],
        standings: Mapping[str, wire.Standing],
        favourites: Container[str],
    ) -> list[str]:
        """Those of `extensions` whom `shows` lets through, in the same order."""
        found = list(extensions)
        if Show.FAVOURITES in self.shows:
            found = [each for each in found if each in favourites]
        states = self.shows.intersection(STATES)
        if states:
            found = [each for each in found if _stands(standings.get(each), states)]
        return found


def _stands(standing: wire.Standing | None, states: frozenset[Show]) -> bool:
    if standing is None:
        return False
    away = standing.absence is not None
    return (
        (Show.AWAY in states and away)
        or (Show.OVERDUE in states and standing.overdue)
        or (Show.ON_PHONE in states and standing.line is LineState.BUSY)
        or (Show.IN in states and not away and standing.line is not LineState.UNKNOWN)
    )


@dataclass(frozen=True, slots=True)
class Branch:
    """An administration, its units by name, and how many people each has."""

    administration: str
    name: str
    units: tuple[tuple[str, str, int], ...]
    """Code, name, people."""

    @property
    def people(self) -> int:
        """Everybody in it."""
        return sum(count for *_, count in self.units)

    @property
    def codes(self) -> frozenset[str]:
        """The units' codes."""
        return frozenset(code for code, *_ in self.units)


def tree(people: Iterable[wire.PersonView]) -> list[Branch]:
    """Administrations and their units, by name."""
    from kalix_presence.model.finding import finished

    return finished(tree_in_steps(people))


def tree_in_steps(people: Iterable[wire.PersonView]) -> Steps[list[Branch]]:
    """The same, a step at a time."""
    from kalix_presence.model.finding import PORTION  # no icon that nobody has clicked needs a finder

    counts: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    for at, person in enumerate(people):
        if not at % PORTION:
            yield
        names[person.administration] = person.administration_shown
        names[person.unit] = person.unit_name or person.unit
        counts.setdefault(person.administration, Counter())[person.unit] += 1
    return [
        Branch(administration, names[administration], _by_name((code, names[code], count) for code, count in units.items()))
        for administration, units in sorted(counts.items(), key=lambda branch: names[branch[0]])
    ]


def _by_name(units: Iterable[tuple[str, str, int]]) -> tuple[tuple[str, str, int], ...]:
    return tuple(sorted(units, key=lambda unit: unit[1]))
