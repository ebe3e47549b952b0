"""Work that goes on beside everything else, for as long as somebody is signed in."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine


class Tasks:
    """Of one event loop."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Begin `work`; it is kept until it has ended."""
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        """End everything but the caller, and wait until it has ended."""
        tasks = [task for task in self._running if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
