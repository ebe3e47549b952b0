"""Calendars that the hub reads on somebody's behalf, as their owner makes, changes and sees them; no secret ever comes back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType


class CalendarKind(StrEnum):
    """How a calendar is read."""

    CALDAV = "caldav"
    ICS = "ics"
    """A link to a calendar file."""
    GRAPH = "graph"
    """Microsoft 365, the mailbox of the person's e-mail address, by the site's own application."""


class CalendarRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /people/{extension}/calendars; `address` is of a CalDAV server, home or calendar, or the link of a file."""

    kind: CalendarKind
    address: str = ""
    username: str = ""
    password: str = ""


class CalendarChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PATCH /calendars/{id}; what is left out stays. `chosen` are hrefs of `found`, [] for all of them."""

    chosen: list[str] | UnsetType = UNSET
    password: str | UnsetType = UNSET


class FoundCalendar(msgspec.Struct, frozen=True):
    """One of the calendars at a CalDAV address."""

    href: str
    name: str


class LeftOutView(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry that could not be read, or otherwise than it says: the day it begins, and a sentence why."""

    code: str
    day: date | None = None
    detail: str = ""


class CalendarView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One calendar: when it was read last (aware), how many entries lie ahead, and what is wrong, with a sentence about it.

    `left_out` are the first of the entries that could not be read, `unread` how many there are.
    """

    id: str
    kind: CalendarKind
    address: str = ""
    username: str = ""
    chosen: list[str] = []
    found: list[FoundCalendar] = []
    read_at: datetime | None = None
    entries: int = 0
    trouble: str | None = None
    detail: str = ""
    left_out: list[LeftOutView] = []
    unread: int = 0


class CalendarsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /people/{extension}/calendars; `kinds` and `hosts` are what the site allows."""

    calendars: list[CalendarView]
    kinds: list[CalendarKind] = []
    hosts: list[str] = []
