"""The words for a call: what it is doing, why it came where it is, who took or ended it. Their values go over the wires."""

from __future__ import annotations

from enum import StrEnum


class CallState(StrEnum):
    """What a call is doing."""

    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    ENDED = "ended"

    @classmethod
    def _missing_(cls, value: object) -> CallState:
        """A state that a newer hub knows reads as talking: the call is there."""
        return cls.TALKING


class DivertReason(StrEnum):
    """Why a call is not with the one who was called first."""

    NONE = ""
    """It is with them."""
    ABSENCE = "absence"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNREGISTERED = "unregistered"
    """No phone of theirs was connected."""
    LOOP = "loop"
    """It had been there before."""
    PICKED_UP = "picked_up"
    """By whoever has it now."""
    RETURNED = "returned"
    """To whoever had passed it on or parked it."""

    @classmethod
    def _missing_(cls, value: object) -> DivertReason:
        """A reason that only another version of the dialplan knows is not made up: none is told."""
        return cls.NONE


class CallPlace(StrEnum):
    """Where a caller is, or was at the end."""

    PHONE = "phone"
    ANNOUNCEMENT = "announcement"
    SWITCHBOARD = "switchboard"


class CallEndedBy(StrEnum):
    """Who ended a call that nobody answered."""

    CALLER = "caller"
    PBX = "pbx"
    """Nobody there could answer."""


class TakenBy(StrEnum):
    """Who picked up first."""

    OWN = "own"
    """A phone of the person."""
    OTHER = "other"
    """A colleague."""
    MOBILE = "mobile"
    """A number outside that the rule leads to."""
    SWITCHBOARD = "switchboard"
    NOBODY = "none"
