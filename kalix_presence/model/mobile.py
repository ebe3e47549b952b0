"""Forwarding to the own mobile is used sparingly (P14): it always has an end and, where the site says so, not a late one."""

from __future__ import annotations

from datetime import UTC, datetime

from kalix_presence.model.absence import Forward, ForwardKind
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy
from kalix_presence.model.target import dialled
from kalix_presence.model.worktime import WorkingTime


def mobile_end(
    end: datetime | None, forward: Forward, person: Person, *, policy: Policy, worktime: WorkingTime, now: datetime
) -> datetime | None:
    """The end of an absence from `now` on that forwards there: `end`, or the end of the working day where the policy says so.

    Raises BadInput `mobile-needs-end` for one without end whose calls go to the person's mobile.
    """
    if not _goes_to_mobile(forward, person):
        return end
    if end is None:
        raise BadInput("mobile-needs-end", field="until")
    if not policy.mobile_ends_with_day:
        return end
    day_ends = worktime.ends(now.astimezone(worktime.tz).date())
    return end if day_ends is None or day_ends <= now else min(end, day_ends.astimezone(UTC))


def _goes_to_mobile(forward: Forward, person: Person) -> bool:
    by_number = forward.kind is ForwardKind.NUMBER and person.mobile and forward.number == dialled(person.mobile)
    return forward.kind is ForwardKind.MOBILE or bool(by_number)
