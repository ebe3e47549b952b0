"""The grammar of return times, the same for every language: text and a lexicon give a day, a clock, a duration or an open end.

It only recognises; `typed_time` turns what it recognised into an instant. Finnish says "to" and "past" between quarter and
hour as the others do, so one grammar serves all three.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kalix_presence.model.when.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Clock:
    """A wall time; `either` means that the hour may be a morning or an afternoon one. Hour 24 is the end of the day."""

    hour: int
    minute: int
    either: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was named; `value` depends on `kind`: days ahead, a weekday, the number of a day of which no month was said
    ("nth"), or numbers that begin with the year.

    The year is 0 where none was said: (year, month, day), (year, week), (year, month), and for a feast (year,) with its name in
    `feast`. `weekday` was said with a date or a week.
    """

    kind: Literal["ahead", "weekday", "date", "week", "month", "feast", "nth"]
    value: int | tuple[int, ...]
    following: bool = False
    weekday: int | None = None
    ahead: int | None = None
    """Days ahead, said with a date: "i morgon, onsdag 25 november"."""
    feast: str = ""
    this: bool = False
    """Said of a weekday of these days: today's may be meant."""
    months: int = 0
    """Months ahead, with the days ahead of `value`."""
    dashed: bool = False
    """That its year was said with a dash and two digits, "1/3-27", which may be days of a month too."""

    @property
    def year(self) -> int:
        """The year that was said, 0 for none."""
        return self.value[0] if isinstance(self.value, tuple) else 0

    def of(self, year: int) -> Day:
        """The same in `year`."""
        return replace(self, value=(year, *self.value[1:])) if isinstance(self.value, tuple) else self


@dataclass(frozen=True, slots=True)
class Said:
    """What was recognised. `through` marks the last day away; `minutes` a duration from now; `special` a fixed phrase.

    `until`: it was said that this is an end ("till fredag"), not when something begins.
    """

    day: Day | None = None
    clock: Clock | None = None
    minutes: int | None = None
    through: bool = False
    until: bool = False
    special: Literal["open", "rest_of_day", "after_lunch", "until_lunch", "rest_of_week"] | None = None
    lasting: bool = False
    """That `day` is when so many days, weeks or months are over: "två veckor"."""


_YEAR_AFTER = r"(?:\s*,\s*|\s+)(?:år\s+|of\s+|in\s+)?(?P<year>20\d\d)\b(?![.:]\d)"
"""Four digits from 2000 on after a day, a week or a month are a year and no clock time."""


def any_of(words: tuple[str, ...] | dict[str, int] | dict[str, str]) -> str:
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
    nth: re.Pattern[str]
    month: re.Pattern[str]
    feast: re.Pattern[str]
    now: re.Pattern[str]
    ahead: re.Pattern[str]
    counted_ahead: re.Pattern[str]
    lasting: re.Pattern[str]


