"""What comes by itself of plans and working time: occurrences, less what somebody has come back from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from kalix_presence.model.plan import Occurrence
from kalix_presence.model.preferences import PhoneHours
from kalix_presence.model.worktime import WorkingTime

_BACK, _AHEAD = timedelta(days=60), timedelta(days=60)
"""How far phone hours are looked for: longer than any sensible pause between two of them."""


@dataclass(frozen=True, slots=True)
class Lift:
    """Somebody was back during the occurrence `key`, that ends at `ends`: it holds no more before `until`, the day's end."""

    key: str
    until: datetime
    ends: datetime


def lift_until(now: datetime, worktime: WorkingTime) -> datetime:
    """Until when "back" ends what was planned: the end of the day it is where the person works. Tomorrow is as planned."""
    tomorrow = now.astimezone(worktime.tz).date() + timedelta(1)
    return datetime.combine(tomorrow, time(), worktime.tz).astimezone(UTC)


def lifted(occurrence: Occurrence, lifts: Iterable[Lift]) -> Occurrence | None:
    """What is left of `occurrence`; None when nothing is."""
    until = max((lift.until for lift in lifts if lift.key == occurrence.key), default=None)
    if until is None or until <= occurrence.start:
        return occurrence
    return replace(occurrence, start=until) if until < occurrence.end else None


def gone_home(worktime: WorkingTime, first: datetime, last: datetime) -> Iterator[Occurrence]:
    """Gone for the day, from the end of each working day until the next one starts, where that touches `first` to `last`."""
    day = first.astimezone(worktime.tz).date() - timedelta(1)
    while not worktime.is_working_day(day) and first.date() - day < _BACK:
        day -= timedelta(1)
    end_day = last.astimezone(worktime.tz).date()
    while day <= end_day:
        ends = worktime.ends(day)
        following = None if ends is None else worktime.starts(worktime.next_working_day(day))
        if ends is not None and following is not None:
            yield from _touching(f"gone:{day}", ends, following, first, last)
        day += timedelta(1)


def outside_phone_hours(worktime: WorkingTime, phone: PhoneHours, first: datetime, last: datetime) -> Iterator[Occurrence]:
    """The times between phone hours, each until the next ones begin; after the last ones, until work next begins (P8)."""
    tz = worktime.tz
    over = datetime.combine(phone.until + timedelta(1), time(), tz)
    after = worktime.starts(worktime.next_working_day(phone.until)) or over
    begins = first.astimezone(tz) - _BACK
    day = begins.date()
    before: datetime | None = None
    while day <= min(phone.until, (last + _AHEAD).astimezone(tz).date()):
        for starts, ends in worktime.answering_spans(day):
            yield from _touching(f"phone:{starts:%Y%m%dT%H%M}", before or starts - _BACK, starts, first, last)
            before = ends
        day += timedelta(1)
    if phone.until <= (last + _AHEAD).astimezone(tz).date() and begins.date() <= phone.until:
        yield from _touching(f"phone:{after:%Y%m%dT%H%M}", before or after - _BACK, after, first, last)


def _touching(key: str, start: datetime, end: datetime, first: datetime, last: datetime) -> Iterator[Occurrence]:
    begins, stops = start.astimezone(UTC), end.astimezone(UTC)
    if begins < stops and begins < last and stops > first:
        yield Occurrence(key, begins, stops)
