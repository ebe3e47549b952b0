"""What people type to plan an absence: "semester v 28-31", "utbildning tors 9-12", "möte varje tisdag 13-15".

Rules, as stated to people too:
- Days without hours are whole: one is away from the first midnight and back at the start of the next working day.
- "Every" begins with the next such day and goes on until somebody ends it, or through the day that is named.
- Two days with a dash between them are the first and the last one away; the second is the next such after the first, and a
  year that was said only once holds for both.
- Hours that are said of several days hold on each of them ("mån-ons 9-12"), of a week on its working days; a trip says its own
  hour at either end ("mån 9 - ons 12").
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
from kalix_presence.model.when.each_day import Days, at_hours, half_day, half_hours, listed, over, together
from kalix_presence.model.when.ends import DASH
from kalix_presence.model.when.grammar import Day, any_of, understand
from kalix_presence.model.when.hours import hours_at_end
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.when.line import can_be_note, split
from kalix_presence.model.when.nearest import nearest
from kalix_presence.model.when.repeating import of_the_month, read_repeating
from kalix_presence.model.when.spans import day_named, days_named, resolved, weeks_named, whole_week
from kalix_presence.model.when.typed_time import LEXICONS, _Reading, days_of, lexicon_of
from kalix_presence.model.worktime import WorkingTime

LONG = timedelta(days=60)
"""A plan that is longer is asked about."""
_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"


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
    raise BadInput("plan-unreadable", field="line", text=rest[:40], suggestion=_meant(rest, now, worktime, language))


def _meant(text: str, now: datetime, worktime: WorkingTime, language: str) -> str:
    """What can be read and is nearest to what cannot, else the next working day."""
    own = lexicon_of(language)
    reading = _Reading(now, worktime, text, own)

    def reads(meant: str) -> bool:
        try:
            return _understood(meant, own, reading) is not None or _end_of_what_begins_now(meant, own, reading) is not None
        except BadInput:
            return False

    monthly = of_the_month(text, own)
    return nearest(text, own, reads) or (monthly if reads(monthly) else reading._next_day())


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
    if said is None or said.special in ("open", "rest_of_week"):
        return None
    by_case = any(word in lexicon.until_forms + lexicon.until_nth for word in text.split())
    if not (said.until or said.through or said.day is None or said.lasting or by_case):
        return None
    ends = reading.instant(said, open_end=False).moment
    return None if ends is None else ends.astimezone(reading.worktime.tz).replace(tzinfo=None)


def _understood(text: str, lexicon: Lexicon, reading: _Reading) -> Days | None:
    since = re.match(rf"{any_of(lexicon.since)}\s+(?!{_CLOCK}{DASH}{_CLOCK}$)", text)
    if since:
        text = text[since.end() :]
    weeks = any_of((*lexicon.next_week, *lexicon.week))
    of_weeks = re.match(rf"{any_of(lexicon.within_month)}\s+(?={weeks}(?!\w))", text)
    if of_weeks and text not in lexicon.this_week:
        text = text[of_weeks.end() :]  # "hela v 51", "under nästa vecka"
    if of_day := _all_day(text, lexicon):
        return _several(of_day, lexicon, None, reading)
    # Numbers after "week" are weeks, and with a month after them days: only then may they be hours.
    days = (
        whole_week(text, lexicon, reading)
        or _repeated(text, lexicon, reading)
        or _lasting(text, lexicon, reading)
        or _several(text, lexicon, None, reading)
        or _half_day(text, lexicon, reading)
    )
    if days is not None:
        if since and days.ends is None and days.repeating is None and day_named(text, lexicon):
            # Whoever says from when has not said that it is that day only.
            raise BadInput("when-needs-end", field="line", suggestion=text)
        return days
    found = hours_at_end(text, lexicon)
    if found is None:
        return None
    before, starts, ends = found
    if not before:
        return together([reading.today], starts, ends, reading)
    if named := listed(before, lexicon, ends, reading):
        return together(named, starts, ends, reading)
    whole = _several(before, lexicon, ends, reading)
    if whole is None or whole.starts or whole.ends:
        return None
    return at_hours(whole, starts, ends, reading)


def _all_day(text: str, lexicon: Lexicon) -> str:
    """The days of "hela dagen i morgon" and "fredag hela dagen"; "" where that is not said of any."""
    all_day = any_of(lexicon.all_day)
    found = re.fullmatch(rf"{all_day}\s+(.+)|(.+)\s+{all_day}", text)
    return (found[1] or found[2]).strip(" ,") if found else ""


def _half_day(text: str, lexicon: Lexicon, reading: _Reading) -> Days | None:
    """ "ons em": from the usual end of lunch until work ends; "imorgon fm": from when work begins until lunch."""
    found = half_day(text, lexicon)
    if found is None:
        return None
    named, which = found
    if not named:
        # "i eftermiddag" is today's; "på eftermiddagen" says no day.
        days = Days(reading.today, reading.today) if text.startswith(("i ", "this ")) else None
    else:
        days = _several(named, lexicon, None, reading)
    hours = None if days is None or days.starts or days.ends else half_hours(which, days, reading)
    if days is None or hours is None:
        return None
    named_days = listed(named, lexicon, hours[1], reading) if days.repeating else None
    return together(named_days, *hours, reading) if named_days else at_hours(days, *hours, reading)


def _several(text: str, lexicon: Lexicon, ends: time | None, reading: _Reading) -> Days | None:
    """The days that `text` names, without hours."""
    found = whole_week(text, lexicon, reading) or weeks_named(text, lexicon, reading) or days_named(text, lexicon, reading)
    if found is None and (named := listed(text, lexicon, ends, reading)):
        return together(named, None, None, reading)
    return found


def _repeated(text: str, lexicon: Lexicon, reading: _Reading) -> Days | None:
    named, hours, half, last, since = text, None, None, None, None
    for _ in range(3):  # hours, the beginning and the end come in any order
        if hours is None and (found := hours_at_end(named, lexicon)):
            named, *hours = found
        if hours is None and half is None and (halved := half_day(named, lexicon)):
            named, half = halved
        if last is None and (ended := _ended(named, lexicon)):
            named, last = ended
        if since is None and (begun := _begun(named, lexicon)):
            named, since = begun
    repeating = read_repeating(named, lexicon)
    if repeating is None:
        return None
    starts, ends = (None, None) if hours is None else hours
    first = repeating.first(reading.today if since is None else max(reading.today, resolved(since, reading)[0]))
    if half is not None:
        halved_hours = half_hours(half, Days(first, first), reading)
        if halved_hours is None:
            return None
        starts, ends = halved_hours
    if over(first, ends, reading):
        first = repeating.first(first + timedelta(1))
    until = None if last is None else _last_of(last, first, reading)
    if until is not None and until < first:
        raise BadInput("plan-hours-order", field="line")
    return Days(first, first + timedelta(1) if ends == time() else first, starts, ends, repeating, until)


def _lasting(text: str, lexicon: Lexicon, reading: _Reading) -> Days | None:
    """So many days, weeks or months from a day on: "två veckor från måndag", "från måndag i två veckor"."""
    for found in re.finditer(r"\s+(?:med start\s+)?", text):
        before, after = text[: found.start()], text[found.end() :]
        begun = re.match(rf"{any_of(lexicon.since)}\s+", after)
        since = after[begun.end() :] if begun else after
        for lasts, begins in ((before, since if begun or "start" in found[0] else ""), (after, before)):
            said, day = understand(lasts, lexicon), day_named(begins, lexicon) if begins else None
            if said is None or not said.lasting or said.until or day is None or day[1] is not None:
                continue
            first = resolved(day[0], reading)[0]
            there = replace(reading, now=datetime.combine(first, time(12), reading.worktime.tz))
            assert said.day is not None  # noqa: S101 - what lasts ends on a day
            return Days(first, there._day(said.day, None) - timedelta(1))
    return None


def _ended(text: str, lexicon: Lexicon) -> tuple[str, Day] | None:
    """What is repeated and the last day of it, where one is said."""
    return _bound(text, lexicon, (*lexicon.through, *lexicon.until), lexicon.after_through)


def _begun(text: str, lexicon: Lexicon) -> tuple[str, Day] | None:
    """What is repeated and the day from which on, where one is said."""
    return _bound(text, lexicon, lexicon.since, lexicon.after_since)


def _bound(text: str, lexicon: Lexicon, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, Day] | None:
    found = re.fullmatch(rf"(.+?)\s+{any_of(before)}\s+(.+)", text)
    if found and (day := day_named(found[2], lexicon)) and day[1] is None:
        return found[1], day[0]
    if found := re.fullmatch(rf"(.+)\s+{any_of(after)}", text):
        words = found[1].split(" ")
        for cut in range(1, len(words)):
            day = day_named(" ".join(words[cut:]), lexicon)
            rest = " ".join(words[:cut])
            # Hours or the beginning may still stand before the end: "joka tiistai 9-10 31.3. asti".
            if day and day[1] is None and (read_repeating(_without_hours(rest, lexicon), lexicon) or _begun(rest, lexicon)):
                return rest, day[0]
    return None


def _last_of(day: Day, first: date, reading: _Reading) -> date:
    if day.kind in ("weekday", "ahead"):
        return reading._day(day, None)
    if day.kind == "nth":
        return reading.nth(day, first)
    if day.year:
        return reading.days(day, not_over=True)[1]
    spans = [span for year in (first.year, first.year + 1) if (span := days_of(day.of(year))) is not None]
    if not spans:
        raise reading._no_such(day)
    return next((span[1] for span in spans if span[1] >= first), spans[-1][1])


def _without_hours(text: str, lexicon: Lexicon) -> str:
    found = hours_at_end(text, lexicon)
    return text if found is None else found[0]


def _planned(reason: Reason, days: Days, note: str, now: datetime, worktime: WorkingTime) -> PlannedLine:
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
