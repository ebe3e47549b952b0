"""The usual return time of a reason, in the forms that nearly every site gives it read without the languages' words.

Each desk says these in its menu, minute by minute; what people type themselves is read by `typed_time`, which is many times as
large and comes with the first window. What it says of these forms is what is said here.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import Reason
from kalix_presence.model.when.return_time import ReturnTime
from kalix_presence.model.worktime import WorkingTime

_MINUTES = re.compile(r"([1-9]\d{0,2}) min", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3])\.([0-5]\d)", re.ASCII)


def usual(reason: Reason, *, now: datetime, worktime: WorkingTime) -> ReturnTime | None:
    """The reason's usual return time at `now`; None when it has none or that has passed today."""
    if reason.usual is None:
        return None
    today = now.astimezone(worktime.tz).date()
    if found := _MINUTES.fullmatch(reason.usual):
        return ReturnTime(_whole_minute(now.astimezone(UTC) + timedelta(minutes=int(found[1]))))
    if found := _CLOCK.fullmatch(reason.usual):
        return _ahead(today, time(int(found[1]), int(found[2])), now, worktime)
    if reason.usual == "rest of day":
        return _start(worktime.next_working_day(today), now, worktime)
    if reason.usual == "tomorrow":
        day = today + timedelta(1)
        return _start(day if worktime.is_working_day(day) else worktime.next_working_day(day), now, worktime)
    from kalix_presence.model.when.typed_time import read

    try:
        return read(reason.usual, now=now, worktime=worktime, language="en")
    except BadInput:
        return None


def _whole_minute(moment: datetime) -> datetime:
    """Callers hear whole minutes, so it ends on one, never earlier."""
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)


def _start(day: date, now: datetime, worktime: WorkingTime) -> ReturnTime | None:
    start = worktime.starts(day)
    return _ahead(day, time(8) if start is None else start.time(), now, worktime)


def _ahead(day: date, clock: time, now: datetime, worktime: WorkingTime) -> ReturnTime | None:
    """That wall time; None where a clock change skips it, and when it has passed."""
    instant = datetime.combine(day, clock, worktime.tz).astimezone(UTC)
    there = instant.astimezone(worktime.tz)
    return ReturnTime(instant) if (there.date(), there.time()) == (day, clock) and instant > now else None
