"""When somebody is back who says why they are away and not until when: the one answer for hub, PBX and voice."""

from __future__ import annotations

from datetime import UTC, datetime

from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import EndRule, Reason
from kalix_presence.model.worktime import WorkingTime


def usual_end(reason: Reason, at: datetime, worktime: WorkingTime) -> datetime | None:
    """The return time of whoever goes at `at` (aware) for `reason` without saying one: aware UTC, whole seconds.

    The reason's usual time; where there is none, or it has passed that day, the start of the next working day. None, until
    further notice, for a reason that needs no return time. Raises BadInput `until-needed` for somebody who works on no day.
    """
    if reason.end is EndRule.OPTIONAL:
        return None
    # the reader of return times is only needed here, so it is not loaded at start
    from kalix_presence.model.when.typed_time import read

    if reason.usual is not None:
        try:
            usual = read(reason.usual, now=at, worktime=worktime, open_end=False).moment
        except BadInput:
            usual = None
        if usual is not None:
            return usual
    start = worktime.starts(worktime.next_working_day(at.astimezone(worktime.tz).date()))
    if start is None:
        raise BadInput("until-needed", field="until")
    return start.astimezone(UTC)
