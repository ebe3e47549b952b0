"""The calls there are now, each told to whose phone it is or, while it waits, to the switchboard. Nothing is kept (P13)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.calls.views import Background, CallViews
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.pbx.protocol import Pbx, PresentCall
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.model.access import Action, Caller, Role, Scope, scope
from kalix_presence.model.errors import NotFound, PresenceError
from kalix_presence.model.present_call import CallState

log = structlog.get_logger("kalix.calls")

WORD_LASTS = timedelta(minutes=2)
"""How long what somebody said of a call they passed on waits for that call to ring."""
QUEUE_LIMIT = 1000
"""Things told of calls that may wait to be taken in."""
RECEPTION = frozenset({f"role:{Role.RECEPTIONIST.value}"})


@dataclass(slots=True)
class _Known:
    call: PresentCall
    background: Background
    heard: frozenset[str]
    word: str = ""
    consulting: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    target: str
    number: str
    word: str
    until: datetime


class PresentCalls:
    """Takes in what the PBX tells, one after the other, so that events stay in order; and knows what stands."""

    def __init__(self, views: CallViews, event_bus: EventBus, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
        self._views, self._event_bus, self._pbx, self._clock = views, event_bus, pbx, clock
        self._known: dict[str, _Known] = {}
        self._words: list[_Word] = []
        self._queue: asyncio.Queue[PresentCall | None] = asyncio.Queue(QUEUE_LIMIT)

    def join(self, hooks: PbxHooks) -> None:
        """Hear what `watch` hears of calls, and compare when the PBX is ready."""
        hooks.on_call_seen = self._put
        ready = hooks.on_ready

        async def on_ready() -> None:
            self._put(None)
            await ready()

        hooks.on_ready = on_ready

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            call = await self._queue.get()
            try:
                with apart("call-not-shown", but=PresenceError):
                    await (self._compare() if call is None else self._apply(call))
            except PresenceError as refusal:
                log.warning("call-not-shown", trouble=refusal.code)
            finally:
                self._queue.task_done()

    def _put(self, call: PresentCall | None) -> None:
        """Take `call` in after those before it; when far too many wait, all of them are left to one comparison."""
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
                self._queue.task_done()
            call = None
        self._queue.put_nowait(call)

    async def idle(self) -> None:
        """Wait until everything that was told so far is taken in."""
        await self._queue.join()

    def seen_by(self, caller: Caller) -> list[wire.PresentCallView]:
        """The calls of the caller's own phone and, for whoever serves the switchboard, those that wait; the oldest first."""
        found = [known for known in self._known.values() if self._concerns(caller, known.call)]
        return [self._view(known) for known in sorted(found, key=lambda known: (known.call.since, known.call.id))]

    def of(self, caller: Caller, call_id: str) -> PresentCall:
        """The call, when it is the caller's business. Raises NotFound `call-unknown`."""
        known = self._known.get(call_id)
        if known is None or not self._concerns(caller, known.call):
            raise NotFound("call-unknown")
        return known.call

    def say(self, call: PresentCall, target: str, word: str) -> None:
        """Whoever gets this call at `target` will read `word`."""
        now = self._clock()
        self._words = [each for each in self._words if each.until > now]
        if word:
            self._words.append(_Word(target, call.number, word, now + WORD_LASTS))

    def consults(self, call_id: str, target: str) -> None:
        """Somebody is asked before the call is passed on; "" when no longer."""
        known = self._known.get(call_id)
        if known is not None and known.consulting != target:
            known.consulting = target
            self._publish(known.heard, self._view(known))

    async def _apply(self, call: PresentCall) -> None:
        known = self._known.get(call.id)
        hear = RECEPTION if call.waiting else frozenset({call.extension})
        if call.state == CallState.ENDED:
            if self._known.pop(call.id, None) is not None and known is not None:
                self._end(known, call)
            return
        if known is None or _party(known.call) != _party(call) or known.heard != hear:
            background = await self._views.background(call)
            if known is not None and known.heard != hear:
                self._end(known, call)
            known = _Known(call, background, hear, known.word if known else "")
            self._known[call.id] = known
        if not known.word and not call.outward:
            known.word = self._word_for(call)
        known.call = call
        if call.state != CallState.HELD:
            known.consulting = ""
        self._publish(hear, self._view(known))

    async def _compare(self) -> None:
        """The PBX is (back) there: what it no longer has is over, and what it has is shown."""
        if not self._pbx.capabilities.present_calls:
            return
        there = {call.id: call for call in await self._pbx.present_calls()}
        for known in list(self._known.values()):
            if known.call.id not in there:
                del self._known[known.call.id]
                self._end(known, known.call)
        for call in there.values():
            shown = self._known.get(call.id)
            if shown is None or shown.call != call:
                await self._apply(call)

    def others_of(self, extension: str, call_id: str = "") -> bool:
        """Whether the phone at `extension` has a call that goes on, other than this one."""
        calls = (known.call for known in self._known.values())
        return any(call.extension == extension and not call.waiting and call.id != call_id for call in calls)

    def _concerns(self, caller: Caller, call: PresentCall) -> bool:
        if call.waiting:
            return scope(caller, Action.SERVE_SWITCHBOARD) is Scope.ALL
        return caller.extension is not None and call.extension == caller.extension

    def _word_for(self, call: PresentCall) -> str:
        fitting = [each for each in self._words if (each.target, each.number) == (call.extension, call.number)]
        if not fitting or fitting[-1].until < self._clock():
            return ""
        self._words.remove(fitting[-1])
        return fitting[-1].word

    def _view(self, known: _Known) -> wire.PresentCallView:
        return self._views.view(known.call, known.background, word=known.word, consulting=known.consulting)

    def _end(self, known: _Known, call: PresentCall) -> None:
        """Those who heard of it hear that it is no longer theirs."""
        view = self._view(known)
        self._publish(known.heard, msgspec.structs.replace(view, state=CallState.ENDED, since=call.since, consulting=""))

    def _publish(self, hear: frozenset[str], view: wire.PresentCallView) -> None:
        self._event_bus.publish(addressed(wire.CallChanged(view), hear))


def _party(call: PresentCall) -> tuple[str, str, bool]:
    return call.number, call.name, call.internal
