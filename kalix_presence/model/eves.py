"""Days before a holiday on which offices close early or altogether: which ones, and how long, is the site's policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache

EVES = (
    "twelfth_night",
    "maundy_thursday",
    "walpurgis",
    "ascension_eve",
    "midsummer_eve",
    "all_saints_eve",
    "day_before_christmas_eve",
    "christmas_eve",
    "new_years_eve",
)
"""trettondagsafton, skärtorsdag, valborg, dagen före Kristi himmelsfärd, midsommarafton, allhelgonaafton, dan före dan,
julafton, nyårsafton."""
USUAL = ("midsummer_eve off", "christmas_eve off", "new_years_eve off")
"""What holds where a site's policy says nothing of eves."""

_LINE = re.compile(r"([a-z_]+) (off|(\d{2}):(\d{2}))", re.ASCII)


@dataclass(frozen=True, slots=True)
class Eve:
    """One eve; work ends at `ends` then, None when it is a day off."""

    name: str
    ends: time | None


def read_eve(line: str) -> Eve | None:
    """The eve that a line of the policy means ("midsummer_eve off", "maundy_thursday 12:00"); None when it means none."""
    found = _LINE.fullmatch(line)
    if found is None or found[1] not in EVES:
        return None
    if found[2] == "off":
        return Eve(found[1], None)
    try:
        return Eve(found[1], time(int(found[3]), int(found[4])))
    except ValueError:
        return None


def eves(lines: Iterable[str], year: int) -> Mapping[date, time | None]:
    """The eves of `year` that the policy names: day -> when work ends, None for a day off."""
    return _eves(tuple(lines), year)


@cache
def _eves(lines: tuple[str, ...], year: int) -> Mapping[date, time | None]:
    named = [eve for line in lines if (eve := read_eve(line)) is not None]
    return {day_of(eve.name, year): eve.ends for eve in named}


def day_of(name: str, year: int) -> date:
    """The day on which the eve `name` falls in `year`."""
    match name:
        case "twelfth_night":
            return date(year, 1, 5)
        case "maundy_thursday":
            return easter(year) - timedelta(3)
        case "walpurgis":
            return date(year, 4, 30)
        case "ascension_eve":
            return easter(year) + timedelta(38)
        case "midsummer_eve":
            return _first(date(year, 6, 19), weekday=4)
        case "all_saints_eve":
            return _first(date(year, 10, 30), weekday=4)
        case "day_before_christmas_eve":
            return date(year, 12, 23)
        case "christmas_eve":
            return date(year, 12, 24)
    return date(year, 12, 31)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the anonymous algorithm of Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _first(start: date, *, weekday: int) -> date:
    return start + timedelta((weekday - start.weekday()) % 7)
