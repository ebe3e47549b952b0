"""Values of RFC 5545 as Python has them: days and times with their zones, lengths, periods; ValueError for what is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from kalix_presence.hub.calendars.components import Property

Moment = date | datetime
"""A day, or a time: aware, or naive where it means the wall clock of whoever reads it."""
ZoneOf = Callable[[str], tzinfo | None]
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII | re.IGNORECASE)
_LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?", re.IGNORECASE
)


def moment_of(value: str, parameters: dict[str, str], zone_of: ZoneOf) -> Moment:
    """One day or time."""
    found = _TIME.fullmatch(value)
    if found is None:
        raise ValueError(value[:40])
    day = date(int(found[1]), int(found[2]), int(found[3]))
    if found[4] is None or parameters.get("VALUE", "").upper() == "DATE":
        return day
    hour, second = int(found[4]), min(int(found[6] or 0), 59)  # 60 is a leap second
    late = hour == 24
    time = datetime(day.year, day.month, day.day, 0 if late else hour, int(found[5]), second)  # noqa: DTZ001 - may be a wall time
    time += timedelta(days=late)
    if found[7]:
        return time.replace(tzinfo=UTC)
    zone = zone_of(parameters["TZID"]) if "TZID" in parameters else None
    return time.replace(tzinfo=zone)


def moments_of(line: Property, zone_of: ZoneOf) -> Iterator[tuple[Moment, timedelta | None]]:
    """The times of an EXDATE or RDATE, with how long each lasts where it is a period."""
    for value in line.value.split(","):
        if not value.strip():
            continue  # what some programs write for none
        starts, slash, ends = value.strip().partition("/")
        start = moment_of(starts, {} if slash else line.parameters, zone_of) if not slash else _starts(starts, line, zone_of)
        yield start, None if not slash else _lasts(start, ends, line, zone_of)


def length_of(value: str) -> timedelta:
    """A DURATION."""
    found = _LENGTH.fullmatch(value)
    if found is None or not any(found.groups()[1:]):
        raise ValueError(value[:40])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def _starts(value: str, line: Property, zone_of: ZoneOf) -> Moment:
    return moment_of(value, {name: said for name, said in line.parameters.items() if name != "VALUE"}, zone_of)


def _lasts(start: Moment, ends: str, line: Property, zone_of: ZoneOf) -> timedelta:
    if ends[:1].upper() in ("P", "+", "-"):
        return length_of(ends)
    end = _starts(ends, line, zone_of)
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise ValueError(ends[:40])
    return end - start
