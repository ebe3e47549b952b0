"""A plan as `planning.read_plan` reads it: what stands in the field when somebody changes one."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from kalix_presence.model.when import lexicon_of
from kalix_presence.model.when.planning import _EVERY, DAYS
from kalix_presence.model.worktime import WorkingTime

_WEEKLY = re.compile(r"FREQ=WEEKLY(;INTERVAL=2)?;BYDAY=((?:[A-Z]{2},?)+)(?:;UNTIL=(\d{4})(\d{2})(\d{2})T\d{6}Z?)?")


def write_plan(
    reason: str, starts: datetime, ends: datetime, repeat: str, *, worktime: WorkingTime, language: str
) -> str | None:
    """The line of a plan whose reason is called `reason`; None for one that repeats in a way that no line says."""
    hours = "" if is_whole_days(starts, ends, worktime) else f" {_clock(starts.time())}-{_clock(ends.time())}"
    last = (ends - timedelta(microseconds=1)).date()
    if not hours and ends.time() != time():
        last = _last_before(starts, ends, worktime)
    if repeat:
        found = _WEEKLY.fullmatch(repeat.removesuffix(";"))
        if found is None or last != starts.date():
            return None
        return f"{reason} {_every(found, language)}{hours}"
    days = f"{starts:%Y-%m-%d}" if last == starts.date() else f"{starts:%Y-%m-%d} - {last:%Y-%m-%d}"
    return f"{reason} {days}{hours}"


def is_whole_days(starts: datetime, ends: datetime, worktime: WorkingTime) -> bool:
    """Whether hours need not be said: from midnight until midnight, or until work begins on a later day."""
    if starts.time() != time():
        return False
    back = worktime.starts(ends.date())
    begins = back is not None and ends == back.replace(tzinfo=None) and ends.date() > starts.date()
    return ends.time() == time() or begins


def _last_before(starts: datetime, ends: datetime, worktime: WorkingTime) -> date:
    """The last day away of an absence that ends as work begins: the days off before that were not chosen."""
    day = ends.date() - timedelta(1)
    while day > starts.date() and not worktime.is_working_day(day):
        day -= timedelta(1)
    return day


def _every(found: re.Match[str], language: str) -> str:
    lexicon = lexicon_of(language)
    every, other, working = _EVERY[lexicon.language]
    weekdays = [DAYS.index(day) for day in found[2].strip(",").split(",") if day in DAYS]
    names = {number: name for name, number in reversed(lexicon.weekdays.items())}
    said = working if weekdays == list(range(5)) else ", ".join(names[day] for day in weekdays)
    until = (
        f" {lexicon.through[0] if lexicon.through else lexicon.until[0]} {found[3]}-{found[4]}-{found[5]}" if found[3] else ""
    )
    return f"{other if found[1] else every} {said}{until}"


def _clock(clock: time) -> str:
    return f"{clock.hour}.{clock.minute:02d}" if clock.minute else str(clock.hour)
