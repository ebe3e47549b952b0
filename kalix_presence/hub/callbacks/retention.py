"""Done messages are erased when the policy's days are over, with their steps, and so that every client forgets them too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.hub.store import Store, Transaction, messages
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.retention")

ROUND_SECONDS = 3600.0
IDS_IN_AN_EVENT = 500


class MessageRetention:
    """Erases once an hour; how many, and nothing else of them, is logged."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._event_bus, self._clock = board, store, event_bus, clock

    async def run(self) -> None:
        """Erase until cancelled."""
        while True:
            try:
                await self.forget(self._clock())
            except Unavailable as refusal:
                log.warning("messages-not-erased", trouble=refusal.code)
            await asyncio.sleep(ROUND_SECONDS)

    async def forget(self, now: datetime) -> int:
        """Erase what was done so long ago; how many. Raises Unavailable `store-unwritable` or `store-full`."""
        before = now - timedelta(days=self._board.policy.callback_kept_days)

        def work(change: Transaction) -> int:
            ids = messages.forget_done(change, before=before)
            for start in range(0, len(ids), IDS_IN_AN_EVENT):
                event = wire.MessagesForgotten(change.next_number(), ids[start : start + IDS_IN_AN_EVENT])
                self._event_bus.record(change, encoded(event, colleague=event), now=now)
            return len(ids)

        count = await self._store.write(work)
        if count:
            log.info("messages-erased", count=count, done_before=before.date().isoformat())
        return count
