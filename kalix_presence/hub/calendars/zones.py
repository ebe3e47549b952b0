"""Time zones as calendars name them: by the world's names, by Windows' names, by a path around them, or defined in the file.

Each file has its own: what one person's file says of "Customized Time Zone" concerns no other file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from kalix_presence.hub.calendars.components import Component, Property
from kalix_presence.hub.calendars.values import moment_of
from kalix_presence.model.recurrence import read_rule, walls

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+/-]{1,60}", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?", re.ASCII)
_SAID = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2})(?:[:.]?(\d\d))?", re.ASCII | re.IGNORECASE)
_CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_MOST_PARTS = 300
"""Definitions of more rules than this are not looked at: no zone on earth has changed as often."""


class Zones:
    """The zones of one calendar; `site` is that of times without any, `unknown` are names nobody knows, read as the site's."""

    def __init__(self, calendar: Component, site: str, first: datetime, last: datetime) -> None:
        self._defined = {part.text("TZID").casefold(): part for part in calendar.parts if part.name == "VTIMEZONE"}
        self._years = (first.year - 3, last.year + 1)
        self.site: tzinfo = ZoneInfo(site)
        self._found: dict[str, tzinfo | None] = {}
        self.unknown: set[str] = set()
        self.own = _named(calendar.text("X-WR-TIMEZONE"))
        """The zone that the calendar says it is shown in."""

    def of(self, name: str) -> tzinfo | None:
        """The zone of a TZID; None where nobody knows it."""
        name = name.strip().strip('"')
        if name not in self._found:
            self._found[name] = self._look(name)
            if self._found[name] is None:
                self.unknown.add(name)
        return self._found[name]

    def guesses(self, *times: Property) -> bool:
        """Whether one of `times` is in a zone that nobody knows."""
        return any(time.parameters.get("TZID", "").strip().strip('"') in self.unknown for time in times)

    def _look(self, name: str) -> tzinfo | None:
        found = _named(name)
        defined = self._defined.get(name.casefold())
        if found is None and defined is not None:
            return _named(defined.text("X-LIC-LOCATION")) or self._as_defined(defined) or self._described(name)
        return found or self._described(name)

    def _as_defined(self, defined: Component) -> tzinfo | None:
        if len(defined.parts) > _MOST_PARTS:
            return None
        try:
            zone = DefinedZone(defined, self._years)
        except (ValueError, OverflowError, KeyError, IndexError):
            return None
        same = isinstance(self.site, ZoneInfo) and zone.is_as(self.site)
        return self.site if same else zone.plain() or zone

    def _described(self, name: str) -> tzinfo | None:
        """A name for people: "(UTC+01:00) Amsterdam, Berlin, Stockholm" names cities, or an offset that is the site's."""
        for word in re.findall(r"[^\W\d_]{4,}", name):
            if (zone := _cities().get(word.casefold())) is not None:
                return ZoneInfo(zone)
        said = _SAID.search(name)
        if said is None:
            return None
        if said.span() == (0, len(name)) and not int(said[3] or 0) and int(said[2]) <= 12:
            return ZoneInfo(f"Etc/GMT{-int(said[1] + said[2]):+d}")
        offset = timedelta(hours=int(said[2]), minutes=int(said[3] or 0)) * (1 if said[1] == "+" else -1)
        winter = datetime(self._years[1], 1, 1, tzinfo=self.site).utcoffset()
        return self.site if winter == offset else None


