"""What people type to plan an absence: "semester v 28-31", "utbildning tors 9-12", "möte varje tisdag 13-15".

Rules, as stated to people too:
- Days without hours are whole: one is away from the first midnight and back at the start of the next working day.
- "Every" begins with the next such day and goes on until somebody ends it, or through the day that is named.
- Two days with a dash between them are the first and the last one away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import Reason, Reasons
from kalix_presence.model.when import _LEXICONS, _Reading, lexicon_of
from kalix_presence.model.when.grammar import understand
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.when.line import split
from kalix_presence.model.worktime import WorkingTime

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY = {
    "sv": ("varje", "varannan", "vardag"),
    "en": ("every", "every other", "weekday"),
    "fi": ("joka", "joka toinen", "arkipäivä"),
}
"""Every, every other, and a working day of the week."""
_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
_DASH = r"\s*(?:-|–|—|\btill\b|\bto\b|\buntil\b)\s*"
_HOURS = re.compile(rf"(?:^|\s)(?:kl\.?\s*|klockan\s+|klo\s+|at\s+|from\s+|från\s+)?{_CLOCK}{_DASH}{_CLOCK}$")


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What a line plans: wall times (naive) in the zone of the working time, and an RRULE, "" for once.

    `whole_days` says that no hours were typed; `last` is then the last day away.
    """

    reason: Reason
    starts: datetime
    ends: datetime
    repeat: str = ""
    note: str = ""
    whole_days: bool = False
    last: date | None = None


@dataclass(frozen=True, slots=True)
class _Days:
    first: date
    last: date
    repeat: str = ""


def read_plan(text: str, *, now: datetime, worktime: WorkingTime, language: str, reasons: Reasons) -> PlannedLine:
    """What `text` plans, typed at `now` (aware): a reason, days and perhaps hours, then `; note`.

    Raises BadInput `line-empty`, `line-reason-unknown`, `plan-unreadable`, `plan-hours-order`, `plan-past`, or what reading a
    day raises.
    """
    asked, _, note = text.partition(";")
    plain = " ".join(asked.casefold().split())
    if not plain:
        raise BadInput("line-empty", field="line")
    reason, rest = split(plain, reasons)
    rest = rest.strip(" ,:")
    own = lexicon_of(language)
    for lexicon in (own, *(other for other in _LEXICONS.values() if other is not own)):
        found = _understood(rest, lexicon, now, worktime)
        if found is not None:
            days, hours = found
            return _planned(reason, days, hours, " ".join(note.split()), now, worktime)
    raise BadInput("plan-unreadable", field="line", text=rest[:40])


def _understood(
    text: str, lexicon: Lexicon, now: datetime, worktime: WorkingTime
) -> tuple[_Days, tuple[time, time] | None] | None:
    reading = _Reading(now, worktime, text)
    # Numbers after "week" are weeks, and with a month after them days: only then may they be hours.
    days = _weeks(text, lexicon, reading) or _days(text, lexicon, reading)
    if days is not None:
        return days, None
    found = _HOURS.search(text)
    if found is None:
        return None
    before = text[: found.start()].strip(" ,")
    days = _days(before, lexicon, reading) if before else _Days(reading.today, reading.today)
    return None if days is None else (days, (_time(found[1], found[2], text), _time(found[3], found[4], text)))


