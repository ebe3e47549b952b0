"""The book of callback messages: every version with its step and its event, in one transaction; and the open ones at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.callbacks.hours import hours_of
from kalix_presence.hub.callbacks.views import audience, view_of
from kalix_presence.hub.store import Store, Transaction, events, messages
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.leaving import Leaving, message_after
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.model.absence import Way
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.callback import Act, Actor, AddresseeKind, CallbackMessage, Step, act
from kalix_presence.model.due import passed_due
from kalix_presence.model.errors import NotFound

Listener = Callable[[CallbackMessage | None, CallbackMessage], None]
Companion = Callable[[Transaction, CallbackMessage | None, CallbackMessage, datetime], None]
_PASSING = frozenset({Step.HAND_OVER, Step.DECLINE, Step.TAKE_BACK, Step.RETURN})


class MessageBook:
    """`open` holds every open message as it was committed last; only the hub's event loop touches it."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus) -> None:
        self._board, self._store, self._event_bus = board, store, event_bus
        self._listeners: list[Listener] = []
        self._companions: list[Companion] = []
        self.open: dict[str, CallbackMessage] = {}

    async def load(self) -> None:
        """Take in the open messages; at the start."""
        self.open = {message.id: message for message in await self._store.read(messages.read_open)}

    def hand_over(self, left: Leaving) -> list[str]:
        """Let open messages be without those who left, as their rows are by now; who listens is told of each that is
        different. Their ids."""
        changed = [(one, after) for one in self.open.values() if (after := message_after(one, left)) is not one]
        self.open.update((message.id, message) for _, message in changed)
        for before, message in changed:
            for listener in self._listeners:
                with apart("message-listener-failed"):
                    listener(before, message)
        return [message.id for _, message in changed]

    def record_event(self, change: Transaction, message: CallbackMessage, *, now: datetime) -> None:
        """Tell those it concerns of a message that is kept already."""
        hear = audience(change.known, message)
        frame = self._frame(change, view_of(change.known, message), hear, False, now=now)
        change.after_commit(lambda: self._event_bus.publish(frame))

    def listen(self, listener: Listener) -> None:
        """Tell `listener` of each change after its commit: the version before (None: new) and the one now."""
        self._listeners.append(listener)

    def join(self, companion: Companion) -> None:
        """Let `companion` keep what belongs to each new version, in its transaction."""
        self._companions.append(companion)

    def record(
        self,
        change: Transaction,
        before: CallbackMessage | None,
        message: CallbackMessage,
        step: StepRecord,
        *,
        now: datetime,
        remind: frozenset[str] = frozenset(),
    ) -> None:
        """Keep a new version with its step, and its event; in the writer's transaction.

        Those in `remind` get the event as a reminder, the others it concerns as it is.
        """
        messages.put_message(change, message, now=now)
        messages.note_step(change, message.id, step)
        if step.by:
            _audit(change, before, message, step, now)
        for companion in self._companions:
            companion(change, before, message, now)
        versions = (message,) if before is None else (before, message)
        hear = audience(change.known, *versions)
        view = view_of(change.known, message)
        frames = [
            self._frame(change, view, names, bool(names is remind), now=now) for names in (remind, hear - remind) if names
        ]
        change.after_commit(lambda: self._took(before, message, frames))

    def step(
        self,
        change: Transaction,
        message: CallbackMessage,
        asked: Act,
        actor: Actor,
        *,
        version: int,
        way: Way,
        now: datetime,
    ) -> CallbackMessage:
        """Do one step of the life cycle and keep it; in the writer's transaction. Raises what `act` raises."""
        after = act(message, asked, actor, version=version, now=now)
        if after is message:
            return after
        if asked.step in _PASSING:
            after = passed_due(after, now=now, policy=change.known.policy, worktime=hours_of(change.known, after))
        detail = asked.outcome.value if asked.outcome else asked.word
        self.record(change, message, after, StepRecord(now, asked.step.value, actor.name, way.value, detail), now=now)
        return after

    def _frame(
        self, change: Transaction, view: wire.MessageView, names: frozenset[str], remind: bool, *, now: datetime
    ) -> Frame:
        frame = addressed(wire.MessageChanged(change.next_number(), now, view, remind), names)
        events.add_event(change, frame, now=now)
        return frame

    def _took(self, before: CallbackMessage | None, message: CallbackMessage, frames: list[Frame]) -> None:
        if message.open:
            self.open[message.id] = message
        else:
            self.open.pop(message.id, None)
        for frame in frames:
            self._event_bus.publish(frame)
        for listener in self._listeners:
            with apart("message-listener-failed"):
                listener(before, message)


def whose(message: CallbackMessage) -> str:
    """The extension of the person it is to; "" for one to a group."""
    return message.to.code if message.to.kind is AddresseeKind.PERSON else ""


def _audit(
    change: Transaction, before: CallbackMessage | None, message: CallbackMessage, step: StepRecord, now: datetime
) -> None:
    """Who did what with whose message; never what stands in it, nor what was said of it."""
    act = AuditAct.LEAVE_MESSAGE if before is None else AuditAct.STEP_MESSAGE
    change.audit(act, now=now, by=step.by, about=whose(before or message), way=step.way, subject=message.id, detail=step.step)


def there(change: Transaction, message_id: str) -> CallbackMessage:
    """The message as this transaction sees it. Raises NotFound `message-unknown`."""
    message = messages.read_message(change.sql, message_id)
    if message is None:
        raise NotFound("message-unknown")
    return message