class DefinedZone(tzinfo):
    """A VTIMEZONE within some years. Raises ValueError when it says nothing."""

    def __init__(self, defined: Component, years: tuple[int, int]) -> None:
        onsets = sorted(onset for part in defined.parts for onset in _onsets(part, years))
        if not onsets:
            raise ValueError(defined.text("TZID")[:40])
        self._walls = [wall for wall, _, _ in onsets]
        self._instants = [wall - before for wall, before, _ in onsets]
        self._offsets = [onsets[0][1], *(after for _, _, after in onsets)]
        self._years = datetime(years[0], 1, 1), datetime(years[1], 12, 31)  # noqa: DTZ001

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """By the wall clock."""
        if moment is None:
            return self._offsets[-1]
        return self._offsets[bisect_right(self._walls, moment.replace(tzinfo=None))]

    def dst(self, moment: datetime | None) -> timedelta:
        """Not told apart."""
        return timedelta()

    def tzname(self, moment: datetime | None) -> str:
        """None has a name of its own."""
        return "defined"

    def fromutc(self, moment: datetime) -> datetime:
        """By the instant."""
        offset = self._offsets[bisect_right(self._instants, moment.replace(tzinfo=None))]
        return (moment.replace(tzinfo=None) + offset).replace(tzinfo=self)

    def is_as(self, other: ZoneInfo) -> bool:
        """Whether both say the same throughout its years."""
        # Rules are usually written as if they had begun in 1601, when no clock was as it is now.
        first, last = max(self._instants[0], self._years[0]), self._years[1]
        near = [each + side for each in self._instants for side in (-timedelta(hours=12), timedelta(hours=12))]
        between = [first + timedelta(days=14 * number) for number in range((last - first).days // 14 + 1)]
        moments = [each.replace(tzinfo=UTC) for each in (*near, *between) if each > first]
        return all(each.astimezone(self).utcoffset() == each.astimezone(other).utcoffset() for each in moments)

    def plain(self) -> tzinfo | None:
        """The zone of a fixed number of hours, where it is one."""
        hours, rest = divmod(self._offsets[-1], timedelta(hours=1))
        if len(set(self._offsets)) > 1 or rest or not -12 <= hours <= 14:
            return None
        return ZoneInfo("UTC" if hours == 0 else f"Etc/GMT{-hours:+d}")


def _onsets(part: Component, years: tuple[int, int]) -> list[tuple[datetime, timedelta, timedelta]]:
    """When a part of a definition begins to hold, by the wall clock before, and the offsets before and from then on."""
    start = part.one("DTSTART")
    begins = None if start is None else moment_of(start.value, {}, lambda _: None)
    if not isinstance(begins, datetime):
        raise ValueError(part.name)
    begins, before, after = begins.replace(tzinfo=None), _offset(part.text("TZOFFSETFROM")), _offset(part.text("TZOFFSETTO"))
    found = {begins}
    first, last = datetime(years[0], 1, 1), datetime(years[1], 12, 31)  # noqa: DTZ001
    for rule in part.all("RRULE"):
        parts = dict(each.upper().split("=", 1) for each in rule.value.split(";") if "=" in each)
        until = moment_of(parts["UNTIL"], {}, lambda _: None) if "UNTIL" in parts else None
        if isinstance(until, datetime):
            until = (until + before).replace(tzinfo=None) if until.tzinfo is not None else until
        elif isinstance(until, date):
            until = datetime(until.year, until.month, until.day, 23, 59)  # noqa: DTZ001
        found.update(walls(read_rule(parts, until=until), begins, first, last))
    for dates in part.all("RDATE")[:_MOST_PARTS]:
        for value in dates.value.split(",")[:_MOST_PARTS]:
            wall = moment_of(value.strip(), {}, lambda _: None)
            if isinstance(wall, datetime):
                found.add(wall.replace(tzinfo=None))
    return [(wall, before, after) for wall in found]


def _offset(text: str) -> timedelta:
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text[:20])
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -offset if found[1] == "-" else offset


def _named(name: str) -> ZoneInfo | None:
    """The zone of this name, of Windows' name for it, or of the name at the end of a path."""
    windows = _windows().get(name.casefold())
    if windows is not None:
        return ZoneInfo(windows)
    parts = name.split("/")
    for size in range(min(len(parts), 3), 0, -1):
        tail = "/".join(parts[-size:])
        if _NAME.fullmatch(tail) and (known := _known().get(tail.casefold())) is not None:
            return ZoneInfo(known)
    return None


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _cities() -> dict[str, str]:
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in _CONTINENTS)
    return {name.rpartition("/")[2].casefold(): name for name in names}


@cache
def _windows() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # CLDR's table

    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


def warm() -> None:
    """Read the tables once, for all files that come."""
    _known(), _cities(), _windows()
