"""The site's reasons and working time as the model has them, out of what the hub answered."""

from __future__ import annotations

from datetime import time

from kalix_presence import wire
from kalix_presence.model.reason import EndRule, Reason, Reasons
from kalix_presence.model.worktime import WorkingTime


def reasons_of(view: wire.ReasonsView) -> Reasons:
    """The reasons, so that what is typed is read by the site's own words."""
    return Reasons(
        tuple(
            Reason(
                code=one.code,
                names=one.names,
                icon=one.icon,
                colour=one.colour,
                shape=one.shape,
                digit=one.digit,
                usual=one.usual,
                forward=one.forward,
                end=EndRule(one.end),
                shown_as=one.shown_as or one.code,
                told_as=one.code,
                aliases=tuple(one.aliases),
            )
            for one in view.reasons
        )
    )


def worktime_of(view: wire.ReasonsView) -> WorkingTime:
    """The site's usual working time; the hub has said which days are off, so the 30 MB of a calendar library stay unread."""
    day = (time.fromisoformat(view.day_starts), time.fromisoformat(view.day_ends))
    return WorkingTime(
        view.zone,
        "",
        closed_days=frozenset(view.days_off),
        hours=dict.fromkeys(range(5), day),
        lunch_until=time.fromisoformat(view.lunch_until),
    )
