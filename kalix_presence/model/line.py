"""What a telephone line is doing, as the PBX says it."""

from __future__ import annotations

from enum import StrEnum

BY_HAND = "pbx-forwarded-by-hand"
"""The trouble of somebody who is there, and whose calls go elsewhere: not by the hub, which takes no such forward away."""


class LineState(StrEnum):
    """State of a person's line. "Not registered" and "idle" are different things and are never mixed up."""

    IDLE = "idle"
    RINGING = "ringing"
    BUSY = "busy"
    NOT_REGISTERED = "not_registered"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> LineState:
        return cls.UNKNOWN


def is_known(line: LineState, *, pbx: bool) -> bool:
    """Whether anybody knows what the line does now: somebody who is not away is "available" only then (P5). `pbx`: whether the
    PBX is there to say so."""
    return pbx and line is not LineState.UNKNOWN
