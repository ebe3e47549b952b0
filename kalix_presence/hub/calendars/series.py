"""From the events of one name to what happens when: rules walked in a window, exceptions compared in the series' zone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kalix_presence.hub.calendars.event import Event, Reader
from kalix_presence.hub.calendars.whole_days import Times, days_from
from kalix_presence.model.recurrence import walls

_SLACK = timedelta(days=2)
"""No zone is further from any other."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One time that `event` happens; `base` is the wall time that its series has for it, None for an event by itself."""

    event: Event
    times: Times
    base: datetime | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A series (or single event) and what stands for single occurrences of it."""

    master: Event | None
    instead: tuple[Event, ...] = ()


def series_of(events: list[Event]) -> list[Series]:
    """The series among events of one UID. One that is told again replaces the earlier; several at other times are several.

    By RFC 5545 a UID is one entry's, told anew with a higher SEQUENCE, or the same one and a later DTSTAMP. Two of the same
    revision that begin together and end apart are no telling anew: an export gave two entries one name, and both count, for
    nobody is to be shown as free in the longer one.
    """
    masters: dict[datetime, list[Event]] = {}
    instead: dict[object, Event] = {}
    for event in sorted(events, key=lambda one: one.revision):
        if event.replaces is None:
            beside = masters.get(event.times.start, [])
            others = [one for one in beside if one.revision == event.revision and one.times.end != event.times.end]
            masters[event.times.start] = [*others, event]
        else:
            instead[event.replaces] = event
    told = [event for beside in masters.values() for event in beside]
    newest = max((event.revision[0] for event in told), default=0)
    kept = [event for event in told if event.revision[0] == newest]
    if len(kept) < 2 or not instead:
        found = [Series(master, tuple(instead.values()) if number == 0 else ()) for number, master in enumerate(kept)]
        return found or [Series(None, tuple(instead.values()))]
    repeating = next((event for event in kept if event.rules or event.extra), kept[0])
    return [Series(event, tuple(instead.values()) if event is repeating else ()) for event in kept]


def happenings(series: Series, reader: Reader, first: datetime, last: datetime) -> Iterator[Happening]:
    """Everything of `series` that touches `first` to `last` (aware), lazily and in no certain order."""
    for event in series.instead:
        if _touches(event.times, first, last) and not _is_outdated(event, series.master, reader):
            yield Happening(event, event.times)
    master = series.master
    if master is None:
        return
    if not master.rules and not master.extra:
        if _touches(master.times, first, last) and not _excepted(master, series, reader).has(master.starts, master, reader):
            yield Happening(master, master.times)
        return
    excepted = _excepted(master, series, reader)
    onward = sorted(
        (
            (wall, event)
            for event in series.instead
            if event.onward and isinstance(wall := _wall(event, master, reader), datetime)
        ),
        key=lambda each: each[0],
    )
    furthest = max((abs(event.starts - wall) for wall, event in onward), default=timedelta())
    longest = max([master.times.length, *(event.times.length for _, event in onward)])
    begins = _naive(first, master) - longest - furthest - _SLACK
    ends = _naive(last, master) + furthest + _SLACK
    lengths = dict(_extra(master, reader))
    never = {wall for rule in master.never for wall in walls(rule, master.starts, begins, ends)}
    for base in _bases(master, lengths, begins, ends):
        if base in never or excepted.has(base, master, reader):
            continue
        changed = next((each for each in reversed(onward) if each[0] <= base), None)
        if changed is None:
            times = _moved(master, base, lengths.get(base), reader)
        else:
            times = _moved(changed[1], base + (changed[1].starts - changed[0]), None, reader)
        if times is not None and _touches(times, first, last):
            yield Happening(master if changed is None else changed[1], times, base)


def _is_outdated(event: Event, master: Event | None, reader: Reader) -> bool:
    """Whether the series was changed after it and is without the occurrence that it stands for."""
    if master is None or event.revision[0] >= master.revision[0] or not (master.rules or master.extra):
        return False
    wall = _wall(event, master, reader)
    left_out = {reader.wall_of(moment, master) for moment in master.left_out}
    if not isinstance(wall, datetime):
        return wall in left_out
    return wall in left_out or wall not in set(_bases(master, dict(_extra(master, reader)), wall, wall))


def _bases(master: Event, extra: Iterable[datetime], begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The wall times of a series, each once. Its very first counts, whatever its rule says."""
    seen: set[datetime] = set()
    singles = [wall for wall in (master.starts, *extra) if begins <= wall <= ends]
    for wall in singles:
        if wall not in seen:
            seen.add(wall)
            yield wall
    for rule in master.rules:
        for wall in walls(rule, master.starts, begins, ends):
            if wall not in seen:
                seen.add(wall)
                yield wall


@dataclass(frozen=True, slots=True)
class _Excepted:
    """Wall times, instants and days of a series that do not happen as its rule says."""

    walls: frozenset[datetime]
    instants: frozenset[datetime]
    days: frozenset[date]

    def has(self, base: datetime, master: Event, reader: Reader) -> bool:
        """Whether the occurrence at `base` is one."""
        if base in self.walls or base.date() in self.days:
            return True
        return bool(self.instants) and not master.times.days and reader.instant(base, master.zone) in self.instants


def _excepted(master: Event, series: Series, reader: Reader) -> _Excepted:
    moments = [*master.left_out, *(event.replaces for event in series.instead if event.replaces is not None)]
    found = [reader.wall_of(moment, master) for moment in moments]
    return _Excepted(
        frozenset(wall for wall in found if isinstance(wall, datetime)),
        frozenset(each.astimezone(UTC) for each in moments if isinstance(each, datetime) and each.tzinfo is not None),
        frozenset(day for day in found if not isinstance(day, datetime)),
    )


def _wall(event: Event, master: Event, reader: Reader) -> datetime | date | None:
    return None if event.replaces is None else reader.wall_of(event.replaces, master)


def _extra(master: Event, reader: Reader) -> Iterator[tuple[datetime, timedelta | None]]:
    for moment, length in master.extra:
        wall = reader.wall_of(moment, master)
        if not isinstance(wall, datetime):
            wall = datetime.combine(wall, master.starts.time())
        yield wall, length


def _moved(event: Event, base: datetime, length: timedelta | None, reader: Reader) -> Times | None:
    """The times of `event` when it begins at another wall time; None past the end of the calendar."""
    try:
        if event.times.days:
            return days_from(base.date(), base.date() + timedelta(event.times.days), reader.zones.site)
        start = base.replace(tzinfo=event.zone).astimezone(UTC)
        if length is not None:
            return Times(start, start + length, length)
        end = (base + event.times.length).replace(tzinfo=event.zone).astimezone(UTC)
        if end <= start and event.times.length:  # it begins in an hour that the clocks skip: it lasts as long as it says
            end = start + event.times.length
    except OverflowError:
        return None
    return Times(start, end, event.times.length)


def _naive(moment: datetime, event: Event) -> datetime:
    return moment.astimezone(event.zone).replace(tzinfo=None)


def _touches(times: Times, first: datetime, last: datetime) -> bool:
    return times.start < last and times.end > first and times.end > times.start
