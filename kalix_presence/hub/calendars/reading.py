"""The one reader of calendars: from bytes to entries and to plans, the same for a file, a link, CalDAV, whatever wrote it.

It runs in a process of its own (`reading_process`), for what a file costs is known only when it has been read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import msgspec

from kalix_presence.hub.calendars.components import Component, calendars
from kalix_presence.hub.calendars.event import Event, Reader
from kalix_presence.hub.calendars.free_busy import busy_times
from kalix_presence.hub.calendars.series import Series, happenings, series_of
from kalix_presence.hub.calendars.whole_days import Times
from kalix_presence.hub.calendars.zones import Zones
from kalix_presence.hub.store.calendar_account import LeftOut
from kalix_presence.model.calendar_file import decoded
from kalix_presence.model.entry import Busy, CalendarEntry, Mark
from kalix_presence.model.errors import BadInput

MOST_ENTRIES = 5_000
"""Occurrences of one calendar within the time that is looked ahead."""
MOST_COMPONENTS = 20_000
"""Entries of one calendar that are not over."""
MOST_LEFT_OUT = 20
"""Entries that are named to their owner; more of them are counted."""


class Read(msgspec.Struct, frozen=True):
    """What a calendar gives. `held` is how many entries there were at all, `unread` how many could not be read.

    `cut_off`: its text ends in the middle, so that what it does not say may be there all the same.
    """

    entries: tuple[CalendarEntry, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    held: int = 0
    unread: int = 0
    cut_off: bool = False

    @property
    def lacks(self) -> str | None:
        """Why nothing of it can be used: there is nothing in it, or nothing that can be read."""
        if not self.held:
            return "calendar-empty"
        return "calendar-nothing-usable" if self.unread >= self.held else None


@dataclass(slots=True)
class Opened:
    """One calendar in a file: its events by UID in the order they came, ready to be walked."""

    reader: Reader
    cut_off: bool = False
    """Whether its text ends in the middle."""
    groups: list[list[Event]] = field(default_factory=list)
    busy: list[tuple[str, Times, Busy]] = field(default_factory=list)
    """Of a calendar that says no more: the UID of its part, when, and how busy."""
    left_out: list[LeftOut] = field(default_factory=list)
    held: int = 0
    unread: int = 0
    over: list[Component] = field(default_factory=list)
    uids: list[str] = field(default_factory=list)
    """Every UID that it mentions, also of what is over."""
    read: list[tuple[Component, Event | BadInput]] = field(default_factory=list)


def entries(text: bytes, *, first: datetime, last: datetime, zone: str, owner: str = "") -> Read:
    """Everything in `text` that touches `first` to `last` (aware); times without a zone are in `zone`.

    `owner` is the e-mail address whose answer to an invitation counts. Raises BadInput `calendar-unreadable`,
    `calendar-encoding`, `calendar-too-large`.
    """
    found: list[CalendarEntry] = []
    left_out: list[LeftOut] = []
    held = unread = 0
    cut_off = False
    for calendar in opened(text, first=first, last=last, zone=zone, owner=owner):
        held, unread, cut_off = held + calendar.held, unread + calendar.unread, cut_off or calendar.cut_off
        left_out += calendar.left_out
        for _, times, busy in calendar.busy:
            found.append(CalendarEntry(_key("", times.start), times.start, times.end, busy, times.days > 0))
        for group in calendar.groups:
            ends: dict[str, datetime] = {}
            for each in (each for series in series_of(group) for each in _entries(series, calendar.reader, first, last)):
                two = ends.setdefault(each.key, each.end) != each.end  # they begin together and are not one
                found.append(replace(each, key=_key(each.key, each.end)) if two else each)
                if len(found) > MOST_ENTRIES:
                    raise BadInput("calendar-too-large")
    known = {entry.key: entry for entry in found}
    return Read(tuple(known.values()), tuple(left_out[:MOST_LEFT_OUT]), held, unread, cut_off)


def opened(text: bytes, *, first: datetime, last: datetime, zone: str, owner: str = "") -> Iterator[Opened]:
    """The calendars in a file, their entries read; what is over before `first` is only counted."""
    over = (first - timedelta(days=2)).strftime("%Y%m%d")
    unfolded = decoded(text)
    # Some programs forget the last line; a text that ends within an entry, in another line or before any has more to say.
    ended = unfolded.rstrip().rpartition("\n")[2].upper().startswith("END:")
    for calendar in calendars(unfolded):
        zones = Zones(calendar, zone, first, last)
        reader = Reader(zones, owner, cancels=calendar.text("METHOD").upper() == "CANCEL")
        made = Opened(reader, cut_off=not calendar.whole and not (ended and calendar.parts and calendar.parts[-1].whole))
        by_uid: dict[str, list[Event]] = {}
        for component in calendar.parts:
            if component.name == "VEVENT":
                made.held += 1
                _take(component, made, by_uid, over)
            elif component.name == "VFREEBUSY":
                made.held += 1
                _take_free_busy(component, made, zones, first, last)
            if len(made.read) > MOST_COMPONENTS:
                raise BadInput("calendar-too-large")
        made.groups = list(by_uid.values())
        yield made


def _take(component: Component, made: Opened, by_uid: dict[str, list[Event]], over: str) -> None:
    uid = component.text("UID")
    if uid:
        made.uids.append(uid)
    if _is_over(component, over):
        made.over.append(component)
        return
    known = set(made.reader.zones.unknown)
    try:
        event = made.reader.read(component)
    except BadInput as refusal:
        made.read.append((component, refusal))
        made.unread += 1
        made.left_out.append(LeftOut(refusal.code, _day(component)))
        return
    if made.reader.zones.unknown - known:
        made.left_out.append(LeftOut("entry-zone-unknown", _day(component)))
    made.read.append((component, event))
    by_uid.setdefault(uid or f"\0{_key(component.text('RRULE'), event.times.start)}{event.times.end}", []).append(event)


def _take_free_busy(component: Component, made: Opened, zones: Zones, first: datetime, last: datetime) -> None:
    try:
        made.busy += ((component.text("UID"), *each) for each in busy_times(component, zones, first, last))
    except BadInput as refusal:
        made.unread += 1
        made.left_out.append(LeftOut(refusal.code, _day(component)))
    if len(made.busy) > MOST_ENTRIES:
        raise BadInput("calendar-too-large")


def _is_over(component: Component, over: str) -> bool:
    """Whether it certainly lies before the day `over`, by its text: years of history cost next to nothing."""
    properties = component.properties
    if "RRULE" in properties or "RDATE" in properties or "RECURRENCE-ID" in properties or "DURATION" in properties:
        return False
    line = component.one("DTEND") or component.one("DTSTART")
    day = line.value[:8] if line is not None else ""
    return component.whole and len(day) == 8 and day.isdigit() and day < over


def _day(component: Component) -> date | None:
    line = component.one("RECURRENCE-ID") or component.one("DTSTART")
    try:
        return None if line is None else datetime.strptime(line.value[:8], "%Y%m%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _entries(series: Series, reader: Reader, first: datetime, last: datetime) -> Iterator[CalendarEntry]:
    for each in happenings(series, reader, first, last):
        event = each.event
        yield CalendarEntry(
            key=_key(event.uid, each.times.start if each.base is None else each.base, event.summary if not event.uid else ""),
            start=each.times.start,
            end=each.times.end,
            busy=event.busy,
            all_day=each.times.days > 0,
            private=event.private,
            declined=event.cancelled or event.declined,
            mark=Mark.NONE if event.private else event.mark,
        )


def _key(uid: str, moment: datetime, more: str = "") -> str:
    return hashlib.sha256(f"{uid}\0{moment.isoformat()}\0{more}".encode()).hexdigest()[:24]
