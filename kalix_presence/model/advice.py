"""What somebody should know while they write a message: can this person call back in time, and who could instead. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kalix_presence.model.absence import Absence, ForwardKind
from kalix_presence.model.worktime import WorkingTime


@dataclass(frozen=True, slots=True)
class Advice:
    """`due` is when the message would be due. `away` and `away_until` (None: until further notice) are as colleagues see it.

    `in_time` False: the person is away beyond the due time, on holiday for instance. Then `deputy` is whom to leave the message
    for instead, None when there is none or the deputy is away as long.
    """

    due: datetime
    in_time: bool = True
    away: bool = False
    away_until: datetime | None = None
    deputy: str | None = None


def advice_for(absence: Absence | None, *, due: datetime, deputy: str | None, deputy_absence: Absence | None) -> Advice:
    """The advice for a message to somebody for whom `absence` holds now, and `deputy_absence` for their deputy."""
    in_time = not _outlasts(absence, due)
    proposed = None if in_time or _outlasts(deputy_absence, due) else deputy
    return Advice(due, in_time, absence is not None, absence.end if absence is not None else None, proposed)


def is_long(end: datetime | None, now: datetime, worktime: WorkingTime) -> bool:
    """Whether an absence until `end` (None: no end) lasts past the next working day's beginning: too long for a message to
    wait. For whoever cannot ask the hub by when it would be due."""
    if end is None:
        return True
    starts = worktime.starts(worktime.next_working_day(now.astimezone(worktime.tz).date()))
    return starts is not None and end > starts


def _outlasts(absence: Absence | None, due: datetime) -> bool:
    """Whether it keeps somebody from calling back by `due`; whoever takes calls elsewhere can call from there too."""
    if absence is None or absence.forward.kind in (ForwardKind.NONE, ForwardKind.MOBILE):
        return False
    return absence.end is None or absence.end > due
