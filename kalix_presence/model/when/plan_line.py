"""A plan as `planning.read_plan` reads it: what stands in the field when somebody changes one, and what people are told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from kalix_presence.model.when.lexicon import Lexicon, spell_clock
from kalix_presence.model.when.repeating import write_repeating
from kalix_presence.model.when.typed_time import lexicon_of
from kalix_presence.model.worktime import WorkingTime


def write_plan(
    reason: str, starts: datetime, ends: datetime, repeat: str, *, worktime: WorkingTime, language: str, since: bool = False
) -> str | None:
    """The line of a plan whose reason is called `reason`; None for one that repeats in a way that no line says.

    `since`: from which day on something repeats is said too, as it must be where the line is to be read again.
    """
    whole = is_whole_days(starts, ends, worktime)
    hours = "" if whole else f" {_clock(starts.time())}-{_clock(ends.time()) if ends.time() > time() else 24}"
    last = (ends - timedelta(microseconds=1)).date()
    if whole and ends.time() != time():
        last = last_away(starts, ends, worktime)
    if repeat:
        every = say_repeat(repeat, language, since=starts.date() if since else None)
        return None if every is None or last != starts.date() else f"{reason} {every}{hours}"
    lexicon = lexicon_of(language)
    if not whole and last != starts.date():
        # Hours after two days would be those of the first and of the last one too, but a trip is said in its own order.
        return f"{reason} {_day(starts, lexicon)} {_clock(starts.time())} - {_day(ends, lexicon)} {_clock(ends.time())}"
    return f"{reason} {write_days(starts.date(), last, language)}{hours}"


def write_days(first: date, last: date, language: str) -> str:
    """The days from `first` through `last` as they are read."""
    lexicon = lexicon_of(language)
    if first == last:
        return lexicon.spell(first, year=True)
    return f"{lexicon.spell(first, year=first.year != last.year)} - {lexicon.spell(last, year=True)}"


def say_repeat(repeat: str, language: str, *, since: date | None = None) -> str | None:
    """ "varje fredag t.o.m. 31 mars 2027"; None for a rule that these words do not say. `since` is said where it is given."""
    lexicon = lexicon_of(language)
    written = write_repeating(repeat, lexicon)
    if written is None:
        return None
    every, until = written
    if since is not None:
        begins = lexicon.spell(since, year=True, weekday=False)
        every = f"{every} {begins} {lexicon.after_since[0]}" if lexicon.after_since else f"{every} {lexicon.since[-1]} {begins}"
    if until is None:
        return every
    day = lexicon.spell(until, year=True, weekday=False)
    through = next((word for word in lexicon.through if word == "t.o.m."), lexicon.through[0] if lexicon.through else "")
    return f"{every} {through} {day}" if through else f"{every} {day} {lexicon.after_through[0]}"


def is_whole_days(starts: datetime, ends: datetime, worktime: WorkingTime) -> bool:
    """Whether hours need not be said: from midnight until midnight, or until work begins on a later day."""
    if starts.time() != time():
        return False
    back = worktime.starts(ends.date())
    begins = back is not None and ends == back.replace(tzinfo=None) and ends.date() > starts.date()
    return ends.time() == time() or begins


def last_away(starts: datetime, ends: datetime, worktime: WorkingTime) -> date:
    """The last day away of an absence that ends as work begins: the days off before that were not chosen."""
    day = ends.date() - timedelta(1)
    while day > starts.date() and not worktime.is_working_day(day):
        day -= timedelta(1)
    return day


def _day(moment: datetime, lexicon: Lexicon) -> str:
    return lexicon.spell(moment.date(), year=True)


def _clock(clock: time) -> str:
    return spell_clock(clock) if clock.minute or 1 <= clock.hour < 7 else str(clock.hour)
