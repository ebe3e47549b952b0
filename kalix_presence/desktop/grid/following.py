"""When somebody is really back whose absence is about to be set: what is planned for them may follow it without a gap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kalix_presence import wire
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.chain import as_told
from kalix_presence.model.reason import Reason
from kalix_presence.model.worktime import WorkingTime


def really_back(
    reason: Reason, until: datetime, coming: Iterable[wire.ShownAbsence], *, now: datetime, worktime: WorkingTime
) -> datetime | None:
    """The end that callers hear of `reason` from `now` until `until`, followed by what is `coming`; None: until further notice.

    By the site's working time: another person's own is not known here.
    """
    new = _absence("new", reason.code, now, until, reason.forward)
    later = [_absence(each.id, each.reason, each.start, each.end, each.forward) for each in coming if each.start > now]
    told = as_told([new, *later], now, worktime)
    return until if told is None else told.end


def _absence(identity: str, reason: str, start: datetime, end: datetime | None, forward: ForwardKind) -> Absence:
    # To whom calls go is no matter here: only whether they ring as usual, which ends a chain.
    kind = ForwardKind.NONE if forward is ForwardKind.NONE else ForwardKind.SWITCHBOARD
    return Absence(identity, "", reason, start, end, Forward(kind), "", "", Way.UNKNOWN)
