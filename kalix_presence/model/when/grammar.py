"""The grammar of return times, the same for every language: text and a lexicon give a day, a clock, a duration or an open end.

It only recognises; `when.read` turns what it recognised into an instant. Finnish says "to" and "past" between quarter and
hour as the others do, so one grammar serves all three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kalix_presence.model.when.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Clock:
    """A wall time; `either` means that the hour may be a morning or an afternoon one."""

    hour: int
    minute: int
    either: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was named; `value` depends on `kind`: days ahead, weekday, (year|0, month, day), or week number."""

    kind: Literal["ahead", "weekday", "date", "week"]
    value: int | tuple[int, int, int]
    following: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What was recognised. `through` marks the last day away; `minutes` a duration from now; `special` a fixed phrase."""

    day: Day | None = None
    clock: Clock | None = None
    minutes: int | None = None
    through: bool = False
    special: Literal["open", "rest_of_day", "after_lunch"] | None = None


def _any(words: tuple[str, ...] | dict[str, int]) -> str:
    """An alternation, longest first so that "tors" is not read as "tor"; never matches when there are no words."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")" if ordered else r"(?!)"


@dataclass(frozen=True)
class _Forms:
    """The compiled patterns of one language."""

    before_clock: re.Pattern[str]
    until: re.Pattern[str]
    through: re.Pattern[str]
    after_through: re.Pattern[str]
    duration: re.Pattern[str]
    within_before: re.Pattern[str]
    within_after: re.Pattern[str]
    spoken_part: re.Pattern[str]
    spoken_half_part: re.Pattern[str]
    spoken_half: re.Pattern[str]
    half_past: re.Pattern[str]
    digits: re.Pattern[str]
    weekday: re.Pattern[str]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    week: re.Pattern[str]
    ahead: re.Pattern[str]


@cache
def _forms(lexicon: Lexicon) -> _Forms:
    number = rf"(?:\d{{1,2}}|{_any(lexicon.numbers)})"
    part = rf"(?P<part>{number}|{_any(lexicon.quarter)})(?:\s*{_any(lexicon.minutes)})?"
    way = rf"(?P<way>{_any(lexicon.to)}|{_any(lexicon.past)})"
    half = rf"{_any(lexicon.half_to)}"
    compiled = re.compile
    return _Forms(
        before_clock=compiled(rf"{_any(lexicon.clock)}\s*(?=[\d\w])"),
        until=compiled(rf"{_any(lexicon.until)}\s+"),
        through=compiled(rf"{_any(lexicon.through)}\s+"),
        after_through=compiled(rf"\s+{_any(lexicon.after_through)}$"),
        duration=compiled(
            rf"(?:(?P<h>\d{{1,3}}(?:[.,]\d{{1,2}})?|{_any(lexicon.numbers)})\s*{_any(lexicon.hours)})?"
            rf"(?:\s*(?:{_any(lexicon.and_)}\s+)?(?P<m>\d{{1,4}}|{_any(lexicon.numbers)})\s*{_any(lexicon.minutes)})?"
        ),
        within_before=compiled(rf"{_any(lexicon.within)}\s+"),
        within_after=compiled(rf"\s+{_any(lexicon.within)}$"),
        spoken_part=compiled(rf"{part}\s+{way}\s+(?P<hour>{number})"),
        spoken_half_part=compiled(rf"{part}\s+{way}\s+{half}\s+(?P<hour>{number})"),
        spoken_half=compiled(rf"{half}\s+(?P<hour>{number})"),
        half_past=compiled(rf"{_any(lexicon.half_past)}\s+(?P<hour>{number})"),
        digits=compiled(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?"),
        weekday=compiled(
            rf"(?:{_any(lexicon.on)}\s+)?(?P<next>{_any(lexicon.following)}\s+)?(?P<weekday>{_any(lexicon.weekdays)})\b\.?"
        ),
        day_month=compiled(
            rf"(?:den\s+)?(?P<day>\d{{1,2}})(?:\.|:e|st|nd|rd|th)?\s*(?:of\s+)?(?P<month>{_any(lexicon.months)})\b\.?"
            r"(?:\s+(?P<year>\d{4})\b)?"
        ),
        month_day=compiled(
            rf"(?P<month>{_any(lexicon.months)})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}})\b)?"
        ),
        week=compiled(rf"{_any(lexicon.week)}\s*(?P<week>\d{{1,2}})\b"),
        ahead=compiled(
            rf"(?P<d0>{_any(lexicon.today)})\b|(?P<d2>{_any(lexicon.day_after_tomorrow)})\b|(?P<d1>{_any(lexicon.tomorrow)})\b"
        ),
    )


_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t(?=\d))?")
_SLASHED = re.compile(r"(?P<day>\d{1,2})[/](?P<month>\d{1,2})(?:[/-](?P<year>\d{4}))?")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?")


