"""A delegation: somebody lets a colleague set their absence, see to their callbacks or see their plans, from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kalix_presence.model.errors import BadInput

LONGEST = timedelta(days=366)
"""How far from today the last day may lie: nobody acts for somebody for ever because it was forgotten."""
MOST_GIVEN = 20
"""To how many people somebody may give one at a time."""


class Right(StrEnum):
    """What somebody may do for another. None of them shows a sensitive reason, a note or a private number."""

    ABSENCE = "absence"
    """Set and end their absence, and plan one."""
    MESSAGES = "messages"
    """See the callback messages that they have to act on, and act on them."""
    PLANS = "plans"
    """See what they have planned, as a plain absence where the reason is sensitive."""


_RIGHTS = frozenset(right.value for right in Right)


@dataclass(frozen=True, slots=True)
class Delegation:
    """`giver` lets `delegate` (both by identity, which no successor at an extension has) do what `rights` say, on each day
    where the site is from `since` until `until`, both included."""

    id: str
    giver: str
    delegate: str
    rights: frozenset[Right]
    since: date
    until: date
    made_at: datetime

    def holds(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.since <= day <= self.until

    def gives(self, right: Right, day: date) -> bool:
        """Whether it lets the delegate do `right` on `day`."""
        return right in self.rights and self.holds(day)


def check(rights: frozenset[Right], since: date, until: date, today: date) -> None:
    """Raise BadInput `delegation-rights` when nothing is given, `delegation-days` for days that are over, the wrong way round
    or too far away."""
    if not rights:
        raise BadInput("delegation-rights", field="rights")
    if not today <= since <= until <= today + LONGEST:
        raise BadInput("delegation-days", field="until", days=LONGEST.days)


def delegates_of(right: Right, extension: str) -> str:
    """The name in an audience of all whom the person at `extension` lets do `right` at the moment in which it is told."""
    return f"{right.value}-of:{extension}"


def split_delegates(name: str) -> tuple[Right, str] | None:
    """Right and extension of such a name; None for any other."""
    right, _, extension = name.partition("-of:")
    return (Right(right), extension) if extension and right in _RIGHTS else None
