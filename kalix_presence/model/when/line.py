"""The one text field that says it all: `l 13`, `möte till halv tre`, `lunch 30`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import EndRule, Reason, Reasons
from kalix_presence.model.when.lexicon import Lexicon
from kalix_presence.model.when.return_time import ReturnTime
from kalix_presence.model.when.typed_time import LEXICONS, read
from kalix_presence.model.when.usual import usual
from kalix_presence.model.worktime import WorkingTime


@dataclass(frozen=True, slots=True)
class Wish:
    """What a line asks for; `until` None means that no return time was typed and the reason has no usual one.

    `only_time`: nothing but a return time was typed, and `reason` is what holds already.
    """

    reason: Reason
    until: ReturnTime | None
    note: str = ""
    only_time: bool = False


def says_back(text: str) -> bool:
    """Whether the line says, in any of the languages, that one is back: "tillbaka", "available", "palasin"."""
    plain = " ".join(text.casefold().split()).strip(" .,!")
    return any(plain in lexicon.back for lexicon in LEXICONS.values())


def read_line(
    text: str, *, now: datetime, worktime: WorkingTime, language: str, reasons: Reasons, holds: Reason | None = None
) -> Wish:
    """The wish typed in `text`: a reason by name, alias or unmistakable beginning, then a return time, then `; note`.

    Without a return time the reason's usual one is taken. A return time alone moves that of `holds`, the reason of what holds
    now. "med Per" and the like, after the reason or the time, is the note as well. Raises BadInput `line-empty`,
    `line-reason-unknown`, `line-reason-missing` (a time alone while nothing holds), or what `read` raises.
    """
    asked, _, note = text.partition(";")
    plain = " ".join(asked.casefold().split())
    if not plain:
        raise BadInput("line-empty", field="line")
    kept = " ".join(note.split())
    try:
        reason, rest = split(plain, reasons)
    except BadInput:
        until = _time_alone(plain, now=now, worktime=worktime, language=language, holds=holds)
        if until is None:
            raise
        if holds is None:
            raise BadInput("line-reason-missing", field="line", text=plain[:40]) from None
        return Wish(holds, until, kept, only_time=True)
    open_end = reason.end is EndRule.OPTIONAL
    dashed = rest.lstrip("-–— ")
    if dashed != rest and any(_says_end(dashed.partition(" ")[0], lexicon) for lexicon in LEXICONS.values()):
        rest = dashed  # "lunch - åter 13"
    if rest:
        time, more = _time_and_note(rest, asked.split(), now=now, worktime=worktime, language=language, open_end=open_end)
        until = usual_or_open(reason, now=now, worktime=worktime) if time is None else time
        return Wish(reason, until, ", ".join(part for part in (more, kept) if part))
    return Wish(reason, usual_or_open(reason, now=now, worktime=worktime), kept)


def _time_alone(plain: str, *, now: datetime, worktime: WorkingTime, language: str, holds: Reason | None) -> ReturnTime | None:
    open_end = holds is None or holds.end is EndRule.OPTIONAL
    try:
        return read(plain, now=now, worktime=worktime, language=language, open_end=open_end)
    except BadInput as fault:
        if fault.code == "when-unreadable":
            return None
        if holds is None:
            raise BadInput("line-reason-missing", field="line", text=plain[:40]) from None
        raise


def _time_and_note(
    rest: str, asked: list[str], *, now: datetime, worktime: WorkingTime, language: str, open_end: bool
) -> tuple[ReturnTime | None, str]:
    """The return time in what follows a reason, and the rest of it where that can only be a note."""

    def time(text: str) -> ReturnTime:
        return read(text, now=now, worktime=worktime, language=language, open_end=open_end)

    try:
        return time(rest), ""
    except BadInput as fault:
        if fault.code != "when-unreadable":
            raise
        unreadable = fault
    words = rest.split()
    as_typed = asked[-len(words) :]  # a note keeps its capitals
    for cut in range(len(words) - 1, -1, -1):
        note = as_typed[cut:]
        if can_be_note(" ".join(note)):
            if cut == 0:
                return None, " ".join(note)
            try:
                return time(" ".join(words[:cut])), " ".join(note)
            except BadInput as fault:
                if fault.code != "when-unreadable":
                    raise
    for cut in range(1, len(words)):
        note = as_typed[:cut]
        # Only an end that is said to be one: in "i rum 3" the number is no hour.
        if can_be_note(" ".join(note), rooms=True) and any(_says_end(words[cut], lexicon) for lexicon in LEXICONS.values()):
            return time(" ".join(words[cut:])), " ".join(note)
    raise unreadable


def _says_end(word: str, lexicon: Lexicon) -> bool:
    return word in {*lexicon.until, *lexicon.through, *lexicon.clock}


_NOTE_BEGINS = frozenset(
    (
        "med", "hos", "på", "i", "vid", "om", "för", "inför", "angående", "ang", "ang.", "tillsammans",
        "with", "at", "in", "on", "about", "for", "re", "regarding",
    )
)  # fmt: skip
_PLACE = re.compile(
    r"\b(?:\w*rum|\w*rummet|\w*sal|\w*salen|lokal|plan|våning|hus|room|floor|building|\w*huone|\w*huoneessa|sali|salissa|kerros)"
    r"\s+[a-zåäö]?\d+[a-zåäö]?\b",
    re.IGNORECASE,
)
"""Where a number is no time: "i rum 3"."""
_NOTE_ENDS = frozenset(("kanssa", "luona", "takia"))
_PAST = frozenset(("går", "igår", "yesterday", "eilen", "förra", "last", "viime"))


def can_be_note(text: str, *, rooms: bool = False) -> bool:
    """Whether the words can only be a note: "med Per", "at the dentist", "Perin kanssa"; nothing of a time is in them, not even
    one that is spelled wrong. `rooms`: the number of a room may be, since when it ends is said apart."""
    words = text.casefold().split()
    if len(words) < 2 or not (words[0] in _NOTE_BEGINS or words[-1] in _NOTE_ENDS):
        return False
    if any(sign.isdigit() for sign in (_PLACE.sub("", text) if rooms else text)):
        return False
    from difflib import get_close_matches  # only for what may be a note: every desk has this file

    times = _time_words()
    if any(word in lexicon.vague for word in words for lexicon in LEXICONS.values()):
        return False
    return not any(word in _PAST or word in times or get_close_matches(word, times, 1, 0.8) for word in words if len(word) > 2)


@cache
def _time_words() -> frozenset[str]:
    """Words of more than three letters that are hardly said but of a time."""
    found: set[str] = set()
    for lexicon in LEXICONS.values():
        found |= {*lexicon.weekdays, *lexicon.months, *lexicon.feasts}
        for words in (
            lexicon.today, lexicon.tomorrow, lexicon.day_after_tomorrow, lexicon.next_week, lexicon.hours, lexicon.minutes,
            lexicon.week, lexicon.quarter, lexicon.half_to, lexicon.half_past, lexicon.clock, lexicon.until, lexicon.through,
            tuple(word for word, number in lexicon.numbers.items() if number > 1),
        ):  # fmt: skip
            found.update(words)
    return frozenset(word for phrase in found for word in phrase.split() if len(word) > 3)


def usual_or_open(reason: Reason, *, now: datetime, worktime: WorkingTime) -> ReturnTime | None:
    """What holds for `reason` where no return time was typed."""
    if reason.usual:
        return usual(reason, now=now, worktime=worktime)
    return ReturnTime(None) if reason.end is EndRule.OPTIONAL else None


def split(text: str, reasons: Reasons) -> tuple[Reason, str]:
    """The reason that `text` begins with and what follows it; the longest name wins ("gått för dagen" before "gått").

    Raises BadInput `line-reason-unknown`.
    """
    plain = " ".join(text.casefold().split())
    best: tuple[int, Reason] | None = None
    for reason in reasons.offered:
        for name in {*reason.aliases, reason.code, *(name.casefold() for name in reason.names.values())}:
            # A one-letter alias may be glued to digits: "l13".
            follows = plain[len(name) : len(name) + 1]
            if plain.startswith(name) and not follows.isalpha() and (best is None or len(name) > best[0]):
                best = (len(name), reason)
    if best:
        return best[1], plain[best[0] :].strip(" ,:")
    word, _, rest = plain.partition(" ")
    begun = {
        reason.code: reason
        for reason in reasons.offered
        for name in (*reason.aliases, *(name.casefold() for name in reason.names.values()))
        if len(word) >= 2 and name.startswith(word)
    }
    if len(begun) == 1:
        return next(iter(begun.values())), rest.strip()
    raise BadInput("line-reason-unknown", field="line", text=word[:40])
