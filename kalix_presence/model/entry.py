"""A calendar entry as far as it matters here, and what it does by the rules that are shown to people.

The text of an entry is looked at for a mark or a reason at its beginning and is not part of this, nor kept anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kalix_presence.model.absence import Forward, ForwardKind
from kalix_presence.model.preferences import AllDay, CalendarRules

MEETING = "meeting"
OUT_OF_OFFICE = "out_of_office"
_MARK = re.compile(r"\s*M[ÖO]T\s*([:;])", re.IGNORECASE)


class Busy(StrEnum):
    """What the calendar says of the time of an entry."""

    FREE = "free"
    TENTATIVE = "tentative"
    BUSY = "busy"
    OUT_OF_OFFICE = "out_of_office"


class Mark(StrEnum):
    """The Swedish habit: "MÖT: ..." closes the phone, "MÖT; ..." only informs."""

    NONE = "none"
    CLOSES = "closes"
    INFORMS = "informs"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry at one time: `key` names it and its occurrence; `start` and `end` are aware UTC instants.

    Of a private entry nothing of the text was read: its `mark` is NONE. `declined`: by the person, or cancelled by whoever
    invited.
    """

    key: str
    start: datetime
    end: datetime
    busy: Busy
    all_day: bool = False
    private: bool = False
    declined: bool = False
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Does:
    """What an entry does: an absence of this reason with this forward."""

    reason: str
    forward: Forward = Forward()  # noqa: RUF009 - frozen itself


def mark_of(summary: str) -> Mark:
    """The mark at the beginning of a text."""
    found = _MARK.match(summary)
    if found is None:
        return Mark.NONE
    return Mark.CLOSES if found[1] == ":" else Mark.INFORMS


def does(entry: CalendarEntry, rules: CalendarRules) -> Does | None:
    """What `entry` does by `rules`; None when nothing.

    Free, tentative and declined entries do nothing; a mark says more than busy or free does. Of all-day entries only those out
    of office count, unless the rules say otherwise: a birthday must not close anybody's phone.
    """
    if not rules.on or entry.declined:
        return None
    if rules.marks and entry.mark is not Mark.NONE:
        informs = entry.mark is Mark.INFORMS
        return Does(MEETING, Forward(ForwardKind.NONE) if informs else Forward())
    if entry.busy not in (Busy.BUSY, Busy.OUT_OF_OFFICE):
        return None
    away = entry.busy is Busy.OUT_OF_OFFICE
    if not (rules.out_of_office if away else rules.busy):
        return None
    if entry.all_day and (rules.all_day is AllDay.NONE or (not away and rules.all_day is not AllDay.BUSY)):
        return None
    return Does(OUT_OF_OFFICE if away else MEETING)