@cache
def _forms(lexicon: Lexicon) -> _Forms:
    number = rf"(?:\d{{1,2}}|{any_of(lexicon.numbers)})"
    part = rf"(?P<part>{number}|{any_of(lexicon.quarter)})(?:\s*{any_of(lexicon.minutes)})?"
    way = rf"(?P<way>{any_of(lexicon.to)}|{any_of(lexicon.past)})"
    half = rf"{any_of(lexicon.half_to)}"
    count = rf"(?P<count>[1-9]\d{{0,2}}|{any_of(lexicon.numbers)})\s*(?P<span>{any_of(lexicon.spans)})"
    counted = rf"(?:{count}|(?P<single>{any_of(lexicon.single)}))"
    again = counted.replace("<count>", "<count2>").replace("<span>", "<span2>").replace("<single>", "<single2>")
    compiled = re.compile
    return _Forms(
        before_clock=compiled(rf"{any_of(lexicon.clock)}\s*(?=[\d\w])"),
        until=compiled(rf"{any_of(lexicon.until)}\s+"),
        through=compiled(rf"{any_of(lexicon.through)}\s+"),
        after_through=compiled(rf"\s+{any_of(lexicon.after_through)}$"),
        duration=compiled(
            rf"(?:(?P<h>\d{{1,3}}(?:[.,]\d{{1,2}})?|{any_of(lexicon.numbers)})\s*{any_of(lexicon.hours)})?"
            rf"(?:\s*(?:{any_of(lexicon.and_)}\s+)?(?P<m>\d{{1,4}}|{any_of(lexicon.numbers)})\s*{any_of(lexicon.minutes)})?"
        ),
        within_before=compiled(rf"{any_of(lexicon.within)}\s+"),
        within_after=compiled(rf"\s+{any_of(lexicon.within)}$"),
        spoken_part=compiled(rf"{part}\s+{way}\s+(?P<hour>{number})"),
        spoken_half_part=compiled(rf"{part}\s+{way}\s+{half}\s+(?P<hour>{number})"),
        spoken_half=compiled(rf"{half}\s+(?P<hour>{number})"),
        half_past=compiled(rf"{any_of(lexicon.half_past)}\s+(?P<hour>{number})"),
        digits=compiled(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?(?::(?:ään|een|iin|lt[aä]))?"),
        weekday=compiled(
            rf"(?:{any_of(lexicon.on)}\s+)?(?:(?P<next>{any_of(lexicon.following)})\s+|(?P<this>{any_of(lexicon.this)})\s+)?"
            rf"(?P<weekday>{any_of(lexicon.weekdays)})\b\.?"
        ),
        day_month=compiled(
            rf"(?:(?:on\s+)?(?:den|the)\s+)?(?P<day>\d{{1,2}})(?:\.|:e|st|nd|rd|th)?\s*(?:of\s+)?(?P<month>{any_of(lexicon.months)})\b\.?"
            rf"(?:{_YEAR_AFTER})?"
        ),
        month_day=compiled(rf"(?P<month>{any_of(lexicon.months)})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:{_YEAR_AFTER})?"),
        week=compiled(
            rf"(?:(?P<before>20\d\d)\s+)?{any_of(lexicon.week)}\s*(?P<week>\d{{1,2}})\b(?:\s*/\s*(?P<slashed>20\d\d)\b|{_YEAR_AFTER})?"
        ),
        nth=compiled(
            rf"(?:{any_of(lexicon.before_nth)}\s+(?P<day>\d{{1,2}})(?:{lexicon.nth})?|(?:{any_of(lexicon.on)}\s+)?(?P<marked>\d{{1,2}}){lexicon.nth})"
            r"(?![\w./:-])"
        ),
        month=compiled(
            rf"(?:{any_of(lexicon.within_month)}\s+)?(?P<month>{any_of(lexicon.months)})\b\.?(?!\s*\d\d?\b)(?:{_YEAR_AFTER})?"
        ),
        feast=compiled(
            rf"(?:{any_of((*lexicon.on, *lexicon.within_month))}\s+)?(?P<feast>{any_of(lexicon.feasts)})\b(?:{_YEAR_AFTER})?"
        ),
        # "nu på fredag" is Friday, not from now.
        now=compiled(rf"{any_of(lexicon.now)}(?!\s+{any_of(lexicon.on)}\s+{any_of(lexicon.weekdays)})(?:\s+|$)"),
        ahead=compiled(
            rf"(?P<d0>{any_of(lexicon.today)})\b|(?P<d2>{any_of(lexicon.day_after_tomorrow)})\b|(?P<d1>{any_of(lexicon.tomorrow)})\b"
        ),
        counted_ahead=compiled(
            rf"(?:{any_of(lexicon.counted_ahead)}\s+{counted}|{again}\s+{any_of(lexicon.counted_ahead_after)})(?!\w)"
        ),
        lasting=compiled(rf"(?:{any_of(lexicon.lasting)}\s+)?{counted}(?:\s+{any_of(lexicon.lasting_after)})?"),
    )


_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t(?=\d)|(?!\d))")
_SLASHED = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?!\d)(?:(?:/|-|\s*,?\s+)(?P<year>20\d\d)(?![\d.:])|(?P<dash>[/-])(?P<short>\d\d)(?![\d/.:-]))?"
)
DASHED_YEAR = re.compile(r"\d{1,2}/\d{1,2}-\d\d")
""" "1/3-27", which is one day and no span."""
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>20\d\d)(?![\d.:])|(?P<short>\d\d)(?![\d.:]))?")
_ISO_WEEK = re.compile(r"(?P<year>20\d\d)-?w(?P<week>\d\d)\b")
_YEAR_ALONE = re.compile(r"20\d\d\b(?![.:]\d)")


