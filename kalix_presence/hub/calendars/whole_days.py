"""Whole days, however they are written: as days, midnight to midnight, until 23:59, in UTC, or with a program's mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kalix_presence.hub.calendars.values import Moment

_LAST_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Times:
    """From `start` to `end` (UTC); or `days` whole days from `first`, wherever its reader is. `length` is by the wall clock."""

    start: datetime
    end: datetime
    length: timedelta
    first: date | None = None
    days: int = 0
    written: datetime | None = field(default=None, compare=False)
    """When it begins as it stands there, with its zone: a series goes on by that, also where the clocks skip its first time."""

    def wall(self, zone: tzinfo) -> datetime:
        """When it begins by the wall clock of `zone`."""
        if self.first is not None:
            return datetime.combine(self.first, time())
        if self.written is not None and self.written.tzinfo is zone:
            return self.written.replace(tzinfo=None)
        return self.start.astimezone(zone).replace(tzinfo=None)


def span_of(start: Moment, end: Moment, *, flagged: bool, sites: tuple[tzinfo, ...]) -> Times:
    """From `start` to `end`, which are aware; a time that lasts whole days in its own zone or one of `sites` is whole days.

    `flagged`: the calendar says that it is. The last of `sites` is the zone whose midnights count. Raises ValueError for an end
    before the start.
    """
    if not isinstance(start, datetime):
        last = end if not isinstance(end, datetime) else _day_after(end)
        if last < start:
            raise ValueError(last)
        return days_from(start, max(last, start + timedelta(1)), sites[-1])
    if not isinstance(end, datetime):
        end = datetime.combine(end, time(), start.tzinfo)
    if end < start:
        raise ValueError(end)
    own = start.tzinfo or UTC
    for zone in (own, *sites) if own is not UTC else (*sites, own):
        first, after = _midnight(start.astimezone(zone)), _midnight(end.astimezone(zone))
        if first is not None and after is not None and after > first:
            return days_from(first, after, sites[-1])
    if flagged:
        return days_from(start.date(), max(_day_after(end), start.date() + timedelta(1)), sites[-1])
    length = end.replace(tzinfo=None) - start.replace(tzinfo=None) if start.tzinfo is end.tzinfo else end - start
    begins, ends = start.astimezone(UTC), end.astimezone(UTC)
    if ends <= begins and length:  # it begins in an hour that the clocks skip: it lasts as long as it says
        ends = begins + length
    return Times(begins, ends, length, written=start)


def day_of(moment: Moment, sites: Iterable[tzinfo]) -> date:
    """The day that is meant by a time in a series of whole days: that of whose midnight it is, else its own."""
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return moment.date() if isinstance(moment, datetime) else moment
    for zone in sites:
        there = moment.astimezone(zone)
        if there.time() == time():
            return there.date()
    return moment.date()


def days_from(first: date, after: date, zone: tzinfo) -> Times:
    """The whole days from `first` until before `after`; their midnights are those of `zone`."""
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, after))
    return Times(start, end, timedelta((after - first).days), first, (after - first).days)


def _midnight(moment: datetime) -> date | None:
    """The day that begins then, or a minute after: 23:59 is meant as the end of its day."""
    if moment.time() == time():
        return moment.date()
    late = moment.replace(tzinfo=None) + _LAST_MINUTE
    return late.date() if late.time() < time(0, 1) and late.date() != moment.date() else None


def _day_after(end: datetime) -> date:
    """The first day that is none of it any more."""
    return end.date() if end.time() == time() else end.date() + timedelta(1)
