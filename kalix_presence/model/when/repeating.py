"""What people say of something that happens again and again, and the recurrence rule of RFC 5545 that it means; both ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kalix_presence.model.when.grammar import any_of
from kalix_presence.model.when.lexicon import Lexicon

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WRITTEN = re.compile(
    r"FREQ=(?P<freq>DAILY|WEEKLY|MONTHLY)(?:;INTERVAL=(?P<interval>[1-4]))?"
    r"(?:;BYDAY=(?P<nth>-1|[1-4])?(?P<days>(?:[A-Z]{2},?)+))?(?:;UNTIL=(?P<until>\d{8})T\d{6}Z?)?;?"
)


@dataclass(frozen=True, slots=True)
class Repeating:
    """A rule without its end. `weekdays` Monday 0, empty for every day; `nth` of the month, -1 the last, 0 for none."""

    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0

    def rule(self, until: date | None) -> str:
        """The RRULE; `until` is the last day of it."""
        days = ",".join(DAYS[each] for each in self.weekdays)
        if self.nth:
            parts = [f"FREQ=MONTHLY;BYDAY={self.nth}{days}"]
        else:
            parts = ["FREQ=WEEKLY" if days else "FREQ=DAILY"]
            parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
            parts += [f"BYDAY={days}"] if days else []
        parts += [f"UNTIL={until:%Y%m%d}T235959"] if until is not None else []
        return ";".join(parts)

    def first(self, since: date) -> date:
        """The first such day from `since` on."""
        return next(day for day in (since + timedelta(n) for n in range(63)) if self._fits(day))

    def _fits(self, day: date) -> bool:
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        if self.nth == -1:
            return (day + timedelta(7)).month != day.month
        return not self.nth or (day.day - 1) // 7 + 1 == self.nth


@dataclass(frozen=True)
class _Words:
    """Of one language. `intervals` are said before what is repeated; `habitual` are weekdays that mean every such day."""

    intervals: dict[str, int]
    day: tuple[str, ...]
    working: tuple[str, ...]
    week: tuple[str, ...]
    month: tuple[str, ...]
    nth: dict[str, int]
    habitual: dict[str, int]
    daily: tuple[str, ...]
    working_habit: tuple[str, ...]
    definite: dict[int, str]
    """The weekday as it is said after "the first"."""
    nth_written: str


_SV_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_EN_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FI_DAYS = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
_WORDS = {
    "sv": _Words(
        {
            "varje": 1, "var": 1, "alla": 1, "varannan": 2, "varanann": 2, "var annan": 2, "vartannat": 2, "var tredje": 3,
            "var fjärde": 4,
        },
        ("dag", "dagar"), ("vardag", "vardagar", "arbetsdag", "arbetsdagar"), ("vecka", "veckor"), ("månaden", "månad"),
        {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "sista": -1},
        {name + ending: n for n, name in enumerate(_SV_DAYS) for ending in ("ar", "arna")},
        ("dagligen",), ("vardagar",), {n: name + "en" for n, name in enumerate(_SV_DAYS)}, "{nth} {day} i månaden",
    ),
    "en": _Words(
        {
            "every": 1, "each": 1, "every other": 2, "every second": 2, "every two": 2, "every third": 3, "every three": 3,
            "every fourth": 4, "every four": 4,
        },
        ("day", "days"), ("weekday", "weekdays", "working day", "workday"), ("week", "weeks"), ("month",),
        {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1},
        {name + "s": n for n, name in enumerate(_EN_DAYS)},
        ("daily",), ("weekdays",), dict(enumerate(_EN_DAYS)), "{nth} {day} of the month",
    ),
    "fi": _Words(
        {"joka": 1, "joka toinen": 2, "joka kolmas": 3, "joka neljäs": 4},
        ("päivä", "päivänä"), ("arkipäivä", "arkipäivänä", "työpäivä", "työpäivänä"), ("viikko", "viikon", "viikolla"),
        ("kuukauden", "kuukausi"),
        {
            "ensimmäinen": 1, "ensimmäisenä": 1, "toinen": 2, "toisena": 2, "kolmas": 3, "kolmantena": 3, "neljäs": 4,
            "neljäntenä": 4, "viimeinen": -1, "viimeisenä": -1,
        },
        {name + "sin": n for n, name in enumerate(_FI_DAYS)},
        ("päivittäin",), ("arkisin",), dict(enumerate(_FI_DAYS)), "kuukauden {nth} {day}",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class _Forms:
    nth: re.Pattern[str]
    nth_before: re.Pattern[str]
    interval: re.Pattern[str]
    turned: re.Pattern[str]


@cache
def _forms(lexicon: Lexicon) -> _Forms:
    words = _WORDS[lexicon.language]
    interval = rf"(?P<interval>{any_of(words.intervals)})"
    on = rf"(?:{any_of(lexicon.on)}\s+)?"
    of_month = rf"(?P<month>(?:(?:i|in|of)\s+)?(?:(?:varje|every|each|the)\s+)?{any_of(words.month)})"
    nth, day = rf"(?:the\s+|den\s+)?(?P<nth>{any_of(words.nth)})", rf"(?P<day>{any_of(lexicon.weekdays)})"
    return _Forms(
        nth=re.compile(rf"{on}(?:{interval}\s+)?{nth}\s+{day}(?:\s+{of_month})?"),
        nth_before=re.compile(rf"(?:{interval}\s+)?{of_month}\s+{nth}\s+{day}"),
        interval=re.compile(rf"{interval}\s+(?:(?P<week>{any_of(words.week)})\s+)?{on}(?P<what>\S.*)"),
        turned=re.compile(rf"{on}(?P<what>\S.*?)\s+{interval}\s+{any_of(words.week)}"),
    )


def read_repeating(text: str, lexicon: Lexicon) -> Repeating | None:
    """What `text` (lower case, no hours, no end) repeats; None when it says nothing of the kind."""
    words, forms = _WORDS[lexicon.language], _forms(lexicon)
    if text in words.daily:
        return Repeating()
    if text in words.working_habit:
        return Repeating(weekdays=tuple(range(5)))
    found = forms.nth.fullmatch(text) or forms.nth_before.fullmatch(text)
    # "every second Tuesday" is every other one, unless it is one of the month.
    if found and (found["month"] or (found["interval"] and words.nth[found["nth"]] in (1, -1))):
        return Repeating(weekdays=(lexicon.weekdays[found["day"]],), nth=words.nth[found["nth"]])
    found = forms.interval.fullmatch(text)
    if found:
        interval = words.intervals[found["interval"]]
        if found["what"] in words.day and not found["week"]:
            return Repeating(interval)
        if found["what"] in words.working and interval == 1:
            return Repeating(weekdays=tuple(range(5)))
        days = _weekdays(found["what"], words.habitual | lexicon.weekdays)
        return Repeating(interval, days) if days else None
    if found := forms.turned.fullmatch(text):
        days = _weekdays(found["what"], words.habitual | lexicon.weekdays)
        return Repeating(words.intervals[found["interval"]], days) if days else None
    plain = re.sub(rf"^{any_of(lexicon.on)}\s+", "", text)
    days = _weekdays(plain, words.habitual)
    return Repeating(weekdays=days) if days else None


def of_the_month(text: str, lexicon: Lexicon) -> str:
    """ "första måndagen" as one of every month, if it is one at all."""
    return _WORDS[lexicon.language].nth_written.replace("{nth} {day}", text)


def write_repeating(rule: str, lexicon: Lexicon) -> tuple[str, date | None] | None:
    """The words of an RRULE without its end, and the last day of it; None for one that these words do not say."""
    found, words = _WRITTEN.fullmatch(rule), _WORDS[lexicon.language]
    if found is None:
        return None
    last = found["until"]
    until = None if last is None else date(int(last[:4]), int(last[4:6]), int(last[6:]))
    days = [DAYS.index(day) for day in (found["days"] or "").split(",") if day in DAYS]
    interval = int(found["interval"] or 1)
    every = next(word for word, meant in words.intervals.items() if meant == interval)
    match found["freq"]:
        case "MONTHLY" if found["nth"] and len(days) == 1 and interval == 1:
            nth = next(word for word, meant in words.nth.items() if meant == int(found["nth"]))
            return words.nth_written.format(nth=nth, day=words.definite[days[0]]), until
        case "DAILY" if not days:
            return f"{every} {words.day[0]}", until
        case "WEEKLY" if days and not found["nth"]:
            if days == list(range(5)) and interval == 1:
                return f"{every} {words.working[0]}", until
            return f"{every} {', '.join(lexicon.weekday(day) for day in days)}", until
    return None


def _weekdays(text: str, names: dict[str, int]) -> tuple[int, ...]:
    said = [names.get(word) for word in re.split(r"\s*,\s*|\s+(?:och|and|ja|&)\s+|\s+", text)]
    return () if None in said else tuple(sorted({day for day in said if day is not None}))
