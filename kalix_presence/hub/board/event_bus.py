"""The event bus: what just changed, in commit order, encoded once per view for every stream that listens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store.events import add_event
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.wire.events import kind_of

Listener = Callable[[Frame], None]


def encoded(event: wire.Event, *, colleague: wire.Event | None, extension: str | None = None) -> Frame:
    """The frame of `event`; `colleague` is the same event as colleagues may see it, or None when they get nothing."""
    full = msgspec.json.encode(event)
    if colleague is event:
        theirs: bytes | None = full
    else:
        theirs = None if colleague is None else msgspec.json.encode(colleague)
    return Frame(kind_of(event), getattr(event, "number", None), extension, full, theirs)


def addressed(event: wire.Event, audience: frozenset[str]) -> Frame:
    """The frame of `event`, which only `audience` gets (see `Frame`)."""
    return Frame(kind_of(event), getattr(event, "number", None), None, msgspec.json.encode(event), None, audience)


class EventBus:
    """Numbers the board and hands every frame to every listener, on the event loop, in the order of the commits.

    A listener returns at once: it puts the frame on its own bounded queue or writes it to a transport. One that fails is
    logged, and neither the others nor whoever publishes notice: that is often the very commit of a change.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._listeners: tuple[Listener, ...] = ()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Give every frame from now on to `listener`; call what is returned to stop."""
        self._listeners = (*self._listeners, listener)

        def stop() -> None:
            self._listeners = tuple(other for other in self._listeners if other is not listener)

        return stop

    def record(self, change: Transaction, frame: Frame, *, now: datetime) -> None:
        """Add a numbered event to the log within `change`, and publish it once that is committed."""
        add_event(change, frame, now=now)
        change.after_commit(lambda: self.publish(frame))

    def publish(self, frame: Frame) -> None:
        """Let the board be of `frame`'s number, and hand it to everybody who listens. Never raises."""
        self._board.number = frame.number or self._board.number
        for listener in self._listeners:
            with apart("listener-failed", kind=frame.kind):
                listener(frame)
