"""One event as JSON, once per view, as it is kept and sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """What an event is of, as `wire.Event` calls it: those that the hub itself looks for."""

    DIRECTORY = "directory"
    DRIFT = "drift"
    LINES = "lines"
    NOTICES = "notices"
    PBX = "pbx"
    PERSON = "person"
    PLANS = "plans"
    STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Frame:
    """One event as JSON, once per view.

    `kind` is the tag of the event (an `EventKind`, where the hub itself looks for it).
    `number` is the event's durable number (None for line and PBX states). `extension` names the person it is about:
    that person and readers with the full view get `full`, everybody else `colleague`; None: others get nothing. With an
    `audience` only its members get `full` (extensions, "user:NAME", "role:ROLE", "officer:ADMINISTRATION"), and nobody else
    anything.
    """

    kind: str
    number: int | None
    extension: str | None
    full: bytes
    colleague: bytes | None
    audience: frozenset[str] | None = None