def understand(text: str, lexicon: Lexicon) -> Said | None:
    """What `text` (lower case, single spaces) says in this language; None when it is not understood in full."""
    special = _special(text, lexicon)
    if special:
        return special
    forms = _forms(lexicon)
    through = forms.through.match(text)
    if through:
        text = text[through.end() :]
    elif until := forms.until.match(text):
        text = text[until.end() :]
    ending = forms.after_through.search(text)
    if ending:
        text = text[: ending.start()]
    last_day = bool(through or ending)
    if special := _special(text, lexicon):
        return special
    found = _day(text, forms, lexicon)
    if found:
        day, rest = found
        if not rest:
            return Said(day=day, through=last_day)
        clock = _clock(rest, forms, lexicon)
        # "through Friday 14" contradicts itself: a last day away has no clock time of return.
        return None if clock is None or through else Said(day=day, clock=clock)
    clock = _clock(text, forms, lexicon)
    if clock:
        return Said(clock=clock)
    if turned := _clock_then_day(text, forms, lexicon):
        return turned
    minutes = _duration(text, forms, lexicon)
    return None if minutes is None else Said(minutes=minutes)


def _clock_then_day(text: str, forms: _Forms, lexicon: Lexicon) -> Said | None:
    """The other order: "9.30 i morgon", "halv tre på torsdag"."""
    words = text.split(" ")
    for cut in range(1, min(len(words), 5)):
        clock = _clock(" ".join(words[:cut]), forms, lexicon)
        found = _day(" ".join(words[cut:]), forms, lexicon)
        if clock and found and not found[1]:
            return Said(day=found[0], clock=clock)
    return None


def _special(text: str, lexicon: Lexicon) -> Said | None:
    if text in lexicon.open_end:
        return Said(special="open")
    if text in lexicon.rest_of_day:
        return Said(special="rest_of_day")
    if text in lexicon.after_lunch:
        return Said(special="after_lunch")
    if text in lexicon.next_week:
        return Said(day=Day("weekday", 0, following=True))
    return None


def _number(text: str, lexicon: Lexicon) -> int:
    return int(text) if text.isdigit() else lexicon.numbers[text]


def _duration(text: str, forms: _Forms, lexicon: Lexicon) -> int | None:
    if re.fullmatch(r"\d{1,3}", text) and 24 <= int(text) <= 999:
        return int(text)
    if before := forms.within_before.match(text):
        text = text[before.end() :]
    if after := forms.within_after.search(text):
        text = text[: after.start()]
    if text in lexicon.hours and len(text) > 3:
        return 60
    for words, minutes in ((lexicon.half_hour, 30), (lexicon.quarter_hour, 15), (lexicon.one_and_a_half_hours, 90)):
        if text in words:
            return minutes
    found = forms.duration.fullmatch(text)
    if not found or not (found["h"] or found["m"]):
        return None
    hours = 0.0
    if found["h"]:
        hours = float(found["h"].replace(",", ".")) if found["h"][0].isdigit() else lexicon.numbers[found["h"]]
    return round(hours * 60) + (_number(found["m"], lexicon) if found["m"] else 0)


