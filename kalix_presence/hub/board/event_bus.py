"""The event bus: what just changed, in commit order, encoded once per view for every stream that listens."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kalix_presence import wire
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.supervision.faults import apart

Listener = Callable[[Frame], None]


def encoded(event: wire.Event, *, colleague: wire.Event | None, extension: str | None = None) -> Frame:
    """The frame of `event`; `colleague` is the same event as colleagues may see it, or None when they get nothing."""
    full = msgspec.json.encode(event)
    if colleague is event:
        theirs: bytes | None = full
    else:
        theirs = None if colleague is None else msgspec.json.encode(colleague)
    kind = event.__struct_config__.tag
    return Frame(str(kind), getattr(event, "number", None), extension, full, theirs)


class EventBus:
    """Hands every frame to every listener, on the event loop, in the order of the commits.

    A listener returns at once: it puts the frame on its own bounded queue or writes it to a transport. One that fails is
    logged, and neither the others nor whoever publishes notice: that is often the very commit of a change.
    """

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Give every frame from now on to `listener`; call what is returned to stop."""
        self._listeners = (*self._listeners, listener)

        def stop() -> None:
            self._listeners = tuple(other for other in self._listeners if other is not listener)

        return stop

    def publish(self, frame: Frame) -> None:
        """Hand `frame` to everybody who listens. Never raises."""
        for listener in self._listeners:
            with apart("listener-failed", kind=frame.kind):
                listener(frame)
