"""How long a stream that ended waits before the next attempt, and at which hub that is: all are back soon, and none storms.

With one address the wait is longer each time. With several, another hub is turned to: everybody's first attempt after a stream
that ran is spread over `SPREAD` seconds, whatever it ended by, and what comes after it in the same outage is already spread.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from kalix_presence.client.connection.backoff import Backoff
from kalix_presence.client.connection.refusals import is_of_one_hub, seconds_asked
from kalix_presence.client.connection.turns import Turns
from kalix_presence.model.errors import PresenceError

STEADY = 10.0
"""Seconds a connection must have lasted for the next failure to count as the first one."""
LONGEST_WAIT = 30.0
SPREAD = 2.5
"""Seconds over which the clients of one hub that died come to the others."""
FURTHER = 0.5
"""Seconds, at most, between two others that are tried in the same outage."""


class Reconnecting:
    """The waits of one stream; `turns` says where it goes next."""

    def __init__(self, turns: Turns, *, first: float = 0.5, chance: Callable[[], float] = random.random) -> None:
        self._turns, self._first, self._chance = turns, first, chance
        self._backoffs: dict[str, Backoff] = {}
        self._spread = False
        """Whether this outage has been waited out by chance already."""

    def opened(self) -> None:
        """The stream runs: what comes after it is another outage."""
        self._spread = False

    def after(self, address: str, fault: PresenceError, *, lasted: float, cut: bool) -> float:
        """Seconds to wait after an attempt at `address` ended by `fault`, `lasted` seconds after it began.

        `cut`: the other side ended a stream that ran, and may take it again at once.
        """
        backoff = self._backoffs.setdefault(address, Backoff(first=self._first, longest=LONGEST_WAIT, chance=self._chance))
        least = seconds_asked(fault)
        # A hub that takes connections and drops them at once must not be asked twice a second for ever.
        if lasted >= STEADY:
            backoff.reset()
        if self._turns.alone or not is_of_one_hub(fault):
            return backoff.next(least=least)
        if cut and lasted >= STEADY:
            return self._by_chance()
        self._turns.failed(address, least=least, rest=backoff.next(least=least))
        left = self._turns.until_free()
        return left if left else self._by_chance()

    def _by_chance(self) -> float:
        within = FURTHER if self._spread else SPREAD
        self._spread = True
        return within * self._chance()
