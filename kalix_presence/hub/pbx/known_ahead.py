"""What the PBX is told ahead, so that a phone code means the same whether the hub lives or not.

A code without a time ends after some minutes, until further notice, or at a moment that depends on the day it is dialled and on
when the person works. The last are worked out for the days to come: for each group of people who work alike, each day and each
kind of usual time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SITE = "site"
"""The group of all who work as the site does."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a reason's phone digit means. `told` is what callers hear, `shown` what desk phones show; `minutes` until back, 0
    until further notice, None when it depends on the day: then `kind` numbers how. `goes` is "switchboard", "mobile" or
    "none": where calls go if the person has such a number."""

    told: str
    shown: str
    goes: str
    minutes: int | None = None
    kind: int = 0


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose phone it is: the group that works alike, and the mobile that calls may go to ("" none)."""

    group: str = SITE
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Ends:
    """When whoever dials on one day is back: at `first`, or at `after` once that has passed."""

    first: datetime
    after: datetime | None = None

    def end(self, at: datetime) -> datetime | None:
        """For a code dialled at `at`; None when it is not known."""
        return self.first if self.first > at else self.after


@dataclass(frozen=True, slots=True)
class KnownAhead:
    """All of it. `zone` is that of the days in `ends`, whose keys are group, day and kind."""

    zone: str = "UTC"
    usual: Mapping[str, Usual] = field(default_factory=dict)
    owners: Mapping[str, Owner] = field(default_factory=dict)
    ends: Mapping[tuple[str, date, int], Ends] = field(default_factory=dict)

    def owner(self, extension: str) -> Owner:
        """Whose phone `extension` is."""
        return self.owners.get(extension, Owner())

    def end(self, digit: str, extension: str, at: datetime) -> datetime | None:
        """When a code without a time dialled at `at` ends; None until further notice. Raises LookupError when not known."""
        usual = self.usual[digit]
        if usual.minutes is not None:
            return _whole_minute(at + timedelta(minutes=usual.minutes)) if usual.minutes else None
        day = at.astimezone(ZoneInfo(self.zone)).date()
        found = self.ends[self.owner(extension).group, day, usual.kind].end(at)
        if found is None:
            raise LookupError(digit)
        return found.astimezone(UTC)


def _whole_minute(moment: datetime) -> datetime:
    """The first whole minute from there on, as return times are read: a voice says no seconds."""
    return moment + timedelta(microseconds=-(moment.second * 1_000_000 + moment.microsecond) % 60_000_000)
