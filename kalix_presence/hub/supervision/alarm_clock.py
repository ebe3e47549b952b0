"""The loop of everything in the hub that has moments of its own: does what is due, and sleeps exactly until the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

LONGEST_SLEEP = 60.0
"""Seconds; a wall clock that was set right meanwhile is noticed within this."""
SHORTEST_SLEEP = 0.001
"""Seconds; others get their turn even when a moment is due again at once."""


class AlarmClock:
    """Sleeps by the injected `clock` (aware UTC), never longer than `longest` seconds."""

    def __init__(self, clock: Callable[[], datetime], *, longest: float = LONGEST_SLEEP) -> None:
        self._clock, self._longest = clock, longest
        self._wake = asyncio.Event()

    def ring(self) -> None:
        """Something changed: look again now, or at once after what is being done."""
        self._wake.set()

    async def run(self, work: Callable[[datetime], Awaitable[datetime | None]]) -> None:
        """Let `work` do what is due by the moment that it is given, at the moments it answers (None: no moment is known); until
        cancelled. What it raises is raised."""
        while True:
            self._wake.clear()
            moment = await work(self._clock())
            try:
                async with asyncio.timeout(self._sleep(moment)):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _sleep(self, moment: datetime | None) -> float:
        if moment is None:
            return self._longest
        return min(max((moment - self._clock()).total_seconds(), SHORTEST_SLEEP), self._longest)
