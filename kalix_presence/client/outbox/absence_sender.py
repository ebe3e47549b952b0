"""Brings what somebody asked for to the hub: kept first, sent once and in order, tried again until it is answered or over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.outbox.outgoing import Outgoing
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.client.session_events import RequestChanged, RequestState
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import Conflict, PresenceError, SignInNeeded, TooMany, Unavailable

if TYPE_CHECKING:
    from kalix_presence.client.outbox.changes import Outbox, Waiting

_LOST = {"hub-unreachable", "hub-proxy", "hub-untrusted", "hub-not-understood", "sign-in-needed"}
"""What the next change would meet just the same."""


class AbsenceSender(Outgoing):
    """Sends the changes of one session. `account` says who is signed in just now; `notify` hears every step."""

    def __init__(
        self,
        hub: HubClient,
        folder: Path,
        *,
        account: Callable[[], str],
        clock: Callable[[], datetime],
        notify: Callable[[RequestChanged], None],
        first_wait: float = 1.0,
    ) -> None:
        self._hub, self._account, self._clock, self._notify = hub, account, clock, notify
        super().__init__(folder, "outbox", first_wait)
        self._outbox: Outbox | None = None
        self._asked: dict[str, Waiting] = {}
        """By extension: the change asked for last in this process, until its end is told."""
        self._in_line: dict[str, RequestChanged | None] = {}
        """By key: changes whose turn to be sent has not come, and how one ended that `flush` took along meanwhile."""
        self._queued: dict[str, str] = {}
        """By key: why a change waits, as it was told last."""

    async def request_absence(
        self, extension: str, request: wire.AbsenceRequest | None, way: Way, *, key: str | None = None
    ) -> RequestChanged:
        """Ask for an absence, or with `request` None to be back; how far it came. `key`: of a try whose answer was lost."""
        waiting = self._keep(extension, request, way, key)
        self._asked[extension] = waiting
        self._in_line[waiting.key] = None
        self._notify(RequestChanged(extension, waiting.key, request, RequestState.SENDING))
        try:
            async with self._sending, process_lock(self._lock_path):
                return self._in_line.pop(waiting.key) or await self._send(waiting)
        except Unavailable as fault:  # another process keeps the turn: it, or this one later, sends what is kept
            return self._end(waiting, RequestState.QUEUED if waiting.kept else RequestState.REFUSED, fault)
        finally:
            self._in_line.pop(waiting.key, None)

    async def flush(self) -> list[RequestChanged]:
        """Send what waits for this account; what became of each."""
        if not self._path.exists() and not self._asked:
            return []
        try:
            async with self._sending, process_lock(self._lock_path):
                return await self._send_all()
        except Unavailable as fault:  # another process has the turn, or the file cannot be read: later
            self._try_again(fault)
            return []

    def waiting(self) -> list[Waiting]:
        """What waits for this account, oldest first."""
        return self.outbox.all(self._account()) if self._path.exists() else []

    def recall(self) -> None:
        """Tell what was left waiting when the program ended."""
        try:
            left = self.waiting()
        except Unavailable:
            return
        for waiting in left:
            self._end(waiting, RequestState.QUEUED, Unavailable("hub-unreachable"))

    def forget(self) -> None:
        """Signed out: what waits is dropped, and told."""
        try:
            dropped = self.outbox.forget(self._account()) if self._path.exists() else []
        except Unavailable:
            dropped = []
        self._asked.clear()
        self._queued.clear()
        for waiting in dropped:
            fault = SignInNeeded("not-signed-in")
            self._notify(RequestChanged(waiting.extension, waiting.key, waiting.request, RequestState.REFUSED, fault))

    @property
    def outbox(self) -> Outbox:
        """The file, opened when first needed: a tray that nobody touches needs no SQLite."""
        if self._outbox is None:
            from kalix_presence.client.outbox.changes import Outbox

            self._outbox = Outbox(self._path)
        return self._outbox

    def _keep(self, extension: str, request: wire.AbsenceRequest | None, way: Way, key: str | None = None) -> Waiting:
        """Durable first: nothing a person asked for is lost, not even by a crash while it is on its way."""
        from kalix_presence.client.outbox.changes import Waiting

        waiting = Waiting(self._account(), extension, key or new_key(), request, self._clock(), way)
        try:
            self.outbox.put(waiting)
        except Unavailable:
            # A full disk must not keep anybody from going to lunch: it is sent all the same, only not kept.
            return Waiting(self._account(), extension, waiting.key, request, waiting.asked_at, way, kept=False)
        return waiting

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
            self._settle(waiting)
            if mine:
                del self._asked[waiting.extension]
            if waiting.key in self._in_line:
                self._in_line[waiting.key] = outcome
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

    def _settle(self, waiting: Waiting) -> None:
        try:
            if waiting.kept:
                self.outbox.settle(waiting)
        except Unavailable:
            return  # it will be sent again with the same key, which does nothing twice
