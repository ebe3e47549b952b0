"""One day as people type it, and no moment of it: "30 June" is that day, also when it is a Sunday."""

from __future__ import annotations

from datetime import date, datetime

from kalix_presence.model.when.typed_time import read
from kalix_presence.model.worktime import WorkingTime

_LATE = "23.59"
"""With an hour of its own no day is taken for the next one on which somebody works, and today is not over."""


def read_day(text: str, *, now: datetime, worktime: WorkingTime, language: str) -> date:
    """The day that is meant, where the site is. Raises BadInput, as `read`, for what is none."""
    typed = text.strip()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        found = read(f"{typed} {_LATE}", now=now, worktime=worktime, language=language, open_end=False).moment
    assert found is not None  # noqa: S101 - without open ends there is a moment
    return found.astimezone(worktime.tz).date()
