"""The one text field that says it all: `l 13`, `möte till halv tre`, `lunch 30`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import EndRule, Reason, Reasons
from kalix_presence.model.when import ReturnTime, read
from kalix_presence.model.worktime import WorkingTime


@dataclass(frozen=True, slots=True)
class Wish:
    """What a line asks for; `until` None means that no return time was typed and the reason has no usual one."""

    reason: Reason
    until: ReturnTime | None
    note: str = ""


def read_line(text: str, *, now: datetime, worktime: WorkingTime, language: str, reasons: Reasons) -> Wish:
    """The wish typed in `text`: a reason by name, alias or unmistakable beginning, then a return time, then `; note`.

    Without a return time the reason's usual one is taken. Raises BadInput `line-empty`, `line-reason-unknown`, or what
    `read` raises.
    """
    asked, _, note = text.partition(";")
    plain = " ".join(asked.casefold().split())
    if not plain:
        raise BadInput("line-empty", field="line")
    reason, rest = split(plain, reasons)
    open_end = reason.end is EndRule.OPTIONAL
    until: ReturnTime | None = None
    if rest:
        until = read(rest, now=now, worktime=worktime, language=language, open_end=open_end)
    elif reason.usual:
        until = usual(reason, now=now, worktime=worktime)
    elif open_end:
        until = ReturnTime(None)
    return Wish(reason, until, " ".join(note.split()))


def usual(reason: Reason, *, now: datetime, worktime: WorkingTime) -> ReturnTime | None:
    """The reason's usual return time at `now`; None when it has none or that has passed today."""
    if reason.usual is None:
        return None
    try:
        return read(reason.usual, now=now, worktime=worktime, language="en")
    except BadInput:
        return None


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
