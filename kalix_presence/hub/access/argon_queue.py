"""Verifying passwords is heavy by design: a queue with an end, places kept for known devices, and no address that fills it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kalix_presence.hub.access.client_address import source_of
from kalix_presence.model.errors import TooMany

T = TypeVar("T")

BUSY_SECONDS = 5
"""When somebody who found the queue full may come again."""


class ArgonQueue:
    """Two lanes of one thread each: one for strangers, one for those who come from a device that the hub knows."""

    def __init__(self, most_waiting: int) -> None:
        self._most = most_waiting
        self._lanes = {known: ThreadPoolExecutor(1, thread_name_prefix="kalix-argon2") for known in (False, True)}
        self._waiting: Counter[bool] = Counter()
        self._from: Counter[str] = Counter()

    def refuse(self, address: str, *, known: bool) -> None:
        """Raise TooMany `sign-in-busy` when there is no place: in all, or (half of them) for this address."""
        if self._waiting[known] >= self._most or (not known and self._from[source_of(address)] >= max(1, self._most // 2)):
            raise TooMany("sign-in-busy", seconds=BUSY_SECONDS)

    async def verify(self, work: Callable[[], T], address: str, *, known: bool) -> T:
        """What `work` says, in its turn. Whoever hangs up meanwhile gives the place back when the work is done."""
        source = source_of(address)
        self._waiting[known] += 1
        self._from[source] += not known
        done = asyncio.get_running_loop().run_in_executor(self._lanes[known], work)

        def leave(_: object) -> None:
            self._waiting[known] -= 1
            self._from[source] -= not known
            if self._from[source] <= 0:
                del self._from[source]

        done.add_done_callback(leave)
        return await asyncio.shield(done)

    def stop(self) -> None:
        """End the threads; what waits is not begun."""
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)
