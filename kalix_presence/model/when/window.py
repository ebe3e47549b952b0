"""When a caller wishes to be called, as people type it: "15", "före 15", "efter 13", "13-15", "mellan 13 och 15"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.model.errors import BadInput
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime

# All three languages at once: nobody says "after" and means something else in another.
_BEFORE = re.compile(r"^(?:helst\s+)?(?:före|innan|senast|before|by|ennen|viimeistään)\s+(.+)$")
_AFTER = re.compile(r"^(?:helst\s+)?(?:efter|tidigast|from|after|jälkeen|aikaisintaan)\s+(.+)$|^(.+)\s+jälkeen$")
_BETWEEN = re.compile(r"^(?:helst\s+)?(?:(?:mellan|between)\s+)?(.+?)\s*(?:\s(?:och|and|ja)\s|[-–])\s*(\d[\d.:]*)$")
_CLOCK = re.compile(r"(?:\d[\d.:]*|halv \w+|half past \w+|puoli \w+)$")
_DATE = re.compile(r"\d{4}-\d")


@dataclass(frozen=True, slots=True)
class Window:
    """The caller's wish: not before `after`, best before `before`; None where nothing was said."""

    after: datetime | None = None
    before: datetime | None = None


def read_window(text: str, *, now: datetime, worktime: WorkingTime, language: str) -> Window:
    """What is meant; an empty text is no wish. A time alone is the time to call before.

    Raises what `read` raises, and BadInput `message-window` for one that ends before it begins.
    """
    typed = " ".join(text.casefold().split())
    if not typed:
        return Window()

    def moment(part: str) -> datetime | None:
        return read(part, now=now, worktime=worktime, language=language, open_end=False).moment

    between = None if _DATE.match(typed) else _BETWEEN.match(typed)
    if between is not None:
        # A day that was said with the first time ("i morgon 9-11") holds for both.
        after, before = moment(between[1]), moment(_CLOCK.sub(between[2], between[1]))
        if after is None or before is None or after >= before:
            raise BadInput("message-window", field="call_before")
        return Window(after, before)
    if (later := _AFTER.match(typed)) is not None:
        return Window(after=moment(later[1] or later[2]))
    sooner = _BEFORE.match(typed)
    return Window(before=moment(sooner[1] if sooner is not None else typed))