def understand(text: str, lexicon: Lexicon) -> Said | None:
    """What `text` (lower case, single spaces) says in this language; None when it is not understood in full."""
    special = _special(text, lexicon)
    if special:
        return special
    forms = _forms(lexicon)
    now = forms.now.match(text)
    if now:
        text = text[now.end() :]
    through = forms.through.match(text)
    until = None
    if through:
        text = text[through.end() :]
    elif until := forms.until.match(text):
        text = text[until.end() :]
    ending = forms.after_through.search(text)
    if ending:
        text = text[: ending.start()]
    last_day = bool(through or ending)
    ends = bool(now or until or last_day)
    said = _stripped(text, forms, lexicon, until=bool(until), through=bool(through), last_day=last_day)
    return None if said is None else replace(said, until=ends)


def _stripped(text: str, forms: _Forms, lexicon: Lexicon, *, until: bool, through: bool, last_day: bool) -> Said | None:
    """What is left when the words for "until", "through" and "now" are taken off."""
    if until and text in lexicon.lunch:
        return Said(special="until_lunch")
    if special := _special(text, lexicon):
        return special
    if found_lasting := forms.lasting.fullmatch(text):
        # Nobody is away "until two weeks".
        return None if until or last_day else Said(day=_counted(found_lasting, "", lexicon), lasting=True)
    found = _day(text, forms, lexicon)
    if found:
        day, rest = found
        if not rest:
            return Said(day=day, through=last_day)
        if day.kind in ("weekday", "ahead") and _YEAR_ALONE.match(rest):
            return None  # "fredag 2027" is no day, and nobody means 20.27
        clock = read_clock(_half_day_last(rest, lexicon), lexicon, hour_said=until)
        # "through Friday 14" contradicts itself: a last day away has no clock time of return.
        return None if clock is None or through else Said(day=day, clock=clock)
    clock = read_clock(text, lexicon, hour_said=until)
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
        found = _day(" ".join(words[cut:]), forms, lexicon)
        if found is None or (found[1] and found[1] not in lexicon.morning + lexicon.afternoon):
            continue
        clock = read_clock(f"{' '.join(words[:cut])} {found[1]}".strip(), lexicon)
        if clock:
            return Said(day=found[0], clock=clock)
    return None


def _half_day_last(text: str, lexicon: Lexicon) -> str:
    """ "bitti kl 8" as "kl 8 bitti": the half of a day may stand on either side of the hour."""
    found = re.fullmatch(rf"({any_of(lexicon.morning + lexicon.afternoon)})\s+(\S.*)", text)
    return f"{found[2]} {found[1]}" if found else text


def _special(text: str, lexicon: Lexicon) -> Said | None:
    if text in lexicon.open_end:
        return Said(special="open")
    if text in lexicon.rest_of_day:
        return Said(special="rest_of_day")
    if text in lexicon.this_week:
        return Said(special="rest_of_week")
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
    if (after := forms.within_after.search(text)) and lexicon.within_is_after:
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


def read_clock(text: str, lexicon: Lexicon, *, hour_said: bool = False) -> Clock | None:
    """The wall time that the whole of `text` (lower case, single spaces) says in this language.

    `hour_said`: that it is a time is known, so that "24" is midnight and no minutes.
    """
    forms = _forms(lexicon)
    half_day = None
    for half_day_name, words in (("morning", lexicon.morning), ("afternoon", lexicon.afternoon)):
        for word in words:
            if text.endswith(word) and len(text) > len(word) and not text[: -len(word)][-1].isalpha():
                half_day, text = half_day_name, text[: -len(word)].rstrip()
                break
        if half_day:
            break
    if before := forms.before_clock.match(text):
        text, hour_said = text[before.end() :], True
    text = next((text.removesuffix(f" {word}") for word in lexicon.after_clock if text.endswith(f" {word}")), text)
    if text in lexicon.midnight or re.fullmatch(r"24[.:]?00" if not hour_said else r"24(?:[.:]?00)?", text):
        return Clock(24, 0) if half_day is None else None
    clock = Clock(12, 0) if text in lexicon.noon else _digits(text, forms) or _spoken(text, forms, lexicon)
    if clock is None or half_day is None:
        return clock
    if clock.hour > 12:
        return None if half_day == "morning" else Clock(clock.hour, clock.minute)
    return Clock(clock.hour % 12 + (12 if half_day == "afternoon" else 0), clock.minute)


