"""Days that are planned together: one stretch of them, or the same hours on each ("mån-ons 9-12", "v 50 9-12", "mån ons fre").

Hours that are said of several days hold on each of them, and never from the first day's to the last day's: that is said with
its own hour at either end ("mån 9 - ons 12"). Of a week, a month or a feast only the days somebody works are meant then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.grammar import understand
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.when.repeating import Repeating
from kalix_presence.model.when.typed_time import _Reading

_AND = re.compile(r"\s*,\s*|\s+(?:och|samt|and|ja|sekä|&|\+)\s+|\s+")


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` through `last`, with the wall times that were said of them; `repeating` until the day `until`."""

    first: date
    last: date
    starts: time | None = None
    ends: time | None = None
    repeating: Repeating | None = None
    until: date | None = None
    unit: bool = False
    """A week, a month or a feast, of which nobody named the last day."""


def at_hours(days: Days, starts: time, ends: time, reading: _Reading) -> Days:
    """These hours on each of `days`. Raises BadInput `plan-past` or `plan-hours-order`."""
    named = [days.first + timedelta(n) for n in range((days.last - days.first).days + 1)]
    if len(named) == 1:
        return together(named, starts, ends, reading)
    worked = [day for day in named if reading.worktime.hours.get(day.weekday())]
    # Who says "fre-sön" has said Sunday.
    meant = worked if worked and (days.unit or {named[0], named[-1]} <= set(worked)) else named
    return together(meant, starts, ends, reading)


def together(meant: list[date], starts: time | None, ends: time | None, reading: _Reading) -> Days:
    """The days of `meant`, which are in order, as one plan; whole ones where no hours are said.

    `meant` is every day between two, or those of them that are of some weekdays.
    """
    if starts is None or ends is None:
        if (meant[-1] - meant[0]).days + 1 == len(meant):
            return Days(meant[0], meant[-1])
    elif _minutes(ends) <= _minutes(starts, begins=True):
        raise BadInput("plan-hours-order", field="line")
    left = [day for day in meant if not over(day, ends, reading)]
    if not left:
        raise BadInput("plan-past", field="line")
    first = left[0]
    last = first + timedelta(1) if ends == time() else first
    if len(left) == 1:
        return Days(first, last, starts, ends)
    every = len(left) > 7 and (left[-1] - first).days + 1 == len(left)
    weekdays = () if every else tuple(sorted({day.weekday() for day in left}))
    return Days(first, last, starts, ends, Repeating(weekdays=weekdays), left[-1])


def over(day: date, ends: time | None, reading: _Reading) -> bool:
    """Whether what ends at `ends` (None or midnight: with the day) on `day` has passed."""
    end = datetime.combine(day, ends) if ends is not None and ends != time() else datetime.combine(day + timedelta(1), time())
    return end <= reading.local.replace(tzinfo=None)


def listed(text: str, lexicon: Lexicon, ends: time | None, reading: _Reading) -> list[date] | None:
    """The days of several weekdays, "mån ons och fre", "ma ja ke", as they are next or in a week that is said after them.

    `ends` is when what is planned ends on each of them.
    """
    words = [word.rstrip(".") for word in _AND.split(text) if word and word not in lexicon.on]
    for cut in range(len(words), 1, -1):
        named = [lexicon.weekdays.get(word) for word in words[:cut]]
        if None in named or len(set(named)) != cut or any(_is_bound(word, lexicon) for word in words[:cut]):
            continue
        weekdays = [each for each in named if each is not None]
        if cut == len(words):
            today = reading.today
            ahead = [today + timedelta((each - today.weekday()) % 7) for each in weekdays]
            return sorted(day + timedelta(7) if over(day, ends, reading) else day for day in ahead)
        monday = _monday(" ".join(words[cut:]), lexicon, reading)
        return None if monday is None else sorted(monday + timedelta(each) for each in weekdays)
    return None


def _is_bound(word: str, lexicon: Lexicon) -> bool:
    """Whether the case of a day says that it is the first or the last of a span: "tiistaista", "perjantaihin"."""
    return word in lexicon.until_forms or word in lexicon.since_forms


def _monday(text: str, lexicon: Lexicon, reading: _Reading) -> date | None:
    if text in lexicon.next_week:
        return reading.today + timedelta(7 - reading.today.weekday())
    said = understand(text, lexicon)
    if said is None or said.day is None or said.until or said.clock is not None:
        return None
    return reading.days(said.day, not_over=True)[0] if said.day.kind == "week" and said.day.weekday is None else None


def half_day(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """What stands before a half of the day at the end of `text`, and whether it is the "morning" or the "afternoon"."""
    for words in sorted(lexicon.half_days, key=len, reverse=True):
        if text == words or text.endswith(f" {words}"):
            return text.removesuffix(words).rstrip(), lexicon.half_days[words]
    return None


def half_hours(which: str, days: Days, reading: _Reading) -> tuple[time, time] | None:
    """From when work begins until lunch, or from the end of lunch until work ends, on `days`; None where nobody works."""
    work = reading.worktime
    spans = [work.wall_spans(days.first + timedelta(n)) for n in range(min(7, (days.last - days.first).days + 1))]
    worked = [each for each in spans if each]
    if not worked:
        return None
    starts, ends = min(each[0].starts for each in worked), max(each[-1].ends for each in worked)
    found = (starts, work.lunch_at) if which == "morning" else (work.lunch_until, ends)
    return found if found[0] < found[1] else None


def _minutes(clock: time, *, begins: bool = False) -> int:
    return clock.hour * 60 + clock.minute or (0 if begins else 24 * 60)
