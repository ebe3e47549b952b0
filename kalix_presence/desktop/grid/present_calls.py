"""The calls that go on now: one's own, and a receptionist's queue of the switchboard. Nothing of them is kept (P13)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from kalix_presence import wire
from kalix_presence.client.session_events import Happened, SessionEvent
from kalix_presence.model.present_call import CallState


class GridCalls(QObject):
    """`changed` after each change; `rings` when a call begins to ring at one's own phone."""

    changed = Signal()
    rings = Signal(object)
    ended = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._calls: dict[str, wire.PresentCallView] = {}
        self._ended: set[str] = set()
        self._chosen = ""
        self._words: dict[str, str] = {}

    def on_session_event(self, event: SessionEvent) -> None:
        """Take in one message of the session."""
        if isinstance(event, Happened) and isinstance(event.event, wire.CallChanged):
            self._apply_call(event.event.call)
            self.changed.emit()

    def begin(self) -> None:
        """All of them are asked for now: what ends until the answer comes is not to come back by it."""
        self._ended.clear()

    def replace(self, calls: Iterable[wire.PresentCallView]) -> None:
        """These are all; what the hub told of meanwhile is newer."""
        known, self._calls = self._calls, {}
        for call in calls:
            if call.id not in self._ended and call.state is not CallState.ENDED:
                self._calls[call.id] = call
                if call.id not in known and self._rings_here(call):
                    self.rings.emit(call)
        for gone in known.keys() - self._calls.keys():
            self._words.pop(gone, None)
            self.ended.emit(gone)
        self.changed.emit()

    def forget(self) -> None:
        """Signed out, or out of reach: nothing is known of calls any more."""
        gone, self._calls = list(self._calls), {}
        self._words.clear()
        for one in gone:
            self.ended.emit(one)
        self.changed.emit()

    def _apply_call(self, call: wire.PresentCallView) -> None:
        known = self._calls.get(call.id)
        if call.state is CallState.ENDED:
            self._calls.pop(call.id, None)
            self._ended.add(call.id)
            self._words.pop(call.id, None)
            self.ended.emit(call.id)
            return
        self._calls[call.id] = call
        if self._rings_here(call) and (known is None or not self._rings_here(known)):
            self.rings.emit(call)
        elif known is not None and self._rings_here(known) and not self._rings_here(call):
            self.ended.emit(call.id)

    @staticmethod
    def _rings_here(call: wire.PresentCallView) -> bool:
        return call.state is CallState.RINGING and not call.outward and not call.waiting

    @property
    def all(self) -> list[wire.PresentCallView]:
        """One's own first, talking before ringing; then the queue, the longest wait first."""
        rank = {CallState.TALKING: 0, CallState.HELD: 1, CallState.RINGING: 2}
        return sorted(self._calls.values(), key=lambda call: (call.waiting, rank.get(call.state, 3), call.since))

    @property
    def own(self) -> list[wire.PresentCallView]:
        """Those of one's own phone."""
        return [call for call in self.all if not call.waiting]

    @property
    def queue(self) -> list[wire.PresentCallView]:
        """Those that wait for the switchboard."""
        return [call for call in self.all if call.waiting]

    def get(self, call_id: str) -> wire.PresentCallView | None:
        """The call with this id, while it goes on."""
        return self._calls.get(call_id)

    @property
    def chosen(self) -> wire.PresentCallView | None:
        """The call that a transfer moves: while a colleague is asked the one that waits for it, else the one chosen, else the
        one talked to. The asking itself is passed on to nobody."""
        if (asking := self.asking) is not None:
            return asking
        if self._chosen in self._calls:
            return self._calls[self._chosen]
        talking = [call for call in self.own if call.state in (CallState.TALKING, CallState.HELD)]
        return talking[0] if talking else None

    @property
    def asking(self) -> wire.PresentCallView | None:
        """The call whose caller waits while somebody is asked."""
        return next((call for call in self.own if call.consulting), None)

    def say(self, call_id: str, word: str) -> None:
        """So much is typed of what this call is about."""
        self._words[call_id] = word

    def word(self, call: wire.PresentCallView) -> str:
        """What is said of the call when it is passed on: what is typed here, else what came with it."""
        return self._words.get(call.id, call.word)

    def choose_next(self) -> None:
        """The next call is the one that a transfer moves."""
        calls = self.all
        if not calls:
            return
        ids = [call.id for call in calls]
        present = self.chosen
        at = ids.index(present.id) if present is not None else -1
        self._chosen = ids[(at + 1) % len(ids)]
        self.changed.emit()

    def choose(self, call_id: str) -> None:
        """This call is the one that a transfer moves."""
        self._chosen = call_id
        self.changed.emit()
