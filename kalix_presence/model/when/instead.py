"""What is offered in place of a return time that cannot be read: of the kind that was typed, a day for a day.

"I morgon bitti" is a half of a day and no moment, "9-11" a span: one end of them may be what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kalix_presence.model.when.ends import ends_of
from kalix_presence.model.when.grammar import any_of
from kalix_presence.model.when.hours import hours_at_end
from kalix_presence.model.when.lexicon import Lexicon, spell_clock
from kalix_presence.model.worktime import WorkingTime


def instead(text: str, lexicon: Lexicon, worktime: WorkingTime) -> Iterator[str]:
    """What may be meant by `text` (lower case, single spaces), the likeliest first; whether it reads is not known here."""
    for words in sorted(lexicon.half_days, key=len, reverse=True):
        if text.endswith(f" {words}"):
            day = text.removesuffix(words).rstrip()
            yield day if lexicon.half_days[words] == "morning" else f"{day} {spell_clock(worktime.lunch_until)}"
            break
    if hours := hours_at_end(text, lexicon):
        yield f"{hours[0]} {spell_clock(hours[2])}".strip()
    *first, last = ends_of(text, lexicon)
    if first and lexicon.through:
        through = next((word for word in lexicon.through if word == "t.o.m."), lexicon.through[0])
        yield f"{through} {last}"
    elif first:
        yield f"{last} {lexicon.after_through[0]}"


def names_day(text: str, lexicon: Lexicon) -> bool:
    """Whether `text` speaks of a day, a week or a month, so that a clock time is no answer to it."""
    return _days(lexicon).search(text) is not None


@cache
def _days(lexicon: Lexicon) -> re.Pattern[str]:
    days = (
        *lexicon.weekdays, *lexicon.months, *lexicon.feasts, *lexicon.tomorrow, *lexicon.day_after_tomorrow, *lexicon.next_week,
        *(f"{word} {each}" for word in lexicon.following for each in lexicon.spans),
    )  # fmt: skip
    numbered = rf"{any_of((*lexicon.week, *lexicon.before_nth))}\s*\d|\d{lexicon.nth}"
    return re.compile(rf"\d/\d|\d{{4}}-\d|\d\.\d{{1,2}}\.|\b{any_of(tuple(days))}\b|(?<!\w){numbered}")
