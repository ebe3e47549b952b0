"""A planned absence: made ahead of time, once or again and again, with somebody who may cover for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import chain, islice
from zoneinfo import ZoneInfo

from kalix_presence.model.errors import BadInput
from kalix_presence.model.repeat import begins, never_comes, read_repeat

LONGEST = timedelta(days=800)
"""One occurrence: a long parental leave fits."""
FARTHEST = timedelta(days=800)
"""How far ahead a plan may begin."""
MOST_PLANS = 300
"""Plans of one person that are not over."""
MOST_SKIPPED = 400
_EVERY_DATE = timedelta(days=41 * 366)
"""Within so long each date has fallen on each weekday: a 29 February needs 40 years around one that has none."""
MOST_TIMES = 2000
"""Times within a year that all plans of one person hold: five things each day fit. Each time is worked out anew, kept and
shown, while everybody else waits."""
_YEAR = timedelta(days=366)


class DeputyState(StrEnum):
    """How far asking somebody to cover has come; nothing is assumed before they accept."""

    NONE = "none"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"

    @classmethod
    def _missing_(cls, value: object) -> DeputyState:
        return cls.NONE


DEPUTY = "deputy"
"""`forward_to` of a plan whose calls go to the deputy once they have accepted, and to the switchboard until then."""


@dataclass(frozen=True, slots=True)
class AsImported:
    """What a calendar file said of a plan when it was read last, as far as somebody can change it here; as in `Plan`."""

    reason: str
    starts: datetime
    ends: datetime
    zone: str
    repeat: str
    whole_days: int
    skipped: tuple[date, ...]
    forward_to: str | None
    note: str

    @property
    def times(self) -> tuple[object, ...]:
        """When it is; whole days end when work begins, which is no matter of the file."""
        return (self.starts, None if self.whole_days else self.ends, self.zone, self.repeat, self.whole_days)


@dataclass(frozen=True, slots=True)
class Plan:
    """One planned absence of `extension`.

    `starts` and `ends` are wall times in `zone` (naive: "13.00" stays 13.00 over a clock change). `repeat` is an RRULE of
    RFC 5545, "" for once; `skipped` are days on which an occurrence that begins then is left out. `forward_to` is as in
    `wire.AbsenceRequest`, or `DEPUTY`. `uid` names the entry of a calendar file it came from. `version` counts its changes.
    `whole_days`: it lasts so many days, whichever they are, and ends when work next begins; 0 for one that ends at a time.
    `imported`: what the calendar file said, whatever was changed here since; None for a plan of no file.
    """

    id: str
    extension: str
    reason: str
    starts: datetime
    ends: datetime
    zone: str
    set_by: str
    repeat: str = ""
    skipped: tuple[date, ...] = ()
    forward_to: str | None = None
    note: str = ""
    deputy: str | None = None
    deputy_state: DeputyState = DeputyState.NONE
    uid: str = ""
    version: int = 1
    whole_days: int = 0
    imported: AsImported | None = None


Back = Callable[[date], datetime]
"""When work next begins after a day (aware)."""
_LONGEST_BREAK = timedelta(days=31)
"""Between two working days."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something planned holds: aware UTC instants, `end` after `start`.

    `key` names it for ever, whatever else of the plan changes, so that a "back" during it is remembered.
    """

    key: str
    start: datetime
    end: datetime


def check(plan: Plan, *, now: datetime) -> None:
    """Raise BadInput `plan-times`, `plan-too-long`, `plan-too-far`, `plan-over`, `plan-repeat`, `plan-skipped`,
    `plan-all-skipped`, `plan-no-such-day`, `plan-no-such-week` or `plan-never` for a plan that makes no sense at `now`
    (aware)."""
    if plan.starts.tzinfo is not None or plan.ends.tzinfo is not None or plan.ends <= plan.starts:
        raise BadInput("plan-times", field="ends")
    if plan.ends - plan.starts > LONGEST:
        raise BadInput("plan-too-long", field="ends", days=LONGEST.days)
    here = now.astimezone(ZoneInfo(plan.zone)).replace(tzinfo=None)
    if plan.starts - here > FARTHEST:
        raise BadInput("plan-too-far", field="starts", days=FARTHEST.days)
    if len(plan.skipped) > MOST_SKIPPED:
        raise BadInput("plan-skipped", field="skipped", most=MOST_SKIPPED)
    if plan.repeat:
        read_repeat(plan.repeat, starts=plan.starts, zone=plan.zone)
    if is_over(plan, now=now):
        raise _why_none(plan, here)


def _why_none(plan: Plan, here: datetime) -> BadInput:
    """Why it holds neither now nor in the time that is planned: what never comes is not over."""

    def comes(first: datetime, last: datetime) -> bool:
        return any(True for _ in begins(plan.repeat, starts=plan.starts, zone=plan.zone, first=first, last=last))

    horizon = here + FARTHEST + LONGEST
    if plan.skipped and comes(here - (plan.ends - plan.starts), horizon):
        return BadInput("plan-all-skipped", field="skipped")
    if not plan.repeat:
        return BadInput("plan-over", field="ends")
    if comes(here, here + _EVERY_DATE):
        return BadInput("plan-too-far", field="repeat", days=FARTHEST.days)
    if comes(plan.starts, horizon):
        return BadInput("plan-over", field="ends")
    return never_comes(read_repeat(plan.repeat, starts=plan.starts, zone=plan.zone), plan.starts)


def is_over(plan: Plan, *, now: datetime, back: Back | None = None) -> bool:
    """Whether it holds neither at `now` nor later, within what anybody plans ahead; `back` as in `occurrences`."""
    return next(occurrences(plan, now, now + FARTHEST + LONGEST, back=back), None) is None


def refuse_too_often(plans: Iterable[Plan], *, now: datetime) -> None:
    """Raise BadInput `plan-too-often` when `plans`, all of one person, hold more often in the year from `now` than can be
    meant. No more is counted than it takes to know."""
    times = chain.from_iterable(occurrences(plan, now, now + _YEAR) for plan in plans)
    if next(islice(times, MOST_TIMES, None), None) is not None:
        raise BadInput("plan-too-often", field="repeat", most=MOST_TIMES)


def ends_for_good(plan: Plan) -> datetime | None:
    """When the last of its occurrences is over (aware); None for one that goes on for ever."""
    if plan.repeat and not re.search(r"\b(?:UNTIL|COUNT)=", plan.repeat):
        return None
    zone = ZoneInfo(plan.zone)
    first = _instant(plan.starts, zone) - timedelta(days=1)
    last = max((each.end for each in occurrences(replace(plan, skipped=()), first, first + FARTHEST + LONGEST)), default=first)
    return last + (_LONGEST_BREAK if plan.whole_days else timedelta())


def occurrences(plan: Plan, first: datetime, last: datetime, *, back: Back | None = None) -> Iterator[Occurrence]:
    """Its occurrences that hold at any time from `first` until before `last` (aware), in order.

    `back` says when work next begins after the last of its whole days; without it they end as the first of them does.
    """
    zone, length = ZoneInfo(plan.zone), plan.ends - plan.starts
    longest = length + _LONGEST_BREAK if plan.whole_days and back is not None else length
    earliest = first.astimezone(zone).replace(tzinfo=None) - longest - timedelta(hours=2)
    latest = last.astimezone(zone).replace(tzinfo=None) + timedelta(hours=2)
    for wall in begins(plan.repeat, starts=plan.starts, zone=plan.zone, first=earliest, last=latest):
        start, end = _instant(wall, zone), _instant(wall + length, zone)
        if end <= start:  # it begins in an hour that the clocks skip: it lasts as long as it says
            end = start + length
        if plan.whole_days and back is not None:
            end = back(wall.date() + timedelta(plan.whole_days - 1))
        if wall.date() not in plan.skipped and start < end and start < last and end > first:
            yield Occurrence(f"plan:{plan.id}:{wall:%Y%m%dT%H%M}", start, end)


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall time; one that a clock change skips means as much later, one that it repeats the first."""
    return wall.replace(tzinfo=zone).astimezone(UTC)
