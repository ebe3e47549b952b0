"""Hands a driver's events to whoever listens; one that is too far behind is told to compare everything again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from kalix_presence.hub.pbx.protocol import PbxEvent, PbxLost, PbxReady

QUEUE_LIMIT = 1000
"""Events kept for a reader that is behind."""


class EventQueues:
    """A bounded queue for each reader."""

    def __init__(self) -> None:
        self._queues: list[asyncio.Queue[PbxEvent]] = []

    def publish(self, event: PbxEvent) -> None:
        """Hand `event` to every reader."""
        for queue in self._queues:
            if not queue.full():
                queue.put_nowait(event)
                continue
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait(PbxLost())
            queue.put_nowait(PbxReady())

    def read(self) -> AsyncIterator[PbxEvent]:
        """Events from this call on, for one reader."""
        queue: asyncio.Queue[PbxEvent] = asyncio.Queue(QUEUE_LIMIT)
        self._queues.append(queue)
        return self._reading(queue)

    async def _reading(self, queue: asyncio.Queue[PbxEvent]) -> AsyncIterator[PbxEvent]:
        try:
            while True:
                yield await queue.get()
        finally:
            self._queues.remove(queue)
