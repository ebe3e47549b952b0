"""Listens to the PBX: lines to the board, phone codes to the absence service, and a comparison when it is back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from kalix_presence import wire
from kalix_presence.hub.absences.phone_codes import PhoneCodes
from kalix_presence.hub.absences.reconciler import Reconciler, reconcile_quietly
from kalix_presence.hub.absences.signs_of_life import SignsOfLife
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.pbx.protocol import (
    CallDiverted,
    CallRecorded,
    CallSeen,
    CodeDialled,
    LineChanged,
    Pbx,
    PbxEvent,
    PbxLost,
    PbxReady,
    PlacedCallEnded,
    RangFromPhone,
    Talked,
)
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.line import LineState

log = structlog.get_logger("kalix.watch")


class PbxEvents(PbxHooks):
    """One reader of the PBX's events, and the timer of the reconciler.

    `on_diverted` is called with why a call was diverted: the metric. No call content and nobody's statistics are kept (P13).
    The other callbacks are for who minds callbacks and who shows calls; what the database refuses now stays in the PBX's
    journal, and is there again at the next `on_ready`.
    """

    def __init__(
        self,
        board: Board,
        event_bus: EventBus,
        codes: PhoneCodes,
        reconciler: Reconciler,
        pbx: Pbx,
        signs: SignsOfLife,
        *,
        seconds: float,
        clock: Callable[[], datetime],
        on_diverted: Callable[[str], None] = lambda why: None,
    ) -> None:
        super().__init__()
        self._board, self._event_bus, self._codes = board, event_bus, codes
        self._reconciler, self._pbx, self._seconds, self._clock = reconciler, pbx, seconds, clock
        self._signs = signs
        self.on_diverted = on_diverted
        self._restarted = self._listened = False
        self._compare = asyncio.Event()

    async def listen(self) -> None:
        """Take in events until cancelled. Begun again, it does as if the PBX were newly there, for something may have been
        missed."""
        events, again, self._listened = self._pbx.events(), self._listened, True
        if again:
            log.warning("pbx-events-missed")
            await self._on_event(PbxReady() if self._pbx.connected else PbxLost())
        async for event in events:
            try:
                with apart("pbx-event-failed", but=PresenceError, kind=type(event).__name__):
                    await self._on_event(event)
            except PresenceError as refusal:
                log.warning("pbx-event-waits", kind=type(event).__name__, trouble=refusal.code)

    async def compare(self) -> None:
        """Reconcile when the PBX is ready and every `seconds`, until cancelled."""
        while True:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._compare.wait()
            except TimeoutError:
                if not self._pbx.connected:
                    continue
            self._compare.clear()
            restarted, self._restarted = self._restarted, False
            done = False
            try:
                done = await reconcile_quietly(self._reconciler, restarted=restarted)
            finally:
                self._restarted |= restarted and not done  # the next round does it

    async def _on_event(self, event: PbxEvent) -> None:
        match event:
            case PbxReady():
                self._restarted = True
                self._compare.set()
                self._show(connected=True)
                for told in self.also_ready:
                    told()
                await self.on_ready()
            case PbxLost():
                self._show(connected=False)
                await self.on_lost()
            case LineChanged(extension, line):
                self.on_line(extension, line)
                state = self._board.states.get(extension)
                if state is not None:
                    state.rung += 1
                if state is not None and state.line is not line:
                    state.line = line
                    changed = wire.LinesChanged({extension: line})
                    self._event_bus.publish(encoded(changed, colleague=changed))
                    if line is LineState.BUSY:
                        await self._signs.phone_used(extension)
            case CodeDialled(code):
                try:
                    await self._codes.take_over(code)
                except Unavailable as refusal:
                    log.warning("phone-code-waits", trouble=refusal.code)
            case CallDiverted():
                self.on_diverted(event.why)
            case CallSeen(call):
                self.on_call_seen(call)
            case _:
                await self._on_call(event)

    async def _on_call(self, event: PbxEvent) -> None:
        match event:
            case CallRecorded(record):
                await self.on_call_recorded(record)
            case Talked():
                await self.on_talked(event)
            case PlacedCallEnded():
                await self.on_placed_call_ended(event)
            case RangFromPhone():
                await self.on_rang_from_phone(event)

    def _show(self, *, connected: bool) -> None:
        if self._board.pbx is not connected:
            self._board.pbx = connected
            self._board.pbx_since = None if connected else self._clock()
            changed = pbx_changed(self._board)
            self._event_bus.publish(encoded(changed, colleague=changed))
            log.info("pbx-ready" if connected else "pbx-lost")


def pbx_changed(board: Board) -> wire.PbxChanged:
    """What readers are told of the PBX as it is now."""
    return wire.PbxChanged(board.pbx) if board.pbx_since is None else wire.PbxChanged(board.pbx, board.pbx_since)
