"""Brings steps and messages to the hub: kept first, sent once and in order, tried again until each is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.rest import new_key
from kalix_presence.client.outbox.outgoing import Outgoing, Sending
from kalix_presence.client.session_events import MessageLeft, RequestState, StepChanged
from kalix_presence.model.errors import PresenceError, SignInNeeded, TooMany, Unavailable

if TYPE_CHECKING:
    from kalix_presence.client.outbox.messages import MessageOutbox, QueuedStep

Outcome = StepChanged | MessageLeft


class MessageSender(Outgoing["QueuedStep", Outcome, "MessageOutbox"]):
    """Sends the steps and messages of one session; `Outgoing` says what it is made of."""

    file_name = "message-outbox"

    def __init__(self, sending: Sending, notify: Callable[[Outcome], None]) -> None:
        super().__init__(sending, notify)
        self._versions: dict[str, tuple[int, int]] = {}
        """By message: the version an own step was seen at, and the one it made: what follows it was meant for that one."""

    async def step(self, message_id: str, step: wire.MessageStep) -> StepChanged:
        """Ask for a step; how far it came."""
        outcome = await self._queue_and_send(message_id, step)
        assert isinstance(outcome, StepChanged)  # noqa: S101 - what has a message is a step
        return outcome

    async def leave_message(self, request: wire.MessageRequest) -> MessageLeft:
        """Leave a message; how far it came."""
        outcome = await self._queue_and_send(None, request)
        assert isinstance(outcome, MessageLeft)  # noqa: S101
        return outcome

    def forget(self) -> None:
        """Signed out: what waits is dropped, and told."""
        for queued in self._drop_all():
            self._end(queued, RequestState.REFUSED, SignInNeeded("not-signed-in"))

    def _open(self, path: Path) -> MessageOutbox:
        from kalix_presence.client.outbox.messages import MessageOutbox

        return MessageOutbox(path)

    async def _queue_and_send(self, message_id: str | None, body: wire.MessageStep | wire.MessageRequest) -> Outcome:
        queued = self._keep(message_id, body)
        self._notify(_outcome_of(queued, RequestState.SENDING))

        async def send() -> Outcome:
            # What was asked for before and still waits goes first: steps build on each other.
            outcomes = await self._send_all() if queued.kept else [await self._send(queued)]
            return next((each for each in outcomes if each.key == queued.key), None) or await self._send(queued)

        return await self._in_turn(queued, send)

    def _keep(self, message_id: str | None, body: wire.MessageStep | wire.MessageRequest) -> QueuedStep:
        from kalix_presence.client.outbox.messages import QueuedStep

        queued = QueuedStep(self._account(), new_key(), message_id, body, self._clock())
        return queued if self._put(queued) else replace(queued, kept=False)

    async def _send_all(self) -> list[Outcome]:
        outcomes: list[Outcome] = []
        lost: PresenceError | None = None
        for queued in self.waiting():
            if lost is not None:
                outcomes.append(self._end(queued, RequestState.QUEUED, lost))
                continue
            outcome = await self._send(queued)
            outcomes.append(outcome)
            if outcome.state is RequestState.QUEUED:
                lost = outcome.error
        return outcomes

    async def _send(self, queued: QueuedStep) -> Outcome:
        if queued.account != self._account():
            return self._end(queued, RequestState.QUEUED, SignInNeeded("not-signed-in"))
        try:
            if isinstance(queued.body, wire.MessageRequest):
                message = await self._hub.leave_message(queued.body, key=queued.key)
            else:
                message = await self._hub.step_message(queued.message_id or "", self._rebased(queued), key=queued.key)
        except (SignInNeeded, Unavailable, TooMany) as fault:
            if not queued.kept:
                return self._end(queued, RequestState.REFUSED, Unavailable("outbox-unwritable"))
            return self._end(queued, RequestState.QUEUED, fault)
        except PresenceError as fault:
            return self._end(queued, RequestState.REFUSED, fault, await self._as_it_is(queued.message_id))
        if isinstance(queued.body, wire.MessageStep):
            self._versions[message.id] = (queued.body.version, message.version)
        return self._end(queued, RequestState.IN_FORCE, None, message)

    def _rebased(self, queued: QueuedStep) -> wire.MessageStep:
        step = queued.body
        assert isinstance(step, wire.MessageStep)  # noqa: S101
        seen, made = self._versions.get(queued.message_id or "", (0, 0))
        return msgspec.structs.replace(step, version=made) if seen == step.version else step

    async def _as_it_is(self, message_id: str | None) -> wire.MessageView | None:
        """The message that somebody else changed, so that it can be shown as it is now."""
        if message_id is None:
            return None
        try:
            return await self._hub.message(message_id)
        except PresenceError:
            return None

    def _end(
        self,
        queued: QueuedStep,
        state: RequestState,
        error: PresenceError | None = None,
        message: wire.MessageView | None = None,
    ) -> Outcome:
        outcome = _outcome_of(queued, state, error, message)
        if state is RequestState.QUEUED:
            self._try_again(error)
        else:
            self._settle(queued, outcome)
        self._notify(outcome)
        return outcome


def _outcome_of(
    queued: QueuedStep, state: RequestState, error: PresenceError | None = None, message: wire.MessageView | None = None
) -> Outcome:
    if isinstance(queued.body, wire.MessageRequest):
        return MessageLeft(queued.key, queued.body, state, error, message)
    return StepChanged(queued.message_id or "", queued.key, queued.body, state, error, message)
