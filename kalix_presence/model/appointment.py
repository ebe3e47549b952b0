"""An appointment: who is telephone officer or deputy officer, for which administration or unit, and from when to when (P15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kalix_presence.model.errors import BadInput, Conflict

LONGEST = timedelta(days=3660)
"""How far from today the days of an appointment may lie."""


class Post(StrEnum):
    """What somebody is appointed to be."""

    OFFICER = "officer"
    """Telephone officer ("telefonansvarig"): one for each unit at a time."""
    DEPUTY = "deputy"
    """Who stands in for the officer; there may be several."""
    UNKNOWN = "unknown"
    """A post that a newer hub knows."""

    @classmethod
    def _missing_(cls, value: object) -> Post:
        return cls.UNKNOWN


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment. `unit` is an administration or a unit in it, with all below it; `since` and `until` are days where the
    site is, both included, `until` None for as long as nothing else is said. `appointed_by` is an extension, or "user:NAME"."""

    id: str
    version: int
    unit: str
    post: Post
    extension: str
    since: date
    until: date | None
    appointed_by: str
    appointed_at: datetime

    def holds(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return holds(self.since, self.until, day)

    def meets(self, other: Appointment) -> bool:
        """Whether there is a day on which both hold."""
        return (self.until is None or other.since <= self.until) and (other.until is None or self.since <= other.until)


def holds(since: date, until: date | None, day: date) -> bool:
    """Whether what is from `since` until `until` (None: no end), both included, holds on `day`."""
    return since <= day and (until is None or day <= until)


def check_days(since: date, until: date | None, today: date) -> None:
    """Raises BadInput `appointment-days` for an end before the beginning, or days that nobody means."""
    far = (each for each in (since, until) if each is not None and abs(each - today) > LONGEST)
    if (until is not None and until < since) or any(far):
        raise BadInput("appointment-days", field="until")


def check_free(wanted: Appointment, others: list[Appointment]) -> None:
    """Raises Conflict `appointment-taken` when on one of its days the unit has an officer, or the person that post."""
    for other in others:
        if other.id == wanted.id or other.unit != wanted.unit or other.post is not wanted.post or not other.meets(wanted):
            continue
        if wanted.post is Post.OFFICER or other.extension == wanted.extension:
            raise Conflict("appointment-taken", extension=other.extension)
