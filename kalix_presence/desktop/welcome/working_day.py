"""When somebody works next, as it is known at the desk."""

from __future__ import annotations

from datetime import timedelta

from kalix_presence.desktop.presence import Presence
from kalix_presence.model.day import today


def next_working_day(presence: Presence) -> tuple[str, str] | None:
    """From and to on the next working day of the fortnight ("8.00"), where the site is; None where there is none."""
    worktime, zone = presence.worktime, presence.worktime.tz
    first = today(presence.clock(), worktime)
    day = next((one for one in (first + timedelta(ahead) for ahead in range(14)) if worktime.is_working_day(one)), None)
    starts, ends = (worktime.starts(day), worktime.ends(day)) if day is not None else (None, None)
    if starts is None or ends is None:
        return None
    begins, over = (f"{one.astimezone(zone).hour}.{one.astimezone(zone).minute:02d}" for one in (starts, ends))
    return begins, over
