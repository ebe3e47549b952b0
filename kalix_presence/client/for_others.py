"""Changes for somebody else: at the hub at once, or without contact in the outbox like one's own."""

from __future__ import annotations

from dataclasses import dataclass

from kalix_presence import wire
from kalix_presence.client.connection.rest import new_key
from kalix_presence.client.session import Session
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Taken:
    """A change made for somebody: the hub's answer, or None when it waits on this computer until the hub answers."""

    extension: str
    reply: wire.StatusReply | None


async def set_for(session: Session, extension: str, request: wire.AbsenceRequest) -> Taken:
    """Set somebody's absence; without contact it waits in the outbox like one's own, with the same key: the hub may have done
    it, and only the answer was lost."""
    key = new_key()
    try:
        return Taken(extension, await session.hub.set_absence(extension, request, key=key))
    except Unavailable:
        await session.set_absence(extension, request, key=key)
        return Taken(extension, None)


async def end_for(session: Session, extension: str) -> Taken:
    """End somebody's absence; without contact it waits in the outbox, with the same key."""
    key = new_key()
    try:
        return Taken(extension, await session.hub.end_absence(extension, key=key, way=Way.TRAY))
    except Unavailable:
        await session.back(extension, key=key)
        return Taken(extension, None)
