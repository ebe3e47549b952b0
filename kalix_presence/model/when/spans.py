"""The days that words name for a plan: one, a first and a last one, weeks with a dash between them, all of next week."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time, timedelta

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.each_day import Days
from kalix_presence.model.when.ends import DASH, ends_of
from kalix_presence.model.when.grammar import Clock, Day, any_of, understand
from kalix_presence.model.when.hours import hours_at_end
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.when.typed_time import _Reading, days_of

_SOUGHT = timedelta(days=183)
_AND = r"\b(?:och|and|ja)\b"


def whole_week(text: str, lexicon: Lexicon, reading: _Reading) -> Days | None:
    """This week from today on, or all of the next one."""
    monday = reading.today - timedelta(reading.today.weekday())
    if text in lexicon.this_week:
        return Days(reading.today, monday + timedelta(6), unit=True)
    return Days(monday + timedelta(7), monday + timedelta(13), unit=True) if text in lexicon.next_week else None


def weeks_named(text: str, lexicon: Lexicon, reading: _Reading) -> Days | None:
    """Weeks with a dash and one word before them, "v 28-31 2027"; other weeks are days like any others."""
    week = any_of(lexicon.week)
    found = re.fullmatch(rf"{week}\s*(\d{{1,2}}){DASH}(?:{week}\s*)?(\d{{1,2}})(?:(?:\s*[,/]\s*|\s+)(20\d\d))?", text)
    if found is None:
        found = re.fullmatch(
            rf"{week}\s*(\d{{1,2}})\s*(?:,|&|{_AND})\s*(?:{week}\s*)?(\d{{1,2}})(?:(?:\s*[,/]\s*|\s+)(20\d\d))?", text
        )
        # Two weeks with one between them are no span.
        if found is None or int(found[2]) - int(found[1]) != 1:
            return None
    year = int(found[3] or 0)
    return replace(_from_to(Day("week", (0, int(found[1]))), Day("week", (year, int(found[2]))), reading), unit=True)


def days_named(text: str, lexicon: Lexicon, reading: _Reading) -> Days | None:
    """One day, or the first and the last of several, perhaps with the hour at which each begins and ends."""
    if not text:
        return None
    parts = ends_of(text, lexicon)
    said = [day_named(part, lexicon) for part in parts]
    if said[0] is None or said[-1] is None:
        return None
    (day, starts), (last, ends) = said[0], said[-1]
    if starts is None and ends is not None and hours_at_end(text, lexicon):
        return None  # "monday to wednesday 9 to 12": the hours of each
    if len(parts) == 1:
        if starts is not None:
            return None  # one clock time says no end
        return Days(*resolved(day, reading), unit=True)
    if starts is not None and starts.hour == 24:
        return None  # nothing begins as its day ends
    span = _from_to(day, last, reading)
    until = span.last + timedelta(1) if ends is not None and ends.hour == 24 else span.last
    unit = last.weekday is None and last.kind in ("week", "month", "feast")
    return replace(span, last=until, starts=_wall(starts), ends=_wall(ends), unit=unit)


def day_named(text: str, lexicon: Lexicon) -> tuple[Day, Clock | None] | None:
    """The day that `text` names, and a clock time said with it; None where it says an end or how long."""
    said = understand(text, lexicon)
    if said is None or said.day is None or said.until or said.lasting:
        return None
    return said.day, said.clock


def resolved(day: Day, reading: _Reading) -> tuple[date, date]:
    """The days that are meant: what has begun and is not over counts."""
    if day.kind == "weekday" and not day.following and day.value == reading.today.weekday():
        return reading.today, reading.today
    if day.kind in ("weekday", "ahead"):
        found = reading._day(day, None)
        return found, found
    return reading.days(day, not_over=True)


def _from_to(first: Day, last: Day, reading: _Reading) -> Days:
    if last.year and first.kind in ("date", "week", "month", "feast") and not first.year:
        # A year that was said only once holds for both, unless the first day would come after the last.
        spans = [(days_of(first.of(year)), days_of(last)) for year in (last.year, last.year - 1)]
        fitting = [
            year for year, (one, two) in zip((last.year, last.year - 1), spans, strict=True) if one and two and one[0] <= two[1]
        ]
        first = first.of(fitting[0] if fitting else last.year)
    if first.kind == "weekday" and not first.following:
        # "mån-ons v 50" and "måndag - onsdag 9 december" name the days of one week.
        if last.kind == "week" and last.weekday is not None and int(str(first.value)) <= last.weekday:
            first = replace(last, weekday=int(str(first.value)))
        elif last.following and int(str(first.value)) <= int(str(last.value)):
            first = replace(first, following=True)
        elif last.kind in ("date", "nth") and last.weekday is not None and (dated := _day_before(first, last, reading)):
            first = dated
    begins, first_ends = resolved(first, reading)
    ends = _last_day(last, begins, reading)
    if ends < begins or (last.kind == "week" and ends < first_ends):
        raise BadInput("plan-hours-order", field="line")
    return Days(begins, ends)


def _last_day(last: Day, begins: date, reading: _Reading) -> date:
    """The day that `last` names, of a span that begins on `begins`."""
    if last.kind == "weekday" and not last.following:
        return begins + timedelta((int(str(last.value)) - begins.weekday()) % 7)
    if last.kind in ("weekday", "ahead"):
        return reading._day(last, None)
    if last.kind == "nth":
        return reading.nth(last, begins)
    if last.year:
        return reading.days(last, not_over=True)[1]
    this = begins.isocalendar().year if last.kind == "week" else begins.year
    spans_after = [span for year in (this, this + 1) if (span := days_of(last.of(year))) is not None]
    after = next((span for span in spans_after if span[1] >= begins), None)
    ends = begins - timedelta(1) if after is None else after[1]
    if (after is None or ends - begins > _SOUGHT) and days_of(last.of(this)) is None:
        raise reading._no_such(last.of(this), None if after is None else after[0])
    if ends - begins > _SOUGHT:
        raise BadInput("plan-hours-order", field="line")
    reading._check_weekday(last, ends)
    return ends


def _day_before(first: Day, last: Day, reading: _Reading) -> Day | None:
    """The date of the weekday `first` in the week that ends with the date `last`, where that is not over."""
    ends = reading.days(last, not_over=True)[0]
    begins = ends - timedelta((ends.weekday() - int(str(first.value))) % 7)
    return Day("date", (begins.year, begins.month, begins.day)) if begins >= reading.today else None


def _wall(clock: Clock | None) -> time | None:
    if clock is None:
        return None
    return time(clock.hour + 12 if clock.either and clock.hour < 7 else clock.hour % 24, clock.minute)
