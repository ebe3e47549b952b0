"""From RFC 5545 components to entries: times, busy or free, private, declined; the text only for its mark."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]

from kalix_presence.model.entry import Busy, Entry, Mark, mark_of
from kalix_presence.model.errors import BadInput

_PRIVATE = ("PRIVATE", "CONFIDENTIAL")
_OUTLOOK = {
    "FREE": Busy.FREE,
    "TENTATIVE": Busy.TENTATIVE,
    "BUSY": Busy.BUSY,
    "OOF": Busy.OUT_OF_OFFICE,
    "WORKINGELSEWHERE": Busy.FREE,
}
MOST_ENTRIES = 5_000
"""Occurrences of one calendar within the time that is looked ahead."""


def parsed(text: bytes | str) -> list[Any]:
    """The calendars in a file; raises BadInput `calendar-unreadable`."""
    try:
        found = icalendar.Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        raise BadInput("calendar-unreadable") from None
    calendars = [each for each in found if each.name == "VCALENDAR"]
    if not calendars:
        raise BadInput("calendar-unreadable")
    return calendars


def entries(text: bytes | str, *, first: datetime, last: datetime, zone: str, owner: str = "") -> list[Entry]:
    """Every occurrence in `text` that touches `first` to `last` (aware); times without a zone are in `zone`.

    `owner` is the e-mail address whose answer to an invitation counts. Raises BadInput `calendar-unreadable`.
    """
    found: list[Entry] = []
    for calendar in parsed(text):
        try:
            occurrences = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True).between(first, last)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, ArithmeticError):
            raise BadInput("calendar-unreadable") from None
        for event in occurrences:
            entry = entry_of(event, zone=zone, owner=owner)
            if entry is not None and entry.start < last and entry.end > first:
                found.append(entry)
            if len(found) > MOST_ENTRIES:
                raise BadInput("calendar-too-large")
    return found


def entry_of(event: Any, *, zone: str, owner: str = "") -> Entry | None:
    """One component as an entry; None for one without usable times."""
    times = times_of(event, zone)
    if times is None:
        return None
    starts, ends, all_day = times
    private = text_of(event, "CLASS").upper() in _PRIVATE
    uid, again = text_of(event, "UID"), event.get("RECURRENCE-ID")
    named = f"{uid}\0{again.to_ical().decode() if again is not None else starts.isoformat()}"
    return Entry(
        key=hashlib.sha256(named.encode()).hexdigest()[:24],
        start=starts,
        end=ends,
        busy=busy_of(event),
        all_day=all_day,
        private=private,
        declined=text_of(event, "STATUS").upper() == "CANCELLED" or _declined(event, owner),
        mark=Mark.NONE if private else mark_of(text_of(event, "SUMMARY")),
    )


def times_of(event: Any, zone: str) -> tuple[datetime, datetime, bool] | None:
    """Start and end as instants, and whether it lasts whole days (from midnight to midnight in `zone`)."""
    start = getattr(event.get("DTSTART"), "dt", None)
    if start is None:
        return None
    all_day = not isinstance(start, datetime)
    end = getattr(event.get("DTEND"), "dt", None)
    length = getattr(event.get("DURATION"), "dt", None)
    if end is None:
        end = start + (length if isinstance(length, timedelta) else timedelta(days=1 if all_day else 0))
    try:
        starts, ends = instant_of(start, zone), instant_of(end, zone)
    except (OverflowError, ValueError):
        return None
    return (starts, ends, all_day) if ends > starts else None


def instant_of(moment: date | datetime, zone: str) -> datetime:
    """A day as its midnight in `zone`, a time without zone as a wall time there."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=ZoneInfo(zone))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC)


def busy_of(event: Any) -> Busy:
    """What it says of the time: Outlook's own word first, for it knows more, then the standard's."""
    for name in ("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS"):
        said = _OUTLOOK.get(text_of(event, name).upper())
        if said is not None:
            return said
    if text_of(event, "TRANSP").upper() == "TRANSPARENT":
        return Busy.FREE
    return Busy.TENTATIVE if text_of(event, "STATUS").upper() == "TENTATIVE" else Busy.BUSY


def text_of(event: Any, name: str) -> str:
    """A property as text, "" when it is missing or given more than once."""
    value = event.get(name, "")
    return "" if isinstance(value, list) else str(value)


def attendees(event: Any) -> Iterator[Any]:
    """Those invited."""
    found = event.get("ATTENDEE", [])
    yield from found if isinstance(found, list) else [found]


def _declined(event: Any, owner: str) -> bool:
    mailbox = f"mailto:{owner.casefold()}"
    return bool(owner) and any(
        str(one).casefold() == mailbox and str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
        for one in attendees(event)
    )
