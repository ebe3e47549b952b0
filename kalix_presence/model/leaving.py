"""Going away without a word (P4): which stretch of a locked or untouched computer is worth asking about. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kalix_presence.model.worktime import WorkingTime

WORTH_ASKING = timedelta(minutes=10)
"""Shorter than this is the printer and the coffee machine."""
IDLE_IS_AWAY = timedelta(minutes=10)
"""A computer that nobody has touched for so long has nobody before it, or somebody on the phone or on paper."""
ASKED_WITHIN = timedelta(minutes=10)
"""A question about having been away that could not be asked for so long after the return is not asked any more."""


def was_unannounced(left: datetime, back: datetime, worktime: WorkingTime) -> bool:
    """Whether somebody who left at `left` and came `back` (aware) missed enough working time to ask about it."""
    missed, day = timedelta(), left.astimezone(worktime.tz).date()
    while day <= back.astimezone(worktime.tz).date():
        for starts, ends in worktime.spans(day):
            missed += max(min(back, ends) - max(left, starts), timedelta())
        day += timedelta(1)
        if missed >= WORTH_ASKING:
            return True
    return False