def _weeks(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    word = "|".join(re.escape(each) for each in sorted(lexicon.week, key=len, reverse=True))
    found = re.fullmatch(rf"(?:{word})\s*(\d{{1,2}})(?:{_DASH}(?:(?:{word})\s*)?(\d{{1,2}}))?", text)
    if found is None:
        return None
    first = _week(reading, int(found[1]))
    last = first
    if found[2]:
        last = first
        while last.isocalendar().week != int(found[2]):
            last += timedelta(7)
            if last - first > timedelta(days=366):
                raise BadInput("when-no-such-week", field="line", week=found[2], last=53, suggestion=f"v {found[1]}")
    return _Days(first, last + timedelta(6))


def _week(reading: _Reading, week: int) -> date:
    """The Monday of the week; this week's is behind us, and still means this week."""
    monday = reading.today - timedelta(reading.today.weekday())
    return monday if monday.isocalendar().week == week else reading._week(week)


def _days(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    if not text:
        return None
    repeated = _repeated(text, lexicon, reading)
    if repeated is not None:
        return repeated
    months = "|".join(re.escape(each) for each in sorted(lexicon.months, key=len, reverse=True))
    within_month = re.fullmatch(rf"(\d{{1,2}}){_DASH}(\d{{1,2}})\.?\s*((?:{months})\.?(?:\s+\d{{4}})?)", text)
    if within_month:
        parts = [f"{within_month[1]} {within_month[3]}", f"{within_month[2]} {within_month[3]}"]
    else:
        parts = _two(text, lexicon)
    first = _day(parts[0], lexicon, reading)
    if first is None:
        return None
    if len(parts) == 1:
        return _Days(first, first)
    last = _day(parts[1], lexicon, reading)
    if last is None:
        return None
    if last < first:  # "tors-tis": the one after it
        last = next((each for each in (last + timedelta(7 * n) for n in (1, 2)) if each >= first), last)
    return _Days(first, last)


def _two(text: str, lexicon: Lexicon) -> list[str]:
    """The first and the last day, where the text names two."""
    words = [*lexicon.through, *lexicon.until, "till", "to", "until"]
    said = "|".join(re.escape(each) for each in sorted(set(words), key=len, reverse=True))
    parts = re.split(rf"\s+(?:{said})\s+|\s*[–—]\s*|\s+-\s+", text, maxsplit=1)
    if len(parts) == 1 and not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        parts = re.split(r"(?<=[^\d-])-|-(?=[^\d])|(?<=/\d)-|(?<=/\d\d)-|(?<=\d{4}-\d\d-\d\d)-", text, maxsplit=1)
    return [part.strip() for part in parts if part.strip()] or [text]


def _day(text: str, lexicon: Lexicon, reading: _Reading) -> date | None:
    said = understand(text, lexicon)
    if said is None or said.day is None or said.clock is not None or said.minutes is not None:
        return None
    if said.day.kind == "weekday" and not said.day.following and said.day.value == reading.today.weekday():
        return reading.today
    return reading._day(said.day, None)


def _repeated(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    every, other, working = _EVERY[lexicon.language]
    found = re.fullmatch(rf"({other}|{every})\s+(.+)", text)
    if found is None:
        return None
    named, last = found[2], None
    said = "|".join(re.escape(each) for each in sorted((*lexicon.through, *lexicon.until), key=len, reverse=True))
    until = re.fullmatch(rf"(.+?)\s+(?:{said})\s+(.+)", named)
    if until:
        named, last = until[1], _day(until[2], lexicon, reading)
        if last is None:
            return None
    weekdays = set(range(5)) if named == working else _weekdays(named, lexicon)
    if not weekdays:
        return None
    first = next(day for day in (reading.today + timedelta(n) for n in range(7)) if day.weekday() in weekdays)
    interval = ";INTERVAL=2" if found[1] == other else ""
    rule = f"FREQ=WEEKLY{interval};BYDAY={','.join(DAYS[each] for each in sorted(weekdays))}"
    return _Days(first, first, rule if last is None else f"{rule};UNTIL={last:%Y%m%d}T235959")


def _weekdays(text: str, lexicon: Lexicon) -> set[int]:
    words = re.split(r"\s*,\s*|\s+(?:och|and|ja|&)\s+|\s+", text)
    plural = {word: lexicon.weekdays.get(word) for word in words}
    return set() if None in plural.values() else {day for day in plural.values() if day is not None}


def _time(hour: str, minute: str | None, text: str) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise BadInput("plan-unreadable", field="line", text=text[:40]) from None


def _planned(
    reason: Reason, days: _Days, hours: tuple[time, time] | None, note: str, now: datetime, worktime: WorkingTime
) -> PlannedLine:
    if days.last < days.first:
        raise BadInput("plan-hours-order", field="line")
    if hours is not None and hours[0] >= hours[1] and days.first == days.last:
        raise BadInput("plan-hours-order", field="line")
    if hours is not None:
        starts, ends = datetime.combine(days.first, hours[0]), datetime.combine(days.last, hours[1])
        last = None
    else:
        last = days.last
        following = worktime.next_working_day(last)
        back = worktime.starts(following)
        starts = datetime.combine(days.first, time())
        # A whole day that repeats ends with the day: else Friday's would reach into Monday, every week.
        ends = datetime.combine(last + timedelta(1), time())
        if back is not None and not days.repeat:
            ends = back.replace(tzinfo=None)
    here = now.astimezone(worktime.tz).replace(tzinfo=None)
    if ends <= here and not days.repeat:
        raise BadInput("plan-past", field="line")
    return PlannedLine(reason, starts, ends, days.repeat, note, hours is None, last)
