"""The forwarding rule: what the PBX does with a call to an extension while an absence holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Divert(StrEnum):
    """When a call is forwarded."""

    ALWAYS = "always"
    BUSY = "busy"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class ForwardingRule:
    """The whole rule of one extension, as it lies in one PBX key.

    `id` is the absence's id; `target` the number the PBX dials; `until` an aware UTC instant of whole seconds or None;
    `told` the clip of what callers hear (a reason's `told_as`: "away" for sick, never the sensitive word);
    `signals` counts rings before NO_ANSWER diverts (P2; 6 s each in Sweden).
    """

    extension: str
    id: str
    divert: Divert
    target: str
    until: datetime | None
    told: str
    signals: int = 5
