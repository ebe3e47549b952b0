"""Which wall times a recurrence rule of RFC 5545 names: period by period, never further than asked, whatever the rule says.

python-dateutil, against which this is tested, looks for the next time of a rule until the year 9999: a rule that never comes
true ("30 February") takes seconds of whoever asks. Here every step is one period nearer to the end of what was asked for.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime, time, timedelta
from enum import StrEnum

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ON = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBERS = {"BYMONTHDAY": 31, "BYMONTH": 12, "BYSETPOS": 366, "BYWEEKNO": 53, "BYYEARDAY": 366}
_TIMES = {"BYHOUR": 23, "BYMINUTE": 59, "BYSECOND": 59}
_KNOWN = {"FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "WKST", *_NUMBERS, *_TIMES}
_MEANS_NOTHING = {"RSCALE": "GREGORIAN", "SKIP": "OMIT"}
"""Parts of RFC 7529 that say what holds without them; a rule by another calendar is none that can be read."""
_MOST_TIMES = 24
"""Times of day of one rule."""


class Every(StrEnum):
    """The period of a rule. What repeats more often than daily is no absence."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule whose numbers make sense. `until` is a wall time that still counts; `on` are which one (or 0) and weekday."""

    every: Every
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    on: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    week_begins: int = 0


def read_rule(parts: dict[str, str], *, until: datetime | None) -> Rule:
    """The rule of these parts (names in upper case); `until` is what their UNTIL means.

    Raises ValueError for a part that makes no sense or that nobody knows (a misspelled end would be none), and for what repeats
    more often than daily.
    """
    if any(
        name not in _KNOWN and not name.startswith("X-") and _MEANS_NOTHING.get(name) != said for name, said in parts.items()
    ):
        raise ValueError(parts)
    numbers = {name: _numbers(parts.get(name, ""), most) for name, most in _NUMBERS.items()}
    times = {name: _numbers(parts.get(name, ""), most, least=0) for name, most in _TIMES.items()}
    if min(numbers["BYMONTH"], default=1) < 1 or any(value < 0 for found in times.values() for value in found):
        raise ValueError(parts)
    sizes = [max(1, len(found)) for found in times.values()]
    interval, count = int(parts.get("INTERVAL", "1")), parts.get("COUNT")
    if interval < 1 or (count is not None and int(count) < 1) or sizes[0] * sizes[1] * sizes[2] > _MOST_TIMES:
        raise ValueError(parts)
    return Rule(
        every=Every(parts["FREQ"]) if "FREQ" in parts else _no_period(),
        interval=interval,
        count=None if count is None else int(count),
        until=until,
        on=tuple(_on(each) for each in parts.get("BYDAY", "").split(",") if each),
        month_days=numbers["BYMONTHDAY"],
        months=numbers["BYMONTH"],
        weeks=numbers["BYWEEKNO"],
        year_days=numbers["BYYEARDAY"],
        positions=numbers["BYSETPOS"],
        hours=times["BYHOUR"],
        minutes=times["BYMINUTE"],
        seconds=times["BYSECOND"],
        week_begins=DAYS.index(parts.get("WKST", "MO")),
    )


def walls(rule: Rule, starts: datetime, first: datetime, last: datetime) -> Iterator[datetime]:
    """The wall times (naive) from `first` to `last`, both included, in order; the series begins at `starts`."""
    last = last if rule.until is None else min(last, rule.until)
    left = rule.count
    whole, times = _implied(rule, starts), _times(rule, starts)
    step = 0 if left is not None else _steps_before(rule, starts, first)
    while True:
        span = _period(whole, starts.date(), step)
        if span is None or datetime.combine(span[0], time()) > last:
            return
        step += 1
        moments = [datetime.combine(day, at) for day in _days(whole, *span) for at in times]
        for moment in _chosen(moments, whole.positions):
            if moment < starts:
                continue
            if moment > last:
                return
            if left is not None:
                left -= 1
            if moment >= first:
                yield moment
            if left == 0:
                return


def _no_period() -> Every:
    raise ValueError("FREQ")


def _numbers(text: str, most: int, *, least: int = 1) -> tuple[int, ...]:
    found = tuple(sorted({int(each) for each in text.split(",")})) if text else ()
    if any(not least <= abs(number) <= most for number in found):
        raise ValueError(text)
    return found


def _on(text: str) -> tuple[int, int]:
    found = _ON.fullmatch(text)
    if found is None or (found[1] is not None and not 1 <= abs(int(found[1])) <= 53):
        raise ValueError(text)
    return int(found[1] or 0), DAYS.index(found[2])


