"""When somebody usually goes to lunch, learnt from their own lunches of the last weeks. Pure; kept on their computer only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

REMEMBERED = timedelta(weeks=4)
ENOUGH = 5
"""Lunches before anything is concluded from them."""
STEP = 5
"""Minutes to which the usual time is rounded."""

Lunches = Mapping[date, time]
"""Each day's lunch -> the wall time at which it began."""


@dataclass(frozen=True, slots=True)
class LunchHabit:
    """The usual time `at`, and how many lunches say so."""

    at: time
    days: int


def remembered(lunches: Lunches, today: date) -> dict[date, time]:
    """Those that still count on `today`."""
    return {day: at for day, at in lunches.items() if today - REMEMBERED <= day <= today}


def usual_lunch(lunches: Lunches, today: date) -> LunchHabit | None:
    """The middle one of the last weeks, so that one early lunch moves nothing; None while there are too few."""
    known = sorted(at.hour * 60 + at.minute for at in remembered(lunches, today).values())
    if len(known) < ENOUGH:
        return None
    middle = known[(len(known) - 1) // 2]  # `statistics` would be loaded in every tray for this
    minutes = min(round(middle / STEP) * STEP, 24 * 60 - STEP)
    return LunchHabit(time(minutes // 60, minutes % 60), len(known))
