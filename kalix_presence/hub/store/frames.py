"""One event as JSON, once per view, as it is kept and sent."""

from __future__ import annotations

from dataclasses import dataclass

from kalix_presence.wire.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class Frame:
    """One event as JSON, once per view.

    `number` is the event's durable number (None for line and PBX states). `extension` names the person it is about:
    that person and readers with the full view get `full`, everybody else `colleague`; None: others get nothing. With an
    `audience` only its members get `full` (extensions, "user:NAME", "role:ROLE", "officer:ADMINISTRATION"), and nobody else
    anything.
    """

    kind: EventKind
    number: int | None
    extension: str | None
    full: bytes
    colleague: bytes | None
    audience: frozenset[str] | None = None