def _implied(rule: Rule, starts: datetime) -> Rule:
    """What a rule leaves unsaid is as its first time has it."""
    if rule.on or rule.month_days or rule.weeks or rule.year_days:
        if rule.every in (Every.DAY, Every.WEEK):  # "the third Monday" of a day or a week means nothing: any Monday
            return replace(rule, on=tuple((0, weekday) for _, weekday in rule.on))
        return rule
    if rule.every is Every.WEEK:
        return replace(rule, on=((0, starts.weekday()),))
    if rule.every is Every.MONTH:
        return replace(rule, month_days=(starts.day,))
    if rule.every is Every.YEAR:
        return replace(rule, months=rule.months or (starts.month,), month_days=(starts.day,))
    return rule


def _times(rule: Rule, starts: datetime) -> list[time]:
    return sorted(
        time(hour, minute, second)
        for hour in rule.hours or (starts.hour,)
        for minute in rule.minutes or (starts.minute,)
        for second in rule.seconds or (starts.second,)
    )


def _steps_before(rule: Rule, starts: datetime, first: datetime) -> int:
    """How many periods certainly lie before `first`."""
    if first <= starts:
        return 0
    days = (first.date() - starts.date()).days
    longest = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 31, Every.YEAR: 366}[rule.every]
    return max(0, days // (longest * rule.interval) - 1)


def _period(rule: Rule, begins: date, step: int) -> tuple[date, date] | None:
    """First and last day of a period; None past the end of the calendar."""
    ahead = step * rule.interval
    try:
        if rule.every is Every.DAY:
            day = begins + timedelta(ahead)
            return day, day
        if rule.every is Every.WEEK:
            day = begins - timedelta((begins.weekday() - rule.week_begins) % 7) + timedelta(7 * ahead)
            return day, day + timedelta(6)
        if rule.every is Every.MONTH:
            year, month = divmod(begins.year * 12 + begins.month - 1 + ahead, 12)
            return date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        return date(begins.year + ahead, 1, 1), date(begins.year + ahead, 12, 31)
    except (OverflowError, ValueError, calendar.IllegalMonthError):
        return None


def _days(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days of one period that the rule names."""
    day, weekdays = first, {weekday for _, weekday in rule.on}
    plain = {weekday for which, weekday in rule.on if which == 0}
    while day <= last:
        if rule.months and day.month not in rule.months:
            ahead = calendar.monthrange(day.year, day.month)[1] - day.day + 1
            if (last - day).days < ahead:
                return
            day += timedelta(ahead)
            continue
        if (
            (not rule.on or (day.weekday() in weekdays and (day.weekday() in plain or _is_nth(rule, day))))
            and (not rule.month_days or _is_in_month(rule, day))
            and (not rule.weeks or _is_in_week(rule, day))
            and (not rule.year_days or _is_in_year(rule, day))
        ):
            yield day
        if day == date.max:
            return
        day += timedelta(1)


def _is_nth(rule: Rule, day: date) -> bool:
    """Whether it is the first Monday, the last Friday ... of its month, or of its year where the rule names no month."""
    if rule.every is Every.YEAR and not rule.months:
        number, size = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    else:
        number, size = day.day, calendar.monthrange(day.year, day.month)[1]
    places = ((number - 1) // 7 + 1, -((size - number) // 7 + 1))
    return any(weekday == day.weekday() and which in places for which, weekday in rule.on)


def _is_in_month(rule: Rule, day: date) -> bool:
    return day.day in rule.month_days or day.day - calendar.monthrange(day.year, day.month)[1] - 1 in rule.month_days


def _is_in_year(rule: Rule, day: date) -> bool:
    number, size = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    return number in rule.year_days or number - size - 1 in rule.year_days


def _is_in_week(rule: Rule, day: date) -> bool:
    """Whether its week, which belongs to the year that has most of it, is one of the rule's."""
    thursday = day + timedelta(3 - (day.weekday() - rule.week_begins) % 7) if day.year < MAXYEAR else day
    number = (thursday.timetuple().tm_yday - 1) // 7 + 1
    weeks = _weeks(thursday.year, rule.week_begins)
    return number in rule.weeks or number - weeks - 1 in rule.weeks


def _weeks(year: int, week_begins: int) -> int:
    """How many weeks a year has, counted from the first with four days in it."""
    middle = (week_begins + 3) % 7
    first = date(year, 1, 1)
    found = first + timedelta((middle - first.weekday()) % 7)
    return ((date(year, 12, 31) - found).days) // 7 + 1


def _chosen(moments: list[datetime], positions: tuple[int, ...]) -> list[datetime]:
    if not positions:
        return moments
    size = len(moments)
    places = {each - 1 if each > 0 else size + each for each in positions}
    return [moments[place] for place in sorted(places) if 0 <= place < size]
