"""The calls of the model PBX as they are now: who talks, rings, waits, or is held while a colleague is asked."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from kalix_presence.hub.pbx.protocol import CallSeen, PbxEvent, PresentCall, Talked
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.present_call import CallState, DivertReason


@dataclass(frozen=True, slots=True)
class Consult:
    """Somebody is asked before a call is passed on: the held call, the asking one, and the asked colleague's own."""

    held: str
    asking: str
    asked: str | None


class VirtualCalls:
    """Begins, turns and ends present calls, and tells each change once. `tell` hands an event to whoever listens."""

    def __init__(self, tell: Callable[[PbxEvent], None], clock: Callable[[], datetime]) -> None:
        self._tell, self._clock = tell, clock
        self._count = itertools.count(1)
        self.present: dict[str, PresentCall] = {}
        self.consults: list[Consult] = []
        self._answered: dict[str, datetime] = {}

    def begin(
        self,
        extension: str,
        number: str,
        *,
        outward: bool = False,
        call_id: str = "",
        why: DivertReason = DivertReason.NONE,
        **more: str | bool,
    ) -> str:
        """A call begins; its id. `more`: name, diverted_from, waiting, internal."""
        call_id = call_id or f"call-{next(self._count)}"
        call = PresentCall(call_id, extension, number, str(more.get("name", "")), outward, CallState.RINGING, self._clock())
        call = replace(
            call,
            diverted_from=str(more.get("diverted_from", "")),
            why=why,
            waiting=bool(more.get("waiting")),
            internal=bool(more.get("internal")) or outward,
            withheld=not number,
        )
        self._keep(call)
        return call_id

    def set_state(self, call_id: str, state: CallState) -> None:
        """A call rings, is answered, held or taken back."""
        self._keep(replace(self.require(call_id), state=state, since=self._clock(), waiting=False))

    def talks_to(self, call_id: str, other: PresentCall) -> None:
        """The party of `other` is at the far end."""
        call = replace(self.require(call_id), number=other.number, name=other.name)
        self._keep(replace(call, internal=other.internal, withheld=other.withheld))

    def end(self, call_id: str) -> float:
        """A call ends; the seconds that were talked. One that has ended already is fine."""
        call = self.present.pop(call_id, None)
        if call is None:
            return 0.0
        self._tell(CallSeen(replace(call, state=CallState.ENDED, since=self._clock(), waiting=False)))
        answered = self._answered.pop(call_id, None)
        if answered is None:
            return 0.0
        seconds = (self._clock() - answered).total_seconds()
        self._tell(Talked(call.extension, call.number, call.outward, seconds))
        return seconds

    def require(self, call_id: str) -> PresentCall:
        """The call. Raises Unavailable `pbx-refused` when there is none."""
        call = self.present.get(call_id)
        if call is None:
            raise Unavailable("pbx-refused", action="call")
        return call

    def consult_of(self, call_id: str) -> Consult:
        """The asking that `call_id` is part of. Raises Unavailable `pbx-refused` when nobody is asked."""
        found = next((each for each in self.consults if call_id in (each.held, each.asking)), None)
        if found is None:
            raise Unavailable("pbx-refused", action="consult")
        return found

    def of(self, extension: str) -> list[PresentCall]:
        """The calls of one extension, oldest first."""
        return [call for call in self.present.values() if call.extension == extension]

    def _keep(self, call: PresentCall) -> None:
        if call.state is CallState.TALKING:
            self._answered.setdefault(call.id, self._clock())
        self.present[call.id] = call
        self._tell(CallSeen(call))
