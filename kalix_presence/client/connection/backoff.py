"""How long to wait before the next attempt: longer each time, capped, and at random so that a restarted hub is not stormed."""

from __future__ import annotations

import random
from collections.abc import Callable


class Backoff:
    """Waits in seconds; `chance` gives a number from 0 to 1."""

    def __init__(self, *, first: float = 0.5, longest: float = 30.0, chance: Callable[[], float] = random.random) -> None:
        self._first, self._longest, self._chance = first, longest, chance
        self._failures = 0

    def next(self, *, least: float = 0.0) -> float:
        """The wait after one more failure: between half and the whole of a span that doubles; never under `least`."""
        span = min(self._longest, self._first * 2.0 ** min(self._failures, 20))
        self._failures += 1
        return max(least, span * (0.5 + self._chance() / 2))

    def reset(self) -> None:
        """It went well: begin from the shortest wait again."""
        self._failures = 0
