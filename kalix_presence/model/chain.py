"""When somebody is really back whose absences follow one another: the end of the chain, not of its first link. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from kalix_presence.model.absence import Absence, ForwardKind
from kalix_presence.model.holding import holding_at, what_holds
from kalix_presence.model.worktime import WorkingTime

LONGEST = 100
"""Links of a chain that are followed; what comes after them is too far away to be told."""


def as_told(absences: Iterable[Absence], moment: datetime, worktime: WorkingTime) -> Absence | None:
    """What holds at `moment` (aware) with its end put where the chain ends: the same reason, and when the person is back.

    Absences are one chain while no working time lies between them: lunch before a meeting, gone for the day on the eve of a
    holiday. Where calls ring as usual again the person can be reached, and the chain ends. None when nothing holds; an end of
    None means until further notice.
    """
    known = list(absences)
    held = holding_at(known, moment)
    if held is None or held.end is None or held.forward.kind is ForwardKind.NONE:
        return held
    at = moment
    for _ in range(LONGEST):
        holding = what_holds(known, at)
        if holding.until is None:
            return replace(held, end=None) if holding.absence is not None else held
        ends, following = holding.until, holding.then
        if following is None:
            begins = min((absence.start for absence in known if absence.start > ends), default=None)
            if begins is None or worktime.works_between(ends, begins):
                return replace(held, end=ends)
            following = holding_at(known, begins)
            at = begins
        else:
            at = ends
        if following is None or following.forward.kind is ForwardKind.NONE:
            return replace(held, end=ends)
    return replace(held, end=ends)
