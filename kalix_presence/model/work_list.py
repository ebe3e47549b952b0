"""What a telephone officer should see to (P15): telephones and settings, by unit and in no order of merit. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kalix_presence.model.absence import Absence, ForwardKind
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import PhoneHours

OLD = timedelta(days=7)
"""A forward without an end that is older was hardly meant to last."""


class ToSee(StrEnum):
    """What there is to see to."""

    NOT_CONNECTED = "not_connected"
    """The telephone is not connected to the PBX now."""
    ENDLESS_FORWARD = "endless_forward"
    """Calls have gone elsewhere for longer than a week, and nothing ends that."""
    OLD_HOURS = "old_hours"
    """Phone hours whose last day has passed: callers are told none."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> ToSee:
        return cls.UNKNOWN


@dataclass(frozen=True, slots=True)
class Telephone:
    """What is known of one extension: its line now, what holds, and when somebody is best reached."""

    line: LineState
    held: Absence | None
    hours: PhoneHours | None


def to_see(one: Telephone, *, pbx: bool, now: datetime, today: date) -> list[ToSee]:
    """What there is to see to of a telephone; of lines nothing while the PBX is not there (`pbx`)."""
    found = []
    if pbx and one.line is LineState.NOT_REGISTERED:
        found.append(ToSee.NOT_CONNECTED)
    held = one.held
    elsewhere = held is not None and held.forward.kind in (ForwardKind.MOBILE, ForwardKind.NUMBER, ForwardKind.COLLEAGUE)
    if held is not None and elsewhere and held.end is None and now - held.start > OLD:
        found.append(ToSee.ENDLESS_FORWARD)
    if one.hours is not None and one.hours.until < today:
        found.append(ToSee.OLD_HOURS)
    return found
