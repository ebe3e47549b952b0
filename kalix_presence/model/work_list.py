"""What a telephone officer should see to (P15): telephones and settings, by unit and in no order of merit. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kalix_presence.model.absence import Absence, ForwardKind
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import PhoneHours

OLD = timedelta(days=7)
"""A forward without an end that is older was hardly meant to last, nor a telephone meant to be connected some day."""


class ToSee(StrEnum):
    """What there is to see to."""

    NOT_CONNECTED = "not_connected"
    """The telephone is not connected to the PBX now."""
    NEVER_CONNECTED = "never_connected"
    """Nor has it ever been since the hub looks, for longer than a week."""
    ENDLESS_FORWARD = "endless_forward"
    """Calls have gone elsewhere for longer than a week, and nothing ends that."""
    QUIET_LINE = "quiet_line"
    """Nobody has answered a call there for whole calendar months, while somebody was there to."""
    OLD_HOURS = "old_hours"
    """Phone hours whose last day has passed: callers are told none."""
    UNDER_GOAL = "under_goal"
    """The unit did not reach goals of the site in the newest month that is published."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> ToSee:
        return cls.UNKNOWN


@dataclass(frozen=True, slots=True)
class Telephone:
    """What is known of one extension: its line now, what holds, and when somebody is best reached.

    `never_since`: since when (aware) the hub has looked and not seen it connected; None when it has, or nobody has looked.
    `quiet`: no call was answered there for as many whole months as the site asks for.
    """

    line: LineState
    held: Absence | None
    hours: PhoneHours | None
    never_since: datetime | None = None
    quiet: bool = False


def to_see(one: Telephone, *, pbx: bool, now: datetime, today: date) -> list[ToSee]:
    """What there is to see to of a telephone; of lines nothing while the PBX is not there (`pbx`)."""
    found = []
    if pbx and one.line is LineState.NOT_REGISTERED:
        never = one.never_since is not None and now - one.never_since > OLD
        found.append(ToSee.NEVER_CONNECTED if never else ToSee.NOT_CONNECTED)
    held = one.held
    elsewhere = held is not None and held.forward.kind in (ForwardKind.MOBILE, ForwardKind.NUMBER, ForwardKind.COLLEAGUE)
    if held is not None and elsewhere and held.end is None and now - held.start > OLD:
        found.append(ToSee.ENDLESS_FORWARD)
    if one.quiet and (held is None or now - held.start <= OLD):  # who is away for long has nobody wait for an answer
        found.append(ToSee.QUIET_LINE)
    if one.hours is not None and one.hours.until < today:
        found.append(ToSee.OLD_HOURS)
    return found


def month_of(at: datetime, zone: ZoneInfo) -> int:
    """The calendar month of `at` (aware) where the site is, as a number of months."""
    local = at.astimezone(zone)
    return local.year * 12 + local.month - 1


def quiet_before(month: int, months: int, counted: tuple[int, int] | None) -> int | None:
    """A line that was last answered before this month has been quiet for at least `months` whole months when `month` has begun.

    `counted` are the first and last of the months, without a gap, in which calls were answered anywhere: of a month in which
    none were it is not known whether they were counted, and of the first not whether they were from its beginning. None:
    nothing can be said.
    """
    before = month - months
    if counted is None or before <= counted[0] or counted[1] < month - 1:
        return None
    return before
