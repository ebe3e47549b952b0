"""A core with its model PBX, and what it told of present calls."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.access import Caller, Role
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import until

OUTSIDE = "0923555012"
RECEPTION = frozenset({"role:receptionist"})
PER = Caller("per", "2042", "bygg", frozenset({Role.EMPLOYEE}))


@dataclass
class House:
    """A core with its model PBX and what it told of calls."""

    core: Core
    pbx: EmbeddedPbx
    clock: Clock
    frames: list[Frame]

    async def told(self) -> list[tuple[frozenset[str], wire.PresentCallView]]:
        """Everything told of calls so far: to whom, and what."""
        await self.core.reception.calls.idle()
        return [
            (frame.audience or frozenset(), msgspec.json.decode(frame.full, type=wire.CallChanged).call)
            for frame in self.frames
            if frame.kind == EventKind.CALL
        ]

    async def heard(self, count: int) -> list[tuple[frozenset[str], wire.PresentCallView]]:
        """Wait until so much was told."""
        await until(lambda: sum(frame.kind == EventKind.CALL for frame in self.frames) >= count)
        return await self.told()
