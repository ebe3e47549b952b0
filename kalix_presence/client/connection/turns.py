"""Which of a server's addresses is asked next: the one that answered last, else another by chance, so that clients spread.

Nothing here is asked or waited for; times are seconds of `clock`, a steady one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

REST = 4.0
"""Seconds, at most, for which an address that did not answer is asked after all the others."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address, and what DNS says of it: one of a lower `priority` first, of one priority the heavier ones more often."""

    address: str
    priority: int = 0
    weight: int = 1


@dataclass(slots=True)
class _Rest:
    until: float = 0.0
    asked: float = 0.0
    """Until when the hub itself asked to be left alone."""


class Turns:
    """The places of one server and whose turn it is, which is nobody's as long as there is none.

    `first` is the address that answered when the program ran last. `chance` gives a number from 0 to 1.
    """

    def __init__(
        self,
        places: Iterable[Place] = (),
        *,
        first: str = "",
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._clock, self._chance, self._first = clock, chance, first
        self._places: dict[str, Place] = {}
        self._rests: dict[str, _Rest] = {}
        self.at = ""
        """Where the next request goes."""
        self.set_places(places)

    def set_places(self, places: Iterable[Place]) -> None:
        """These there are from now on. Whose turn it is stays, as long as it is one of them."""
        self._places = {place.address: place for place in places}
        self._rests = {address: rest for address, rest in self._rests.items() if address in self._places}
        if self.at not in self._places:
            known = self._first if self._first in self._places else ""
            self.at = known or next(iter(self._drawn(self._places)), "")

    @property
    def addresses(self) -> Sequence[str]:
        """All there are."""
        return tuple(self._places)

    @property
    def alone(self) -> bool:
        """Whether there is no other to turn to."""
        return len(self._places) < 2

    def rests(self, address: str) -> bool:
        """Whether it is asked after all the others just now."""
        return self._left(address) > 0.0

    @property
    def troubled(self) -> bool:
        """Whether anybody has not answered a moment ago."""
        return any(map(self.rests, self._places))

    def order(self) -> list[str]:
        """Whom to ask for one request, one after the other: none that asked to be left alone, while any other may be asked."""
        if self.alone:
            return list(self._places)
        others = self._drawn(address for address in self._places if address != self.at)
        found = [each for each in (self.at, *others) if not self._left(each)]
        resting = sorted((each for each in (self.at, *others) if self._left(each)), key=self._left)
        found += [each for each in resting if self._rests[each].asked <= self._clock()]
        return found or resting[:1]

    def worked(self, address: str) -> None:
        """It answered: it is asked first from now on."""
        self._rests.pop(address, None)
        if address in self._places:
            self.at = address

    def failed(self, address: str, *, least: float = 0.0, rest: float | None = None) -> None:
        """It did not answer, or asked to be left alone for `least` seconds: it rests for so long, or for `rest` where that is
        more, and it is another one's turn."""
        if address not in self._places:
            return
        span = max(least, REST * (0.5 + self._chance() / 2) if rest is None else rest)
        rest_before, now = self._rests.get(address, _Rest()), self._clock()
        self._rests[address] = _Rest(max(rest_before.until, now + span), max(rest_before.asked, now + least if least else 0.0))
        if address == self.at:
            others = self._drawn(each for each in self._places if each != address and not self._left(each))
            self.at = next(iter(others), "") or min(self._places, key=self._left)

    def until_free(self) -> float:
        """Seconds until whoever is to be asked next rests no longer."""
        return self._left(self.at)

    def wake(self) -> None:
        """The network is another one perhaps: nobody rests but who asked for it."""
        self._rests = {each: _Rest(rest.asked, rest.asked) for each, rest in self._rests.items() if rest.asked > self._clock()}

    def _left(self, address: str) -> float:
        rest = self._rests.get(address)
        return 0.0 if rest is None else max(0.0, rest.until - self._clock())

    def _drawn(self, addresses: Iterable[str]) -> list[str]:
        """By chance: those of a lower priority first, the heavier ones sooner (as DNS has it, without its sums)."""
        by_chance = {each: self._chance() ** (1.0 / max(self._places[each].weight, 0.01)) for each in addresses}
        return sorted(by_chance, key=lambda each: (self._places[each].priority, -by_chance[each]))
