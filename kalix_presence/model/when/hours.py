"""From one clock time to another as people say it: "8-16.30", "kl 9 till 11", "halv nio till tio", "1-3 em".

One rule for plans, working time and phone hours: a single digit from 1 to 5 begins in the afternoon ("1-3" is 13-15, "01-03"
the night), and so ends a single digit up to 7 that would lie before its start ("8-5" is 8-17). A half of the day said at the
end is that of the start too where it can be. An end at 0.00 or 24.00 is the midnight that ends the day.
"""

from __future__ import annotations

import re
from datetime import time

from kalix_presence.model.when.finnish import FROM_HOURS, UNTIL_HOURS
from kalix_presence.model.when.grammar import Clock, any_of, read_clock
from kalix_presence.model.when.lexicon import Lexicon

_TO = re.compile(r"\s*[-–—]\s*|\s+(?:till|til|to|until|and)\s+")
_FROM = re.compile(r"^(?:från|from|between|mellan)\s+")
_BETWEEN = re.compile(r"\b(?:mellan|between)\s+(.+?)\s+(?:och|and)\s+")
_BETWEEN_AFTER = re.compile(r"(\S+?)(?::n)?\s+ja\s+(\S+?)(?::n)?\s+välillä\b")
_FROM_UNTIL = re.compile(r"(\d):st[aä]\s+(\d\S*?):(?:ään|een|iin)(?!\w)")
_FROM_UNTIL_IN_WORDS = re.compile(rf"\b({any_of(FROM_HOURS)})\s+((?:puoli\s+)?{any_of(UNTIL_HOURS)})(?!\w)")
_YEAR = re.compile(r"(?:^|[\s-])20\d\d(?:$|[\s-])")
_TIMES_OF_DAY = 4
"""A clock time has at most so many words: "kl tjugo i nio"."""


def may_be_year(text: str) -> bool:
    """Whether four digits in `text` may be a year: beside a dash they are no hour ("12-2027")."""
    return _YEAR.search(text) is not None


def with_dash(text: str) -> str:
    """Hours between whose ends an "and" stands, "mellan 9 och 11", "9 ja 11 välillä", or none ("9:stä 11:een", "yhdeksästä
    yhteentoista"), with a dash."""
    text = _FROM_UNTIL_IN_WORDS.sub(lambda found: f"{FROM_HOURS[found[1]]} - {found[2]}", text)
    return _FROM_UNTIL.sub(r"\1-\2", _BETWEEN_AFTER.sub(r"\1-\2", _BETWEEN.sub(r"\1 - ", text)))


def read_hours(text: str, lexicon: Lexicon) -> tuple[str, time, time] | None:
    """What stands before the hours that `text` (lower case, single spaces) ends with, and the two wall times.

    None where it does not end so. The times are as said: nothing keeps the second from lying before the first, and one of 0.00
    is midnight.
    """
    text = with_dash(text)
    for found in reversed(list(_TO.finditer(text))):
        ends = read_clock(text[found.end() :], lexicon, hour_said=True)
        if ends is None:
            continue
        words = text[: found.start()].split(" ")
        for cut in range(max(0, len(words) - _TIMES_OF_DAY), len(words)):
            said = _FROM.sub("", " ".join(words[cut:]))
            starts = read_clock(said, lexicon)
            if starts is not None and starts.hour < 24:
                return " ".join(words[:cut]).strip(" ,"), *_resolved(starts, said, ends, text, lexicon)
    return None


def _resolved(starts: Clock, said: str, ends: Clock, text: str, lexicon: Lexicon) -> tuple[time, time]:
    begin, end = time(starts.hour, starts.minute), time(ends.hour % 24, ends.minute)
    half_day = next((word for word in (*lexicon.morning, *lexicon.afternoon) if text.endswith(f" {word}")), None)
    if half_day is not None and starts.hour <= 12:
        halved = read_clock(f"{said} {half_day}", lexicon)
        if halved is not None and (halved.hour, halved.minute) < (ends.hour, ends.minute):
            return time(halved.hour, halved.minute), end
    if starts.either and begin.hour <= 5:
        begin = begin.replace(hour=begin.hour + 12)
    if ends.either and end.hour <= 7 and end <= begin:
        end = end.replace(hour=end.hour + 12)
    return begin, end


def hours_at_end(text: str, lexicon: Lexicon) -> tuple[str, time, time] | None:
    """What stands before the hours at the end; four digits that may be a year are no hour beside a dash."""
    found = read_hours(text, lexicon)
    return None if found is None or may_be_year(text[len(found[0]) :]) else found