def _digits(text: str, forms: _Forms) -> Clock | None:
    found = re.fullmatch(r"(?P<hour>\d{1,2})(?P<minute>\d{2})", text) or forms.digits.fullmatch(text)
    if not found:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        return None
    # "2" and "2.15" mean the afternoon to whoever is at work; "02" and "02.15" are taken as written.
    return Clock(hour, minute, either=len(found["hour"]) == 1 and 1 <= hour <= 7)


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
    if re.fullmatch(r"\d+ to \d+", found[0]):
        return None  # "10 to 12" is rather two hours than 11.50
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
        ahead, rest = 0 if found["d0"] else 1 if found["d1"] else 2, _after(found)
        also = _day(rest, forms, lexicon) if found.string[found.end() : found.end() + 1] == "," else None
        if also and also[0].kind in ("date", "nth"):
            return replace(also[0], ahead=ahead), also[1]
        return Day("ahead", ahead), rest
    if found := forms.counted_ahead.match(text):
        return _counted(found, "" if found["count"] or found["single"] else "2", lexicon), _after(found)
    if dated := _date_or_week(re.sub(r"^(?:på )?den (?=\d)", "", text), forms, lexicon) or _nth(text, forms):
        day, rest = dated
        if day.kind == "week" and (found := forms.weekday.match(rest)) and not found["next"]:
            return replace(day, weekday=lexicon.weekdays[found["weekday"]]), _after(found)
        return dated
    if found := forms.feast.match(text):
        return Day("feast", (int(found["year"] or 0),), feast=lexicon.feasts[found["feast"]]), _after(found)
    if found := forms.weekday.match(text):
        weekday, rest = lexicon.weekdays[found["weekday"]], _after(found)
        of_next = next((word for word in lexicon.next_week if f"{rest} ".startswith(f"{word} ")), None)
        if of_next is not None:
            return Day("weekday", weekday, following=True), rest.removeprefix(of_next).strip(" ,")
        dated = (
            None
            if found["next"]
            else _date_or_week(re.sub(r"^(?:den|the|on|i)\s+", "", rest), forms, lexicon) or _nth(rest, forms)
        )
        if dated:
            return replace(dated[0], weekday=weekday), dated[1]
        return Day("weekday", weekday, following=bool(found["next"]), this=bool(found["this"])), rest
    if found := forms.month.match(text):
        return Day("month", (int(found["year"] or 0), lexicon.months[found["month"]])), _after(found)
    return None


def _counted(found: re.Match[str], which: str, lexicon: Lexicon) -> Day:
    """The day on which so many days, weeks or months are over."""
    count = 1 if found["single" + which] else _number(found["count" + which], lexicon)
    match lexicon.spans[found["single" + which] or found["span" + which]]:
        case "month":
            return Day("ahead", 0, months=count)
        case "week":
            return Day("ahead", 7 * count)
    return Day("ahead", count)


def _date_or_week(text: str, forms: _Forms, lexicon: Lexicon) -> tuple[Day, str] | None:
    if found := _ISO_WEEK.match(text):
        return Day("week", (int(found["year"]), int(found["week"]))), _after(found)
    for pattern in (_ISO, _SLASHED, _DOTTED):
        found = pattern.match(text)
        if (found and not text[found.end() : found.end() + 1].isdigit()) or (found and pattern is _ISO):
            return _date(found, int(found["month"])), _after(found)
    for pattern in (forms.day_month, forms.month_day):
        if found := pattern.match(text):
            return _date(found, lexicon.months[found["month"]]), _after(found)
    if found := forms.week.match(text):
        year = int(found["before"] or found["slashed"] or found["year"] or 0)
        return Day("week", (year, int(found["week"]))), _after(found)
    return None


def _nth(text: str, forms: _Forms) -> tuple[Day, str] | None:
    found = forms.nth.match(text)
    return None if found is None else (Day("nth", int(found["day"] or found["marked"])), _after(found))


def _after(found: re.Match[str]) -> str:
    return found.string[found.end() :].strip(" ,")


def _date(found: re.Match[str], month: int) -> Day:
    said = found.groupdict()
    year = int(said["year"] or 0) or (2000 + int(said["short"]) if said.get("short") else 0)
    return Day("date", (year, month, int(said["day"])), dashed=said.get("dash") == "-")
