"""What other rooms do when the PBX tells something: they hang themselves in here, and know nothing of who listens to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from kalix_presence.hub.pbx.protocol import CallRecord, PlacedCallEnded, PresentCall, RangFromPhone, Talked
from kalix_presence.model.line import LineState


class PbxHooks:
    """Each is called in the hub's loop, one event after the other; what it refuses waits in the PBX's journal."""

    def __init__(self) -> None:
        self.on_ready: Callable[[], Awaitable[None]] = _nothing
        self.also_ready: list[Callable[[], None]] = []
        self.on_line: Callable[[str, LineState], None] = lambda extension, line: None
        self.on_lost: Callable[[], Awaitable[None]] = _nothing
        self.on_call_recorded: Callable[[CallRecord], Awaitable[None]] = _nothing
        self.on_talked: Callable[[Talked], Awaitable[None]] = _nothing
        self.on_placed_call_ended: Callable[[PlacedCallEnded], Awaitable[None]] = _nothing
        self.on_rang_from_phone: Callable[[RangFromPhone], Awaitable[None]] = _nothing
        self.on_call_seen: Callable[[PresentCall], None] = lambda call: None


async def _nothing(*_: object) -> None:
    """Nobody listens."""
