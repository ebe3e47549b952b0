"""Brings steps and messages to the hub: kept first, sent once and in order, tried again until each is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.outbox.outgoing import Outgoing
from kalix_presence.client.outbox.process_lock import turn
from kalix_presence.client.session_events import MessageLeft, RequestState, StepChanged
from kalix_presence.model.errors import PresenceError, SignInNeeded, TooMany, Unavailable

if TYPE_CHECKING:
    from kalix_presence.client.outbox.messages import MessageOutbox, QueuedStep

Outcome = StepChanged | MessageLeft


class MessageSender(Outgoing):
    """Sends the letters of one session. `account` says who is signed in just now; `tell` hears every step."""

    def __init__(
        self,
        hub: HubClient,
        folder: Path,
        *,
        account: Callable[[], str],
        clock: Callable[[], datetime],
        tell: Callable[[Outcome], None],
        first_wait: float = 1.0,
    ) -> None:
        self._hub, self._account, self._clock, self._tell = hub, account, clock, tell
        super().__init__(folder, "message-outbox", first_wait)
        self._outbox: MessageOutbox | None = None
        self._ended: dict[str, Outcome] = {}
        """By key: how a letter ended that `flush` took along while its own turn had not come."""
        self._in_line: set[str] = set()
        self._versions: dict[str, tuple[int, int]] = {}
        """By message: the version an own step was seen at, and the one it made: what follows it was meant for that one."""

    async def step(self, message_id: str, step: wire.MessageStep) -> StepChanged:
        """Ask for a step; how far it came."""
        outcome = await self._ask(message_id, step)
        assert isinstance(outcome, StepChanged)  # noqa: S101 - a letter with a message is a step
        return outcome

    async def leave(self, wish: wire.MessageRequest) -> MessageLeft:
        """Leave a message; how far it came."""
        outcome = await self._ask(None, wish)
        assert isinstance(outcome, MessageLeft)  # noqa: S101
        return outcome

    async def flush(self) -> list[Outcome]:
        """Send what waits for this account; what became of each."""
        if not self._path.exists():
            return []
        try:
            async with self._sending, turn(self._lock_path):
                return await self._send_all()
        except Unavailable as fault:  # another process has the turn, or the file cannot be read: later
            self._try_again(fault)
            return []

    def recall(self) -> None:
        """Tell what was left waiting when the program ended."""
        try:
            left = self.outbox.all(self._account()) if self._path.exists() else []
        except Unavailable:
            return
        for letter in left:
            self._end(letter, RequestState.QUEUED, Unavailable("hub-unreachable"))

    def forget(self) -> None:
        """Signed out: what waits is dropped, and told."""
        try:
            dropped = self.outbox.forget(self._account()) if self._path.exists() else []
        except Unavailable:
            dropped = []
        for letter in dropped:
            self._end(letter, RequestState.REFUSED, SignInNeeded("not-signed-in"))

    @property
    def outbox(self) -> MessageOutbox:
        """The file, opened when first needed."""
        if self._outbox is None:
            from kalix_presence.client.outbox.messages import MessageOutbox

            self._outbox = MessageOutbox(self._path)
        return self._outbox

    async def _ask(self, message_id: str | None, body: wire.MessageStep | wire.MessageRequest) -> Outcome:
        letter = self._keep(message_id, body)
        self._in_line.add(letter.key)
        self._tell(_told(letter, RequestState.SENDING))
        try:
            async with self._sending, turn(self._lock_path):
                if letter.key in self._ended:
                    return self._ended.pop(letter.key)
                # What was asked for before and still waits goes first: steps build on each other.
                outcomes = await self._send_all() if letter.kept else [await self._send(letter)]
                return next((each for each in outcomes if each.key == letter.key), None) or await self._send(letter)
        except Unavailable as fault:  # another process keeps the turn: it, or this one later, sends what is kept
            return self._end(letter, RequestState.QUEUED if letter.kept else RequestState.REFUSED, fault)
        finally:
            self._in_line.discard(letter.key)
            self._ended.pop(letter.key, None)

    def _keep(self, message_id: str | None, body: wire.MessageStep | wire.MessageRequest) -> QueuedStep:
        from kalix_presence.client.outbox.messages import QueuedStep

        letter = QueuedStep(self._account(), new_key(), message_id, body, self._clock())
        try:
            self.outbox.put(letter)
        except Unavailable:
            return QueuedStep(letter.account, letter.key, message_id, body, letter.asked_at, kept=False)
        return letter

    async def _send_all(self) -> list[Outcome]:
        outcomes: list[Outcome] = []
        lost: PresenceError | None = None
        for letter in self.outbox.all(self._account()):
            if lost is not None:
                outcomes.append(self._end(letter, RequestState.QUEUED, lost))
                continue
            outcome = await self._send(letter)
            outcomes.append(outcome)
            if outcome.state is RequestState.QUEUED:
                lost = outcome.error
        return outcomes

    async def _send(self, letter: QueuedStep) -> Outcome:
        if letter.account != self._account():
            return self._end(letter, RequestState.QUEUED, SignInNeeded("not-signed-in"))
        try:
            if isinstance(letter.body, wire.MessageRequest):
                message = await self._hub.leave_message(letter.body, key=letter.key)
            else:
                message = await self._hub.step_message(letter.message_id or "", self._rebased(letter), key=letter.key)
        except (SignInNeeded, Unavailable, TooMany) as fault:
            if not letter.kept:
                return self._end(letter, RequestState.REFUSED, Unavailable("outbox-unwritable"))
            return self._end(letter, RequestState.QUEUED, fault)
        except PresenceError as fault:
            return self._end(letter, RequestState.REFUSED, fault, await self._as_it_is(letter.message_id))
        if isinstance(letter.body, wire.MessageStep):
            self._versions[message.id] = (letter.body.version, message.version)
        return self._end(letter, RequestState.IN_FORCE, None, message)

    def _rebased(self, letter: QueuedStep) -> wire.MessageStep:
        step = letter.body
        assert isinstance(step, wire.MessageStep)  # noqa: S101
        seen, made = self._versions.get(letter.message_id or "", (0, 0))
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
        letter: QueuedStep,
        state: RequestState,
        error: PresenceError | None = None,
        message: wire.MessageView | None = None,
    ) -> Outcome:
        outcome = _told(letter, state, error, message)
        if state is RequestState.QUEUED:
            self._try_again(error)
        else:
            self._settle(letter)
            if letter.key in self._in_line:
                self._ended[letter.key] = outcome
        self._tell(outcome)
        return outcome

    def _settle(self, letter: QueuedStep) -> None:
        try:
            if letter.kept:
                self.outbox.settle(letter)
        except Unavailable:
            return  # it will be sent again with the same key, which does nothing twice


def _told(
    letter: QueuedStep, state: RequestState, error: PresenceError | None = None, message: wire.MessageView | None = None
) -> Outcome:
    if isinstance(letter.body, wire.MessageRequest):
        return MessageLeft(letter.key, letter.body, state, error, message)
    return StepChanged(letter.message_id or "", letter.key, letter.body, state, error, message)