def _clock(text: str, forms: _Forms, lexicon: Lexicon) -> Clock | None:
    half_day = None
    for half_day_name, words in (("morning", lexicon.morning), ("afternoon", lexicon.afternoon)):
        for word in words:
            if text.endswith(word) and len(text) > len(word) and not text[: -len(word)][-1].isalpha():
                half_day, text = half_day_name, text[: -len(word)].rstrip()
                break
        if half_day:
            break
    if before := forms.before_clock.match(text):
        text = text[before.end() :]
    clock = Clock(12, 0) if text in lexicon.noon else _digits(text, forms) or _spoken(text, forms, lexicon)
    if clock is None or half_day is None:
        return clock
    if clock.hour > 12:
        return None if half_day == "morning" else Clock(clock.hour, clock.minute)
    return Clock(clock.hour % 12 + (12 if half_day == "afternoon" else 0), clock.minute)


def _digits(text: str, forms: _Forms) -> Clock | None:
    if packed := re.fullmatch(r"(\d{1,2})(\d{2})", text):
        hour, minute = int(packed[1]), int(packed[2])
        return Clock(hour, minute) if hour <= 23 and minute <= 59 else None
    found = forms.digits.fullmatch(text)
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        return None
    # "2" for a return time means two in the afternoon to whoever is at work; "02" and "2.15" are taken as written.
    return Clock(hour, minute, either=found["minute"] is None and len(text) == 1 and 1 <= hour <= 7)


def _spoken(text: str, forms: _Forms, lexicon: Lexicon) -> Clock | None:
    if found := forms.spoken_half_part.fullmatch(text):
        return _around(found, lexicon, -30)
    if found := forms.spoken_part.fullmatch(text):
        return _around(found, lexicon, 0)
    if found := forms.spoken_half.fullmatch(text):
        return _hour(found["hour"], lexicon, -30)
    if found := forms.half_past.fullmatch(text):
        return _hour(found["hour"], lexicon, 30)
    return _hour(text, lexicon, 0) if text in lexicon.numbers else None


def _around(found: re.Match[str], lexicon: Lexicon, base: int) -> Clock | None:
    part = 15 if found["part"] in lexicon.quarter else _number(found["part"], lexicon)
    return _hour(found["hour"], lexicon, base + (-part if found["way"] in lexicon.to else part))


def _hour(text: str, lexicon: Lexicon, offset: int) -> Clock | None:
    hour = _number(text, lexicon)
    if hour > 23:
        return None
    total = (hour * 60 + offset) % (24 * 60)
    return Clock(total // 60, total % 60, either=1 <= hour <= 12)


def _day(text: str, forms: _Forms, lexicon: Lexicon) -> tuple[Day, str] | None:
    """The day that `text` begins with and what follows it."""
    if found := forms.ahead.match(text):
        return Day("ahead", 0 if found["d0"] else 1 if found["d1"] else 2), text[found.end() :].strip(" ,")
    for pattern in (_ISO, _SLASHED, _DOTTED):
        found = pattern.match(text)
        if (found and not text[found.end() : found.end() + 1].isdigit()) or (found and pattern is _ISO):
            return _date(found, int(found["month"])), text[found.end() :].strip(" ,")
    for pattern in (forms.day_month, forms.month_day):
        if found := pattern.match(text):
            return _date(found, lexicon.months[found["month"]]), text[found.end() :].strip(" ,")
    if found := forms.week.match(text):
        return Day("week", int(found["week"])), text[found.end() :].strip(" ,")
    if found := forms.weekday.match(text):
        day = Day("weekday", lexicon.weekdays[found["weekday"]], following=bool(found["next"]))
        return day, text[found.end() :].strip(" ,")
    return None


def _date(found: re.Match[str], month: int) -> Day:
    return Day("date", (int(found["year"] or 0), month, int(found["day"])))
