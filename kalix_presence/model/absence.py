"""An absence: why somebody cannot be reached, from when, until when, and where callers go meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Way(StrEnum):
    """By which way an absence was set (shown to people: "set by you in the tray")."""

    TRAY = "tray"
    CLI = "cli"
    PHONE = "phone"
    RECEPTIONIST = "receptionist"
    DELEGATE = "delegate"
    """By somebody whom the person lets do it."""
    PLAN = "plan"
    CALENDAR = "calendar"
    SCHEDULE = "schedule"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> Way:
        """A way that a newer hub knows reads as unknown rather than breaking an older client."""
        return cls.UNKNOWN


class ForwardKind(StrEnum):
    """Where callers are sent."""

    SWITCHBOARD = "switchboard"
    MOBILE = "mobile"
    COLLEAGUE = "colleague"
    NUMBER = "number"
    NONE = "none"
    """Calls ring at the phone as usual (an absence that only informs)."""

    @classmethod
    def _missing_(cls, value: object) -> ForwardKind:
        return cls.SWITCHBOARD


@dataclass(frozen=True, slots=True)
class Forward:
    """Where callers go; `number` (extension or E.164/national digits) only for colleague and number."""

    kind: ForwardKind = ForwardKind.SWITCHBOARD
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """One absence of one person.

    `start` and `end` are aware instants (UTC); `end` None means until further notice, which only some reasons allow.
    `zone` is the IANA zone in which "13.00" was meant. `reason` is a reason's code. `set_by` is the extension or username of
    whoever set it, `way` how; `why` what somebody else said when they set it for the person. `id` is unique for ever.
    What comes of a plan, a calendar or working time names its occurrence in `source`; `deputy` is who has agreed to cover.
    """

    id: str
    extension: str
    reason: str
    start: datetime
    end: datetime | None
    forward: Forward
    note: str
    set_by: str
    way: Way
    zone: str = "Europe/Stockholm"
    why: str = ""
    source: str = ""
    deputy: str | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("an absence's moments carry their zone")
        if self.end is not None and self.end <= self.start:
            raise ValueError("an absence ends after it starts")

    def holds_at(self, moment: datetime) -> bool:
        """Whether it holds at `moment`: from its start on, and no longer at its end."""
        return self.start <= moment and (self.end is None or moment < self.end)
