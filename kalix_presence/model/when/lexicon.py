"""The words of one language that return times are typed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words by meaning; every word is lower case. Patterns are regular expressions without groups."""

    language: str
    numbers: dict[str, int]
    weekdays: dict[str, int]
    months: dict[str, int]
    today: tuple[str, ...]
    tomorrow: tuple[str, ...]
    day_after_tomorrow: tuple[str, ...]
    next_week: tuple[str, ...]
    rest_of_day: tuple[str, ...]
    all_day: tuple[str, ...] = field(default=(), kw_only=True)
    """Said before or after a day that is meant whole: "hela dagen"."""
    after_lunch: tuple[str, ...]
    open_end: tuple[str, ...]
    clock: tuple[str, ...]
    """Said before a clock time: "kl", "klockan"."""
    after_clock: tuple[str, ...] = field(default=(), kw_only=True)
    """Said after a clock time: "o'clock"."""
    until: tuple[str, ...]
    """Said before a return time without changing it: "till"."""
    until_forms: tuple[str, ...] = field(default=(), kw_only=True)
    """Days in the case that itself says that they are an end: "maanantaihin"."""
    through: tuple[str, ...]
    """Said before the last day away: "t.o.m."."""
    after_through: tuple[str, ...]
    """Said after the last day away: "asti"."""
    within: tuple[str, ...]
    """Said around a duration: "om", "in"."""
    on: tuple[str, ...]
    """Said before a weekday: "på", "on"."""
    this: tuple[str, ...] = field(default=(), kw_only=True)
    """Said before a weekday of these days: today's too."""
    following: tuple[str, ...]
    """Said before a weekday of next week: "nästa"."""
    hours: tuple[str, ...]
    minutes: tuple[str, ...]
    and_: tuple[str, ...]
    half_hour: tuple[str, ...]
    quarter_hour: tuple[str, ...]
    one_and_a_half_hours: tuple[str, ...]
    quarter: tuple[str, ...]
    half_to: tuple[str, ...]
    """Half an hour before the named hour: "halv två" is 1.30."""
    half_past: tuple[str, ...]
    """Half an hour after the named hour: "half past one"."""
    to: tuple[str, ...]
    past: tuple[str, ...]
    noon: tuple[str, ...]
    midnight: tuple[str, ...] = field(default=(), kw_only=True)
    """The end of the day: "midnatt"."""
    week: tuple[str, ...]
    afternoon: tuple[str, ...] = ()
    morning: tuple[str, ...] = ()
    before_nth: tuple[str, ...] = ()
    """Said before the number of a day of which no month is said: "den 15"."""
    nth: str = r"(?!)"
    """What is written after such a number and says by itself that it is a day: "15:e", "15. päivä"."""
    until_nth: tuple[str, ...] = ()
    """What is written there in the case that itself says that it is an end: "15. päivään"."""
    nth_day: str = "{}"
    """Such a day as people write it, and as it is read."""
    now: tuple[str, ...] = ()
    """Said before an end, of an absence that begins at once: "från nu"."""
    since: tuple[str, ...] = ()
    """Said before the first day away: "från och med"."""
    after_since: tuple[str, ...] = ()
    """Said after the first day: "alkaen"."""
    within_month: tuple[str, ...] = ()
    """Said before the name of a month that is meant as a whole: "i juli"."""
    feasts: dict[str, str] = field(default_factory=dict)
    """Days off by their names, and what `feasts.feast_days` calls them."""
    back: tuple[str, ...] = ()
    """What somebody types who is back: "tillbaka"."""
    lunch: tuple[str, ...] = ()
    """Said after a word for an end: until the lunch begins."""
    this_week: tuple[str, ...] = ()
    """The rest of the week that it is."""
    half_days: dict[str, str] = field(default_factory=dict)
    """Said after a day, and whether it is the "morning" or the "afternoon" of it."""
    spans: dict[str, str] = field(default_factory=dict)
    """Whole "day"s, "week"s and "month"s as they are counted: "veckor"."""
    single: tuple[str, ...] = ()
    """Those of them that say that it is one: "viikon"."""
    counted_ahead: tuple[str, ...] = ()
    """Said before so many of them, of a day ahead: "om två veckor"."""
    counted_ahead_after: tuple[str, ...] = ()
    """The same, said after them: "kahden viikon päästä"."""
    lasting: tuple[str, ...] = ()
    """Said before so many of them that an absence lasts: "i två veckor"."""
    lasting_after: tuple[str, ...] = ()
    """The same, said after them: "två veckor framåt"."""
    since_forms: tuple[str, ...] = ()
    """Days in the case that itself says that they are a beginning: "maanantaista"."""
    vague: tuple[str, ...] = ()
    """Words of times that are not read as such, and that no note may hide."""
    within_is_after: bool = False
    """Whether the words around a duration follow it: "tunnin päästä"."""
    ordinal: str = ""
    """Written after the number of a day: "29. joulukuuta"."""
    month_case: str = ""
    """Written after the name of a month after a day."""

    def spell(self, day: date, *, year: bool, weekday: bool = True) -> str:
        """The day in words that read back to it: "tisdag 12 januari", with its year where that is wanted."""
        parts = [f"{day.day}{self.ordinal}", _first(self.months, day.month) + self.month_case]
        if weekday:
            parts.insert(0, _first(self.weekdays, day.weekday()))
        return " ".join([*parts, str(day.year)] if year else parts)

    def weekday(self, number: int) -> str:
        """The name of a weekday, Monday 0."""
        return _first(self.weekdays, number)


def spell_clock(clock: time) -> str:
    """A wall time that reads back to it: "3" alone is taken for the afternoon, so the night has two digits."""
    return f"{clock.hour:02d}.{clock.minute:02d}" if 1 <= clock.hour < 7 else f"{clock.hour}.{clock.minute:02d}"


def _first(words: dict[str, int], number: int) -> str:
    return next(word for word, meant in words.items() if meant == number)
