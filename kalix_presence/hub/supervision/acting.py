"""Whether this process may act outward: at the exchange, by mail, in other programs. A hub that is alone always may.

One of several may for as long as its lease lasts for sure: no database can take back what was done at an exchange, so the hub
asks right before it does it. What the database itself keeps is guarded there (`store.postgresql_connection`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from kalix_presence.model.errors import Unavailable


def running_time() -> float:
    """Seconds on a clock that nobody sets, and that goes on while the machine sleeps or the process is stopped."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Acting:
    """`clock` gives seconds, as `running_time` does."""

    def __init__(self, clock: Callable[[], float] = running_time) -> None:
        self._clock, self._until = clock, math.inf

    def until(self, moment: float) -> None:
        """It may until `moment` by `clock`; -inf: no longer."""
        self._until = moment

    @property
    def may(self) -> bool:
        """Whether it may now."""
        return self._clock() < self._until

    def require(self) -> None:
        """Raises Unavailable `hub-leads-no-longer` where it may not."""
        if not self.may:
            raise Unavailable("hub-leads-no-longer", seconds=1)


ACTING = Acting()
"""Of this process, which leads once or not at all."""
