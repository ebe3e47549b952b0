"""What people type to plan an absence: "semester v 28-31", "utbildning tors 9-12", "möte varje tisdag 13-15".

Rules, as stated to people too:
- Days without hours are whole: one is away from the first midnight and back at the start of the next working day.
- "Every" begins with the next such day and goes on until somebody ends it, or through the day that is named.
- Two days with a dash between them are the first and the last one away; the second is the next such after the first, and a
  year that was said only once holds for both.
- What names only an end ("t.o.m. fredag", "till 15", "45 min") is from now, as in the status panel.
- "Next week" is all of it, "this week" the rest of it; a half of a day is the working time before or after lunch.
- A day said with "from" and no last day is refused: an end is asked for.
- What ends before it begins is refused; a second day without a year is never sought more than half a year on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import Reason, Reasons
from kalix_presence.model.when import LEXICONS, _Reading, days_of, lexicon_of
from kalix_presence.model.when.grammar import Clock, Day, any_of, understand
from kalix_presence.model.when.hours import may_be_year, read_hours
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.when.line import can_be_note, split
from kalix_presence.model.when.repeating import Repeating, read_repeating
from kalix_presence.model.worktime import WorkingTime

LONG = timedelta(days=60)
"""A plan that is longer is asked about."""
_SOUGHT = timedelta(days=183)
_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
_DASH = r"\s*(?:-|–|—|\btill\b|\btil\b|\bto\b|\buntil\b)\s*"
_AND = r"\b(?:och|and|ja)\b"
_NUMBERED = re.compile(r"(?P<first>\d{1,2})\s*[-–—]\s*(?P<last>\d{1,2})(?P<month>/(?:0?[1-9]|1[0-2])(?:/20\d\d|\s+20\d\d)?)")
"""Days of one month whose number stands once: "1-5/12"."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """What a line plans: wall times (naive) in the zone of the working time, and an RRULE, "" for once.

    `whole_days` says that no hours were typed; `last` is then the last day away. `from_now`: only an end was said.
    """

    reason: Reason
    starts: datetime
    ends: datetime
    repeat: str = ""
    note: str = ""
    whole_days: bool = False
    last: date | None = None
    from_now: bool = False

    @property
    def long(self) -> int:
        """How many days it lasts where that is more than anybody should plan by a slip, else 0."""
        lasts = self.ends - self.starts
        return lasts.days if lasts > LONG else 0


@dataclass(frozen=True, slots=True)
class _Days:
    """From `first` through `last`, with the wall times that were said of them."""

    first: date
    last: date
    starts: time | None = None
    ends: time | None = None
    repeating: Repeating | None = None
    until: date | None = None


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
    words, kept = rest.split(), " ".join(note.split())
    as_typed = asked.split()[-len(words) :] if words else []
    for cut in range(len(words), 0, -1):
        more = " ".join(as_typed[cut:])
        if more and not can_be_note(more):
            continue
        planned = _plan(
            reason, " ".join(words[:cut]), ", ".join(each for each in (more, kept) if each), now, worktime, language
        )
        if planned is not None:
            return planned
    raise BadInput("plan-unreadable", field="line", text=rest[:40])


def ahead(text: str, *, now: datetime, worktime: WorkingTime, language: str, reasons: Reasons) -> PlannedLine | None:
    """The plan in `text` where its words name when it begins, and that lies ahead: whoever types it as a status is asked
    whether it is to be planned, or is to hold from now. None where the words name only an end, or name nothing of a plan."""
    try:
        found = read_plan(text, now=now, worktime=worktime, language=language, reasons=reasons)
    except BadInput:
        return None
    here = now.astimezone(worktime.tz).replace(tzinfo=None)
    return found if not found.from_now and (found.starts > here or found.repeat) else None


def _plan(reason: Reason, rest: str, kept: str, now: datetime, worktime: WorkingTime, language: str) -> PlannedLine | None:
    own = lexicon_of(language)
    for lexicon in (own, *(other for other in LEXICONS.values() if other is not own)):
        reading = _Reading(now, worktime, rest, own)
        ends = _end_of_what_begins_now(rest, lexicon, reading)
        if ends is not None:
            here = reading.local.replace(tzinfo=None, second=0, microsecond=0)
            return PlannedLine(reason, here, ends, note=kept, from_now=True)
        days = _understood(rest, lexicon, reading)
        if days is not None:
            return _planned(reason, days, kept, now, worktime)
    return None


def _end_of_what_begins_now(text: str, lexicon: Lexicon, reading: _Reading) -> datetime | None:
    said = understand(text, lexicon)
    if said is None or said.special == "open":
        return None
    by_case = any(word in lexicon.until_forms for word in text.split())
    if not (said.until or said.through or said.day is None or by_case):
        return None
    ends = reading.instant(said, open_end=False).moment
    return None if ends is None else ends.astimezone(reading.worktime.tz).replace(tzinfo=None)


def _understood(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    since = re.match(rf"{any_of(lexicon.since)}\s+(?!{_CLOCK}{_DASH}{_CLOCK}$)", text)
    if since:
        text = text[since.end() :]
    # Numbers after "week" are weeks, and with a month after them days: only then may they be hours.
    days = (
        _whole_week(text, lexicon, reading)
        or _repeated(text, lexicon, reading)
        or _weeks(text, lexicon, reading)
        or _days(text, lexicon, reading)
        or _half_day(text, lexicon, reading)
    )
    if days is not None:
        if since and days.ends is None and days.repeating is None and _day(text, lexicon):
            # Whoever says from when has not said that it is that day only.
            raise BadInput("when-needs-end", field="line", suggestion=text)
        return days
    found = _hours(text, lexicon)
    if found is None:
        return None
    before, starts, ends = found
    whole = _Days(reading.today, reading.today) if not before else _days(before, lexicon, reading)
    if whole is None or whole.starts or whole.ends:
        return None
    return replace(whole, starts=starts, ends=ends)


def _whole_week(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    """This week from today on, or all of the next one."""
    monday = reading.today - timedelta(reading.today.weekday())
    if text in lexicon.this_week:
        return _Days(reading.today, monday + timedelta(6))
    return _Days(monday + timedelta(7), monday + timedelta(13)) if text in lexicon.next_week else None


def _half_day(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    """ "ons em": from the usual end of lunch until work ends; "imorgon fm": from when work begins until lunch."""
    for words in sorted(lexicon.half_days, key=len, reverse=True):
        named = text.removesuffix(words).rstrip()
        if named == text or (text != words and not text.endswith(f" {words}")):
            continue
        said = _day(named, lexicon)
        if said is None or said[1] is not None or said[0].kind not in ("weekday", "ahead", "date", "week"):
            return None
        first, last = _resolved(said[0], reading)
        hours = reading.worktime.starts(first), reading.worktime.ends(first)
        if first != last or hours[0] is None or hours[1] is None:
            return None
        work, lunch = reading.worktime, (reading.worktime.lunch_at, reading.worktime.lunch_until)
        starts, ends = hours[0].astimezone(work.tz).time(), hours[1].astimezone(work.tz).time()
        times = (starts, lunch[0]) if lexicon.half_days[words] == "morning" else (lunch[1], ends)
        return _Days(first, first, *times) if times[0] < times[1] else None
    return None


def _weeks(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    """Weeks with a dash and one word before them, "v 28-31 2027"; other weeks are days like any others."""
    week = any_of(lexicon.week)
    found = re.fullmatch(rf"{week}\s*(\d{{1,2}}){_DASH}(?:{week}\s*)?(\d{{1,2}})(?:(?:\s*[,/]\s*|\s+)(20\d\d))?", text)
    if found is None:
        found = re.fullmatch(
            rf"{week}\s*(\d{{1,2}})\s*(?:,|&|{_AND})\s*(?:{week}\s*)?(\d{{1,2}})(?:(?:\s*[,/]\s*|\s+)(20\d\d))?", text
        )
        # Two weeks with one between them are no span.
        if found is None or int(found[2]) - int(found[1]) != 1:
            return None
    year = int(found[3] or 0)
    return _from_to(Day("week", (0, int(found[1]))), Day("week", (year, int(found[2]))), reading)


def _days(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    if not text:
        return None
    months = any_of(lexicon.months)
    within_month = re.fullmatch(rf"(?:den\s+)?(\d{{1,2}})\.?{_DASH}(\d{{1,2}})\.?\s*({months}\.?(?:\s+\d{{4}})?)", text)
    if within_month:
        parts = [f"{within_month[1]} {within_month[3]}", f"{within_month[2]} {within_month[3]}"]
    elif numbered := _NUMBERED.fullmatch(text):
        parts = [numbered["first"] + numbered["month"], numbered["last"] + numbered["month"]]
    else:
        parts = _two(text, lexicon)
    said = [_day(part, lexicon) for part in parts]
    if said[0] is None or said[-1] is None:
        return None
    (day, starts), (last, ends) = said[0], said[-1]
    if len(parts) == 1:
        if starts is not None:
            return None  # one clock time says no end
        first = _resolved(day, reading)
        return _Days(*first)
    return replace(_from_to(day, last, reading), starts=_wall(starts), ends=_wall(ends))


def _from_to(first: Day, last: Day, reading: _Reading) -> _Days:
    if last.year and first.kind in ("date", "week", "month", "feast") and not first.year:
        # A year that was said only once holds for both, unless the first day would come after the last.
        spans = [(days_of(first.of(year)), days_of(last)) for year in (last.year, last.year - 1)]
        fitting = [
            year for year, (one, two) in zip((last.year, last.year - 1), spans, strict=True) if one and two and one[0] <= two[1]
        ]
        first = first.of(fitting[0] if fitting else last.year)
    begins, first_ends = _resolved(first, reading)
    if last.kind in ("weekday", "ahead"):
        ends = reading._day(last, None)
        if last.kind == "weekday" and not last.following:
            ends = begins + timedelta((int(str(last.value)) - begins.weekday()) % 7)
    elif last.year:
        ends = reading.days(last, not_over=True)[1]
    else:
        this = begins.isocalendar().year if last.kind == "week" else begins.year
        spans_after = [span for year in (this, this + 1) if (span := days_of(last.of(year))) is not None]
        if not spans_after:
            raise reading._no_such(last)
        ends = next((span[1] for span in spans_after if span[1] >= begins), begins - timedelta(1))
        if ends - begins > _SOUGHT:
            raise BadInput("plan-hours-order", field="line")
        reading._check_weekday(last, ends)
    if ends < begins or (last.kind == "week" and ends < first_ends):
        raise BadInput("plan-hours-order", field="line")
    return _Days(begins, ends)


def _resolved(day: Day, reading: _Reading) -> tuple[date, date]:
    """The days that are meant: what has begun and is not over counts."""
    if day.kind == "weekday" and not day.following and day.value == reading.today.weekday():
        return reading.today, reading.today
    if day.kind in ("weekday", "ahead"):
        found = reading._day(day, None)
        return found, found
    return reading.days(day, not_over=True)


def _two(text: str, lexicon: Lexicon) -> list[str]:
    """The first and the last day, where the text names two."""
    words = [*lexicon.through, *lexicon.until, "till", "to", "until"]
    parts = re.split(rf"\s+{any_of(tuple(set(words)))}\s+|\s*[–—]\s*|\s+-\s+", text, maxsplit=1)
    if len(parts) == 1 and not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
        parts = re.split(r"(?<=[^\d-])-|-(?=[^\d])|(?<=/\d)-|(?<=/\d\d)-|(?<=\d{4}-\d\d-\d\d)-", text, maxsplit=1)
    if len(parts) == 1 and (both := re.fullmatch(r"(\S+sta)\s+(\S.*?(?:hin|oon))(?:\s+(?:asti|saakka))?", text)):
        parts = [both[1], both[2]]  # "tiistaista perjantaihin"
    return [part.strip() for part in parts if part.strip()] or [text]


def _day(text: str, lexicon: Lexicon) -> tuple[Day, Clock | None] | None:
    said = understand(text, lexicon)
    if said is None or said.day is None or said.until:
        return None
    return said.day, said.clock


def _repeated(text: str, lexicon: Lexicon, reading: _Reading) -> _Days | None:
    named, hours, last = text, None, None
    for _ in range(2):  # hours and the end come in either order
        if hours is None and (found := _hours(named, lexicon)):
            named, *hours = found
        if last is None and (ended := _ended(named, lexicon)):
            named, last = ended
    repeating = read_repeating(named, lexicon)
    if repeating is None:
        return None
    starts, ends = (None, None) if hours is None else hours
    first = repeating.first(reading.today)
    until = None if last is None else _last_of(last, first, reading)
    if until is not None and until < first:
        raise BadInput("plan-hours-order", field="line")
    return _Days(first, first, starts, ends, repeating, until)


def _ended(text: str, lexicon: Lexicon) -> tuple[str, Day] | None:
    """What is repeated and the last day of it, where one is said."""
    found = re.fullmatch(rf"(.+?)\s+{any_of((*lexicon.through, *lexicon.until))}\s+(.+)", text)
    if found and (day := _day(found[2], lexicon)) and day[1] is None:
        return found[1], day[0]
    if found := re.fullmatch(rf"(.+)\s+{any_of(lexicon.after_through)}", text):
        words = found[1].split(" ")
        for cut in range(1, len(words)):
            day = _day(" ".join(words[cut:]), lexicon)
            before = " ".join(words[:cut])
            # Hours may still stand before the end: "joka tiistai 9-10 31.3. asti".
            if day and day[1] is None and read_repeating(_without_hours(before, lexicon), lexicon):
                return before, day[0]
    return None


def _last_of(day: Day, first: date, reading: _Reading) -> date:
    if day.kind in ("weekday", "ahead"):
        return reading._day(day, None)
    if day.year:
        return reading.days(day, not_over=True)[1]
    spans = [span for year in (first.year, first.year + 1) if (span := days_of(day.of(year))) is not None]
    if not spans:
        raise reading._no_such(day)
    return next((span[1] for span in spans if span[1] >= first), spans[-1][1])


def _hours(text: str, lexicon: Lexicon) -> tuple[str, time, time] | None:
    """What stands before the hours at the end; four digits that may be a year are no hour beside a dash."""
    found = read_hours(text, lexicon)
    return None if found is None or may_be_year(text[len(found[0]) :]) else found


def _without_hours(text: str, lexicon: Lexicon) -> str:
    found = _hours(text, lexicon)
    return text if found is None else found[0]


def _wall(clock: Clock | None) -> time | None:
    if clock is None:
        return None
    return time(clock.hour + 12 if clock.either and clock.hour < 7 else clock.hour, clock.minute)


def _planned(reason: Reason, days: _Days, note: str, now: datetime, worktime: WorkingTime) -> PlannedLine:
    starts = datetime.combine(days.first, days.starts or time())
    last = None
    if days.ends is not None:
        ends = datetime.combine(days.last, days.ends)
    else:
        last = days.last
        back = worktime.starts(worktime.next_working_day(last))
        # A whole day that repeats ends with the day: else Friday's would reach into Monday, every week.
        ends = datetime.combine(last + timedelta(1), time())
        if back is not None and days.repeating is None:
            ends = back.replace(tzinfo=None)
    if ends <= starts:
        raise BadInput("plan-hours-order", field="line")
    here = now.astimezone(worktime.tz).replace(tzinfo=None)
    if ends <= here and days.repeating is None:
        raise BadInput("plan-past", field="line")
    repeat = "" if days.repeating is None else days.repeating.rule(days.until)
    return PlannedLine(reason, starts, ends, repeat, note, days.starts is None and days.ends is None, last)
