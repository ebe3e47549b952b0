"""The words of one language that return times are typed in."""

from __future__ import annotations

from dataclasses import dataclass


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
    after_lunch: tuple[str, ...]
    open_end: tuple[str, ...]
    clock: tuple[str, ...]
    """Said before a clock time: "kl", "klockan"."""
    until: tuple[str, ...]
    """Said before a return time without changing it: "till"."""
    through: tuple[str, ...]
    """Said before the last day away: "t.o.m."."""
    after_through: tuple[str, ...]
    """Said after the last day away: "asti"."""
    within: tuple[str, ...]
    """Said around a duration: "om", "in"."""
    on: tuple[str, ...]
    """Said before a weekday: "på", "on"."""
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
    week: tuple[str, ...]
    afternoon: tuple[str, ...] = ()
    morning: tuple[str, ...] = ()
