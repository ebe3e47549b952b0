"""When something repeats: the part of RFC 5545's recurrence rules that makes sense for absences, on wall times."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from kalix_presence.model.errors import BadInput
from kalix_presence.model.recurrence import Rule, read_rule, walls

LONGEST_TEXT = 300
MOST_COUNT = 2000
_LEAP = 8
"""Years within which there is a 29 February, also around one like 2100."""
_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"[1-9]\d{0,2}",
    "COUNT": r"[1-9]\d{0,3}",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "BYDAY": r"[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)){0,30}",
    "BYMONTHDAY": r"-?\d{1,2}(,-?\d{1,2}){0,30}",
    "BYMONTH": r"\d{1,2}(,\d{1,2}){0,11}",
    "BYSETPOS": r"-?\d{1,3}(,-?\d{1,3}){0,10}",
    "BYWEEKNO": r"-?\d{1,2}(,-?\d{1,2}){0,20}",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}


def read_repeat(rule: str, *, starts: datetime, zone: str) -> str:
    """The rule as it is kept: upper case, without "RRULE:", `UNTIL` as a wall time in `zone`.

    Raises BadInput `plan-repeat` for what is no such rule, or repeats more often than daily.
    """
    plain = rule.strip().upper().removeprefix("RRULE:")
    parts = [part.partition("=") for part in plain.split(";") if part]
    names = [name for name, _, _ in parts]
    known = all(re.fullmatch(_PARTS.get(name, "(?!)"), value, re.ASCII) for name, _, value in parts)
    if (
        len(plain) > LONGEST_TEXT
        or not known
        or "FREQ" not in names
        or len(set(names)) != len(names)
        or {"COUNT", "UNTIL"} <= set(names)
    ):
        raise BadInput("plan-repeat", field="repeat")
    kept = ";".join(f"{name}={_wall(value, zone) if name == 'UNTIL' else value}" for name, _, value in parts)
    try:
        count = next((int(value) for name, _, value in parts if name == "COUNT"), 1)
        if count > MOST_COUNT:
            raise ValueError(count)
        _rule(kept)
    except (ValueError, OverflowError):
        raise BadInput("plan-repeat", field="repeat") from None
    return kept


def begins(rule: str, *, starts: datetime, zone: str, first: datetime, last: datetime) -> Iterator[datetime]:
    """The wall times (naive) from `first` until `last` at which it begins, in order."""
    if not rule:
        if first <= starts <= last:
            yield starts
        return
    try:
        ruled = _rule(read_repeat(rule, starts=starts, zone=zone))
    except BadInput:  # kept by a version that knew more
        return
    yield from walls(ruled, starts, first, last)


def never_comes(rule: str, starts: datetime) -> BadInput:
    """What to say of a kept rule that names no time from `starts` on: which day or week there is none of, where that is it."""
    ruled = _rule(rule)
    years = range(starts.year, (starts.year + _LEAP if ruled.until is None else ruled.until.year) + 1)
    if not years:  # it ended before it began: its days and weeks are nothing to blame
        return BadInput("plan-never", field="repeat")
    lengths = {month: {monthrange(year, month)[1] for year in years} for month in ruled.months}
    named = [(day, month) for day in ruled.month_days for month in ruled.months]
    if named and all(day > max(lengths[month]) for day, month in named):
        return BadInput("plan-no-such-day", field="repeat", day=named[0][0], month=named[0][1])
    weeks = [week for week in ruled.weeks if all(date(year, 12, 28).isocalendar().week < week for year in years)]
    if weeks and len(weeks) == len(ruled.weeks):
        return BadInput("plan-no-such-week", field="repeat", week=weeks[0])
    return BadInput("plan-never", field="repeat")


def _wall(until: str, zone: str) -> str:
    """UNTIL as a wall time: RFC 5545 gives it in UTC for a start with a zone; a mere day means the whole of it."""
    if len(until) == 8:
        return f"{until}T235959"
    if not until.endswith("Z"):
        return until
    try:
        instant = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise BadInput("plan-repeat", field="repeat") from None
    return f"{instant.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"


@lru_cache(maxsize=4096)
def _rule(kept: str) -> Rule:
    parts = dict(part.split("=", 1) for part in kept.split(";"))
    return read_rule(parts, until=_moment(parts["UNTIL"]) if "UNTIL" in parts else None)


def _moment(until: str) -> datetime:
    return datetime.strptime(until, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall time
