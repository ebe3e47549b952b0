"""What people type as a return time, and the instant it means.

Rules, as stated to people too:
- A bare number up to 23 is a clock hour ("13"), from 24 on it is minutes ("30"). An hour of one digit from 1 to 7 ("3",
  "3.30") and hours in words ("halv två") mean the next such time today between 06 and 20; "03.30" is the night.
- Four digits from 2000 on after a day, a week or a month are its year.
- A weekday said with a date must be the one of that date.
- A time already past today is refused, never silently tomorrow.
- A day without a clock time means the start of the first working day from there on; "through Friday" the one after it.
- "Om två veckor" is that day, as "i morgon" is; "två veckor" lasts so long, from today on. 24.00 is the end of its day.
- The name of today's weekday means today with a later clock time, else a week from now.
- A day of which no month was said ("den 15") is the next one of that number, today's too.
- A date without a year is the next one, unless that is next year's and over 300 days ahead: then it is taken as past, and
  refused. "1/3-27" has the year 2027 while that is this or the next one; else it may be days of a month, and is refused.
- A wall time that a clock change skips is refused; one that it repeats means its first occurrence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.english import ENGLISH
from kalix_presence.model.when.feasts import feast_days
from kalix_presence.model.when.finnish import FINNISH
from kalix_presence.model.when.grammar import Clock, Day, Said, understand
from kalix_presence.model.when.instead import instead, names_day
from kalix_presence.model.when.lexicon import Lexicon, spell_clock
from kalix_presence.model.when.nearest import nearest
from kalix_presence.model.when.return_time import ReturnTime
from kalix_presence.model.when.swedish import SWEDISH
from kalix_presence.model.worktime import WorkingTime

LEXICONS = {"sv": SWEDISH, "en": ENGLISH, "fi": FINNISH}
_EARLIEST, _LATEST = time(6), time(20)
_FAR = timedelta(days=300)
_LONGEST = timedelta(days=730)


def read(text: str, *, now: datetime, worktime: WorkingTime, language: str = "sv", open_end: bool = True) -> ReturnTime:
    """The return time that `text` means to somebody who types it at `now` (aware).

    The reader's own language is tried first, then the other two. Raises BadInput with a `suggestion` that itself reads:
    `when-empty`, `when-unreadable`, `when-past`, `when-needs-end`, `when-no-such-day`, `when-no-such-week`,
    `when-skipped-hour`, `when-too-far`, `when-wrong-weekday`.
    """
    plain = " ".join(text.casefold().split())[:100].strip(" ,;!?")
    if not plain:
        raise BadInput("when-empty", field="until", suggestion=_suggestion(now, worktime))
    # Only 0-9 are digits here: "²" counts as one in Unicode and is no number, and look-alikes belong in no rule.
    readable = not any(sign.isdigit() and not sign.isascii() for sign in plain)
    own = lexicon_of(language)
    for lexicon in (own, *(other for other in LEXICONS.values() if other is not own)):
        said = understand(plain, lexicon) if readable else None
        if said is not None:
            return _Reading(now, worktime, plain, own).instant(said, open_end)
    raise BadInput(
        "when-unreadable", field="until", text=plain[:40], suggestion=_meant(plain, own, now, worktime, open_end=open_end)
    )


def lexicon_of(language: str) -> Lexicon:
    """The words that return times are typed with in `language`; English ones for a language that is not known."""
    return LEXICONS.get(language, ENGLISH)


def _meant(text: str, own: Lexicon, now: datetime, worktime: WorkingTime, *, open_end: bool) -> str:
    """What can be read and is nearest to what cannot, else something that reads."""

    def reads(meant: str) -> bool:
        try:
            said = understand(meant, own)
            return said is not None and _Reading(now, worktime, meant, own).instant(said, open_end).moment is not None
        except BadInput:
            return False

    kin = (meant for lexicon in (own, *LEXICONS.values()) for meant in instead(text, lexicon, worktime))
    if found := nearest(text, own, reads) or next((meant for meant in kin if reads(meant)), None):
        return found
    if any(names_day(text, lexicon) for lexicon in LEXICONS.values()):
        return _Reading(now, worktime, text, own)._next_day()
    return _suggestion(now, worktime)


def _suggestion(now: datetime, worktime: WorkingTime) -> str:
    """Something that reads at this moment: the end of lunch if it is ahead, else a duration."""
    local = now.astimezone(worktime.tz)
    return f"{worktime.lunch_until:%H.%M}" if local.time() < worktime.lunch_until else "30 min"


@dataclass(frozen=True)
class _Reading:
    """One text read at one moment."""

    now: datetime
    worktime: WorkingTime
    typed: str
    own: Lexicon
    """In whose words suggestions are made."""

    @property
    def local(self) -> datetime:
        return self.now.astimezone(self.worktime.tz)

    @property
    def today(self) -> date:
        return self.local.date()

    def instant(self, said: Said, open_end: bool) -> ReturnTime:
        """The instant of what was said; raises BadInput."""
        if said.special == "open":
            if not open_end:
                raise BadInput("when-needs-end", field="until", suggestion=_suggestion(self.now, self.worktime))
            return ReturnTime(None)
        if said.special == "rest_of_day":
            return self._start_from(self.worktime.next_working_day(self.today))
        if said.special == "rest_of_week":
            return self._start_from(self._first_working(self.today + timedelta(7 - self.today.weekday())))
        if said.special in ("after_lunch", "until_lunch"):
            lunch = self.worktime.lunch_until if said.special == "after_lunch" else self.worktime.lunch_at
            return self._today(Clock(lunch.hour, lunch.minute))
        if said.minutes is not None:
            return self._after(said.minutes)
        if said.day is None:
            assert said.clock is not None  # noqa: S101 - the grammar gives a day, a clock or minutes
            return self._today(said.clock)
        if said.clock is None:
            day = self._day(said.day, clock=None)
            return self._start_from(self.worktime.next_working_day(day) if said.through else self._first_working(day))
        day = self._day(said.day, said.clock)
        if day == self.today:
            return self._today(said.clock)
        hour = said.clock.hour
        if hour == 24:
            return self._at(day + timedelta(1), time())
        if said.clock.either and hour < 7:
            hour += 12
        return self._at(day, time(hour, said.clock.minute))

    def _after(self, minutes: int) -> ReturnTime:
        if minutes < 1:
            raise BadInput("when-past", field="until", text=self.typed[:40], suggestion="15 min")
        # Callers hear whole minutes, so a duration ends on one, never earlier than asked for.
        end = self.now.astimezone(UTC) + timedelta(minutes=minutes)
        if end.second or end.microsecond:
            end = end.replace(second=0, microsecond=0) + timedelta(minutes=1)
        return ReturnTime(end)

    def _today(self, clock: Clock) -> ReturnTime:
        if clock.hour == 24:
            return self._at(self.today + timedelta(1), time())
        candidates = [time(clock.hour, clock.minute)]
        if clock.either:
            other = time((clock.hour + 12) % 24, clock.minute)
            candidates = [moment for moment in sorted([*candidates, other]) if _EARLIEST <= moment <= _LATEST]
        for moment in candidates:
            if self._instant(self.today, moment) > self.now:
                return self._at(self.today, moment)
        past = candidates[-1] if candidates else time(clock.hour, clock.minute)
        raise BadInput(
            "when-past", field="until", text=spell_clock(past), suggestion=f"{self.own.tomorrow[0]} {spell_clock(past)}"
        )

    def _first_working(self, day: date) -> date:
        return day if self.worktime.is_working_day(day) else self.worktime.next_working_day(day)

    def _start_from(self, day: date) -> ReturnTime:
        start = self.worktime.starts(day)
        if start is None:
            start = datetime.combine(day, time(8), self.worktime.tz)
        if start <= self.now:
            raise BadInput("when-past", field="until", text=spell_clock(start.time()), suggestion=self._next_day())
        return self._at(start.date(), start.time())

    def _instant(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.worktime.tz).astimezone(UTC)

    def _at(self, day: date, moment: time) -> ReturnTime:
        instant = self._instant(day, moment)
        back = instant.astimezone(self.worktime.tz)
        if (back.date(), back.time()) != (day, moment):
            hour_later = f"{self.spell(day)} {spell_clock(back.time())}"
            raise BadInput("when-skipped-hour", field="until", text=f"{moment:%H.%M}", suggestion=hour_later)
        if instant <= self.now:
            raise BadInput("when-past", field="until", text=self.typed[:40], suggestion=self._next_day())
        if instant - self.now > _LONGEST:
            raise BadInput("when-too-far", field="until", suggestion=_suggestion(self.now, self.worktime))
        return ReturnTime(instant)

    def spell(self, day: date) -> str:
        """The day in words that read back to it."""
        return self.own.spell(day, year=day.year != self.today.year)

    def _next_day(self) -> str:
        return self.spell(self.worktime.next_working_day(self.today))

    def _day(self, day: Day, clock: Clock | None) -> date:
        match day.kind, day.value:
            case "ahead", int(days):
                return self._ahead(days, day.months)
            case "weekday", int(weekday):
                return self._weekday(weekday, day, clock)
        return self.days(day)[0]

    def _ahead(self, days: int, months: int) -> date:
        month = self.today.month - 1 + months
        try:
            first = date(self.today.year + month // 12, month % 12 + 1, 1)
            # Who begins on the 31st is back at the end of a shorter month.
            last = (first + timedelta(31)).replace(day=1) - timedelta(1)
            found = first.replace(day=min(self.today.day, last.day)) + timedelta(days)
        except (ValueError, OverflowError):
            found = date.max
        if found - self.today > _LONGEST:
            raise BadInput("when-too-far", field="until", suggestion=_suggestion(self.now, self.worktime))
        return found

    def _weekday(self, weekday: int, day: Day, clock: Clock | None) -> date:
        if day.following:
            return self.today + timedelta(7 - self.today.weekday() + weekday)
        ahead = (weekday - self.today.weekday()) % 7
        if ahead == 0:
            later_today = clock is not None and (
                clock.hour == 24
                or any(
                    self._instant(self.today, time(hour, clock.minute)) > self.now
                    for hour in ({clock.hour, (clock.hour + 12) % 24} if clock.either else {clock.hour})
                )
            )
            ahead = 0 if later_today or day.this else 7
        return self.today + timedelta(ahead)

    def days(self, day: Day, *, not_over: bool = False) -> tuple[date, date]:
        """The first and the last day of a date, week, month or feast as it is next; `not_over`: that may have begun."""
        if day.kind == "nth":
            found = self.nth(day, self.today)
            return found, found
        if day.dashed and not 0 <= day.year - self.today.year <= 1:
            raise self._no_year(day)
        this = self.today.isocalendar().year if day.kind == "week" else self.today.year
        years = (day.year,) if day.year else (this - 1, this, this + 1) if not_over else (this, this + 1)
        spans = [span for year in years if (span := days_of(day.of(year))) is not None]
        for first, last in spans:
            # A Monday that is today's has begun: back "v 48" is said of a week ahead.
            ahead = first > self.today or (first == self.today and day.kind == "date" and last == first)
            if ahead or (not_over and last >= self.today):
                if not day.year and first.year != self.today.year and first - self.today > _FAR:
                    break  # a day that has just passed must not become one far ahead
                self._check_weekday(day, first)
                return first, last
        if days_of(day.of(years[0] if day.year else this)) is None:
            # "29/2" is no day that has passed where this year has none; one of a later year is offered.
            raise self._no_such(day, next((first for first, _ in spans if first > self.today), None))
        raise BadInput("when-past", field="until", text=self.typed[:40], suggestion=self._next_day())

    def nth(self, day: Day, since: date) -> date:
        """The first day with the number of `day` from `since` on; raises BadInput."""
        number = int(str(day.value))
        if not 1 <= number <= 31:
            raise BadInput("when-no-such-day", field="until", text=self.typed[:40], suggestion=self._next_day())
        found = since
        while found.day != number:
            found += timedelta(1)
        self._check_weekday(day, found)
        return found

    def _check_weekday(self, day: Day, first: date) -> None:
        if day.ahead is not None and first != self.today + timedelta(day.ahead):
            raise BadInput("when-no-such-day", field="until", text=self.typed[:40], suggestion=self.spell(first))
        if day.kind in ("date", "nth") and day.weekday is not None and first.weekday() != day.weekday:
            raise BadInput(
                "when-wrong-weekday",
                field="until",
                text=self.own.spell(first, year=first.year != self.today.year, weekday=False),
                weekday=self.own.weekday(first.weekday()),
                suggestion=self.spell(first),
            )

    def _no_year(self, day: Day) -> BadInput:
        """That two digits after a dash are hardly a year; the day is offered as it is next, with its year."""
        ahead = (days_of(day.of(self.today.year + years)) for years in (0, 1))
        there = next((span[0] for span in ahead if span is not None and span[0] > self.today), None)
        said = self._next_day() if there is None else self.own.spell(there, year=True)
        return BadInput("when-unreadable", field="until", text=self.typed[:40], suggestion=said)

    def _no_such(self, day: Day, later: date | None = None) -> BadInput:
        """That there is none of it this year, or in the year it names; `later` is the next one that there is."""
        if day.kind != "week" or not isinstance(day.value, tuple):
            there = self._next_day() if later is None else self.spell(later)
            return BadInput("when-no-such-day", field="until", text=self.typed[:40], suggestion=there)
        year = day.year or self.today.isocalendar().year
        nearest = self.today + timedelta(7 - self.today.weekday())
        said = f"{self.own.week[0]} {nearest.isocalendar().week}"
        last = date(year, 12, 28).isocalendar().week
        return BadInput("when-no-such-week", field="until", week=day.value[1], year=year, last=last, suggestion=said)


def days_of(day: Day) -> tuple[date, date] | None:
    """The first and the last day of a date, week, month or feast of a year; None where that year has none."""
    match day.kind, day.value:
        case "date", (year, month, number):
            try:
                found = date(year, month, number)
            except ValueError:
                return None
            return found, found
        case "week", (year, week):
            try:
                monday = date.fromisocalendar(year, week, 1)
            except ValueError:
                return None
            if day.weekday is not None:
                found = monday + timedelta(day.weekday)
                return found, found
            return monday, monday + timedelta(6)
        case "month", (year, month):
            first = date(year, month, 1)
            return first, (first + timedelta(31)).replace(day=1) - timedelta(1)
        case "feast", (year,):
            return feast_days(day.feast, year)
    return None
