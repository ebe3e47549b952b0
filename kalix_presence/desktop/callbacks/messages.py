"""The callback messages as the windows paint them: what the hub has, and beside it what is on its way there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from kalix_presence import wire
from kalix_presence.client.inbox import OpenMessages, is_for, is_mine
from kalix_presence.client.session_events import (
    MessageLeft,
    MessagesChanged,
    MessagesGone,
    RequestState,
    SessionEvent,
    StepChanged,
)
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.callback import Stage

ON_THE_WAY = (RequestState.SENDING, RequestState.QUEUED)


class Messages(QObject):
    """Lives in the GUI thread. Only what the hub tells changes a message; a step asked for stands beside it."""

    changed = Signal()
    """What waits, or what is on its way, is another now."""
    arrived = Signal(list)
    """These messages (ids) are new to this desk and mine to act on."""
    proposed = Signal(list)
    """These (ids) were called back just now, and the call was a real conversation: ask whether they are done."""
    reminded = Signal(list)
    """These (ids) are late, and I am reminded of them."""
    step_ended = Signal(object)
    """A `StepChanged` that is over: the hub has it, it waits for the hub, or it was refused."""
    left = Signal(object)
    """A `MessageLeft` came further."""

    def __init__(self, presence: Presence) -> None:
        super().__init__()
        self._presence = presence
        self._inbox = OpenMessages()
        self._under_way: dict[str, StepChanged] = {}
        self._seen: set[str] = set()
        self._fresh: set[str] = set()

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        match event:
            case MessagesChanged():
                self._apply_messages(event)
            case MessagesGone(ids=ids):
                self._inbox.forget(ids)
                self.changed.emit()
            case StepChanged():
                self._apply_step(event)
            case MessageLeft():
                self.left.emit(event)

    def get(self, message_id: str) -> wire.MessageView | None:
        """The message as the hub told last."""
        return self._inbox.messages.get(message_id)

    def all(self) -> list[wire.MessageView]:
        """Everything the hub told of that is not forgotten."""
        return list(self._inbox.messages.values())

    def waiting(self) -> list[wire.MessageView]:
        """Mine to act on, by due time; what I put off comes when its time has come."""
        mine = [each for each in self._inbox.messages.values() if is_mine(each, self._presence.me)]
        return sorted(mine, key=lambda each: (self.is_put_off(each), each.due, each.made_at, each.id))

    def taken_by_others(self) -> list[wire.MessageView]:
        """To a group of mine, and somebody else of it has taken them."""
        me = self._presence.me
        taken = [each for each in self.all() if is_for(each, me) and not is_mine(each, me)]
        return sorted(taken, key=lambda each: (each.due, each.made_at, each.id))

    def count(self) -> int:
        """How many wait now, those put off not counted."""
        return sum(not self.is_put_off(each) for each in self.waiting())

    def is_put_off(self, message: wire.MessageView) -> bool:
        """Whether its addressee wants to see it later."""
        return message.later is not None and message.later > self._presence.clock()

    def open(self) -> list[wire.MessageView]:
        """Every open message that I may see, whoever is to act on it."""
        return [each for each in self._inbox.messages.values() if each.stage is not Stage.DONE]

    def followed(self) -> list[wire.MessageView]:
        """Open ones that I left or handed on, and that are somebody else's to act on."""
        own = self._own_names()
        others = [each for each in self._inbox.messages.values() if not is_mine(each, self._presence.me)]
        return sorted(
            (each for each in others if each.stage is not Stage.DONE and (each.made_by in own or each.former in own)),
            key=lambda each: (each.due, each.made_at, each.id),
        )

    def is_new(self, message_id: str) -> bool:
        """Whether it came to this desk first; else another, or this one before its last start, has shown it already."""
        return message_id in self._fresh

    def under_way(self, message_id: str) -> StepChanged | None:
        """The step of this message that is being sent or waits to be."""
        return self._under_way.get(message_id)

    def _apply_messages(self, event: MessagesChanged) -> None:
        before = {each.id: self._inbox.messages.get(each.id) for each in event.messages}
        if event.whole:
            self._inbox = OpenMessages()
        for message in event.messages:
            self._inbox.apply_message(message)
        if event.recalled:
            self.changed.emit()  # nothing pops up that somebody may have done meanwhile
            return
        fresh = [
            each.id
            for each in event.messages
            if each.id not in self._seen and is_mine(each, self._presence.me) and each.stage in (Stage.NEW, Stage.DELIVERED)
        ]
        self._fresh |= {each.id for each in event.messages if each.id in fresh and each.stage is Stage.NEW}
        # Whoever it is handed on to and back again sees it come anew.
        self._seen |= set(fresh)
        self._seen -= {each.id for each in event.messages if not is_mine(each, self._presence.me)}
        self.changed.emit()
        arrived = [one for one in fresh if one not in event.reminded]
        if arrived:
            self.arrived.emit(arrived)
        talked = [each.id for each in event.messages if self._is_proposal(each, before.get(each.id))]
        if talked:
            self.proposed.emit(talked)
        late = [one for one in event.reminded if (known := self.get(one)) is not None and known.stage is not Stage.DONE]
        if late:
            self.reminded.emit(late)

    def _is_proposal(self, message: wire.MessageView, before: wire.MessageView | None) -> bool:
        newly = before is not None and len(before.attempts) < len(message.attempts)
        return newly and message.proposes_done and is_mine(message, self._presence.me)

    def _apply_step(self, step: StepChanged) -> None:
        if step.state in ON_THE_WAY:
            self._under_way[step.message_id] = step
        elif (known := self._under_way.get(step.message_id)) is not None and known.key == step.key:
            del self._under_way[step.message_id]
        if step.state is not RequestState.SENDING:
            self.step_ended.emit(step)
        self.changed.emit()

    def _own_names(self) -> set[str]:
        me = self._presence.me
        if me is None:
            return set()
        return {me.username} | ({me.person.extension} if me.person else set())
