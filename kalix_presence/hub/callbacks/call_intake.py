"""Takes in what the PBX tells of calls that matter to callback messages, in order, beside the other events."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

import structlog

from kalix_presence.hub.callbacks.call_backs import RingBack
from kalix_presence.hub.callbacks.lamps import MessageLampService
from kalix_presence.hub.callbacks.missed_calls import MissedCalls
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.pbx.protocol import CallRecord, Pbx, PlacedCallEnded, RangFromPhone, Talked
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.model.errors import PresenceError

log = structlog.get_logger("kalix.calls")

QUEUE_LIMIT = 1000
"""Things told of calls that may wait to be taken in."""

Work = Callable[[], Awaitable[None]]


class CallIntake:
    """A queue of its own, so that a slow disk keeps no line state waiting. What cannot be kept now stays in the PBX's journal
    and is there again at the next round: when the PBX is ready, and every `seconds`."""

    def __init__(self, pbx: Pbx, missed: MissedCalls, ringing: RingBack, lamps: MessageLampService, *, seconds: float) -> None:
        self._pbx, self._missed, self._ringing, self._lamps = pbx, missed, ringing, lamps
        self._seconds = seconds
        self._queue: asyncio.Queue[Work] = asyncio.Queue(QUEUE_LIMIT)

    def join(self, hooks: PbxHooks) -> None:
        """Hear what `watch` hears."""
        hooks.on_ready, hooks.on_lost = self._ready, self._lost
        hooks.on_call_recorded, hooks.on_talked = self._recorded, self._talked
        hooks.on_placed_call_ended, hooks.on_rang_from_phone = self._ended, self._rang

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                async with asyncio.timeout(self._seconds):
                    work = await self._queue.get()
            except TimeoutError:
                await self._try(self._round)
                continue
            try:
                await self._try(work)
            finally:
                self._queue.task_done()

    async def idle(self) -> None:
        """Wait until everything that was told so far is taken in."""
        await self._queue.join()

    async def _try(self, work: Work) -> None:
        try:
            with apart("call-failed", but=PresenceError):
                await work()
        except PresenceError as refusal:
            log.warning("call-waits", trouble=refusal.code)

    def _put(self, work: Work) -> None:
        """Have `work` done in its turn. When far more has come than is taken in, what the journals keep is left to a round of
        them, which comes in place of all that waits; how placed calls ended is then as unknown as after a restart."""
        if self._queue.full():
            log.error("calls-left-to-the-journal", count=self._queue.qsize())
            while not self._queue.empty():
                self._queue.get_nowait()
                self._queue.task_done()
            self._queue.put_nowait(self._ringing.lost)
            self._queue.put_nowait(self._round)
        self._queue.put_nowait(work)

    async def _round(self) -> None:
        """What the journals hold, in the order in which it happened: who calls after having been rung back has called again."""
        await self._ringing.retry()
        calls, rang, talks = await self._pbx.calls(), await self._pbx.rang(), await self._pbx.conversations()
        for entry in in_order([*calls, *rang, *talks]):
            with apart("call-failed", but=PresenceError):
                match entry:
                    case CallRecord():
                        await self._missed.note_call(entry)
                    case RangFromPhone():
                        await self._rang_back(entry)
                    case Talked():
                        await self._missed.talked(entry)

    async def _rang_back(self, rang: RangFromPhone) -> None:
        """The attempt is noted; and who was spoken to has not to be rung back for an older missed call."""
        await self._ringing.rang_from_phone(rang)
        if rang.talked:
            await self._missed.talked(Talked(rang.extension, rang.number, True, rang.talked, at=rang.at))

    async def _ready(self) -> None:
        self._put(self._lamps.ready)
        self._put(self._round)

    async def _lost(self) -> None:
        self._put(self._ringing.lost)

    async def _recorded(self, record: CallRecord) -> None:
        self._put(lambda: self._missed.note_call(record))

    async def _talked(self, event: Talked) -> None:
        self._put(lambda: self._missed.talked(event))

    async def _ended(self, event: PlacedCallEnded) -> None:
        self._put(lambda: self._ringing.ended(event.call_id, event.outcome, event.talked))

    async def _rang(self, event: RangFromPhone) -> None:
        self._put(lambda: self._rang_back(event))


def in_order(entries: Iterable[CallRecord | RangFromPhone | Talked]) -> list[CallRecord | RangFromPhone | Talked]:
    """By when it ended; in one second a conversation after the call that it may answer."""
    return sorted(entries, key=lambda each: (each.at or datetime.max.replace(tzinfo=UTC), isinstance(each, Talked), each.key))
