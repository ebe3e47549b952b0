"""Brings what somebody asked for to the hub: kept first, sent once and in order, tried again until it is answered or over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kalix_presence import wire
from kalix_presence.client.connection.rest import new_key
from kalix_presence.client.outbox.outgoing import Outgoing, Sending
from kalix_presence.client.session_events import RequestChanged, RequestState
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import Conflict, PresenceError, SignInNeeded, TooMany, Unavailable

if TYPE_CHECKING:
    from kalix_presence.client.outbox.changes import Outbox, Waiting

_LOST = {"hub-unreachable", "hub-proxy", "hub-proxy-unusable", "hub-untrusted", "hub-not-understood", "sign-in-needed"}
"""What the next change would meet just the same."""


class AbsenceSender(Outgoing["Waiting", RequestChanged, "Outbox"]):
    """Sends the changes of one session; `Outgoing` says what it is made of."""

    file_name = "outbox"

    def __init__(self, sending: Sending, notify: Callable[[RequestChanged], None]) -> None:
        super().__init__(sending, notify)
        self._asked: dict[str, Waiting] = {}
        """By extension: the change asked for last in this process, until its end is told."""
        self._queued: dict[str, str] = {}
        """By key: why a change waits, as it was told last."""

    async def request_absence(
        self, extension: str, request: wire.AbsenceRequest | None, way: Way, *, key: str | None = None
    ) -> RequestChanged:
        """Ask for an absence, or with `request` None to be back; how far it came. `key`: of a try whose answer was lost."""
        waiting = self._keep(extension, request, way, key)
        self._asked[extension] = waiting
        self._notify(RequestChanged(extension, waiting.key, request, RequestState.SENDING))
        return await self._in_turn(waiting, lambda: self._send(waiting))

    def forget(self) -> None:
        """Signed out: what waits is dropped, and told."""
        dropped = self._drop_all()
        self._asked.clear()
        self._queued.clear()
        for waiting in dropped:
            fault = SignInNeeded("not-signed-in")
            self._notify(RequestChanged(waiting.extension, waiting.key, waiting.request, RequestState.REFUSED, fault))

    def _open(self, path: Path) -> Outbox:
        from kalix_presence.client.outbox.changes import Outbox

        return Outbox(path)

    def _owes(self) -> bool:
        return bool(self._asked)

    def _keep(self, extension: str, request: wire.AbsenceRequest | None, way: Way, key: str | None = None) -> Waiting:
        from kalix_presence.client.outbox.changes import Waiting

        waiting = Waiting(self._account(), extension, key or new_key(), request, self._clock(), way)
        return waiting if self._put(waiting) else replace(waiting, kept=False)

    async def _send_all(self) -> list[RequestChanged]:
        kept = self.waiting()
        keys = {waiting.key for waiting in kept}
        # What this process still counts as waiting may have been sent or replaced by another one meanwhile.
        gone = [waiting for waiting in self._asked.values() if waiting.key not in keys and waiting.account == self._account()]
        outcomes: list[RequestChanged] = []
        lost: PresenceError | None = None
        for waiting in gone + kept:
            if lost is not None:
                outcomes.append(self._end(waiting, RequestState.QUEUED, lost))
                continue
            outcome = await self._send(waiting)
            outcomes.append(outcome)
            if outcome.error is not None and outcome.error.code in _LOST:
                lost = outcome.error
        return outcomes

    async def _send(self, waiting: Waiting) -> RequestChanged:
        if waiting.account != self._account():
            return self._end(waiting, RequestState.QUEUED, SignInNeeded("not-signed-in"))
        if waiting.is_over(self._clock()):
            return self._end(waiting, RequestState.OVER)
        if waiting.kept and self.outbox.newest(waiting.account, waiting.extension) not in {waiting.key, None}:
            return self._end(waiting, RequestState.REFUSED, Conflict("change-replaced"))
        # No await between the look at the account above and the request: its token is read in the same step.
        try:
            if waiting.request is None:
                reply = await self._hub.end_absence(waiting.extension, key=waiting.key, way=waiting.way)
            else:
                reply = await self._hub.set_absence(waiting.extension, waiting.request, key=waiting.key)
        except (SignInNeeded, Unavailable, TooMany) as fault:
            if not waiting.kept:
                return self._end(waiting, RequestState.REFUSED, Unavailable("outbox-unwritable"))
            return self._end(waiting, RequestState.QUEUED, fault)
        except PresenceError as fault:
            return self._end(waiting, RequestState.REFUSED, fault)
        if reply.in_force:
            return self._end(waiting, RequestState.IN_FORCE)
        return self._end(
            waiting, RequestState.PENDING, Unavailable(reply.trouble or "pbx-unreachable", detail=reply.detail or "")
        )

    def _end(self, waiting: Waiting, state: RequestState, error: PresenceError | None = None) -> RequestChanged:
        """Write down and tell how far a change came."""
        outcome = RequestChanged(waiting.extension, waiting.key, waiting.request, state, error)
        asked = self._asked.get(waiting.extension)
        mine = asked is not None and asked.key == waiting.key
        if state is RequestState.QUEUED:
            # Told that it waits, so its end is owed too, also when another program brings it about.
            self._asked.setdefault(waiting.extension, waiting)
            self._try_again(error)
        else:
            self._settle(waiting, outcome)
            if mine:
                del self._asked[waiting.extension]
        why = error.code if error else ""
        again = state is RequestState.QUEUED and self._queued.get(waiting.key) == why
        if state is RequestState.QUEUED:
            self._queued[waiting.key] = why
        else:
            self._queued.pop(waiting.key, None)
        # Silent: that it still waits for the same cause, and what the same person replaced in the same program a moment later.
        if not again and (mine or asked is None or state is not RequestState.REFUSED):
            self._notify(outcome)
        return outcome
