"""What is counted, and the measures that are made of it: each a share of two counts, a distribution of waits, or a plain count.

Definitions in words, for people: `resources/words/*/measures.toml`, one key a measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Counter(StrEnum):
    """What is added to when a thing ends. Calls are those of the person first called; from outside unless it says internal."""

    OFFERED = "offered"  # first reached a person in no absence
    IN_TIME = "in_time"  # and were answered at the person's own phone within the policy's signals
    INTERNAL_OFFERED = "internal_offered"
    INTERNAL_IN_TIME = "internal_in_time"
    UNANSWERED = "unanswered"  # not answered by the person first called, at the own phone or mobile, away or not
    REFERRED = "referred"  # of these, met by an absence in force
    RETURN_STATED = "return_stated"  # absences with a time that have ended
    RETURN_KEPT = "return_kept"  # ended within ten minutes of that time by the person or a sign of life
    CALLBACKS = "callbacks"  # closed
    CALLBACKS_IN_TIME = "callbacks_in_time"  # by their due time
    CALLED_AGAIN = "called_again"  # callers who called again before they were called back
    TRIES = "tries"  # callers from outside with a number who reached nobody; a day later, or when they called the unit again
    TRIED_AGAIN = "tried_again"  # of these, who called it again within that day
    TO_MOBILE = "to_mobile"  # absences with a forward to the mobile that have ended
    AT_DESK_FORWARDED = "at_desk_forwarded"  # of these, still held when the person was at the desk (P14)
    SET_SELF = "set_self"
    SET_FOR_OTHER = "set_for_other"
    SET_CALENDAR = "set_calendar"
    SET_PHONE = "set_phone"
    SET_SCHEDULE = "set_schedule"
    SWITCHBOARD_OFFERED = "switchboard_offered"
    SWITCHBOARD_ABANDONED = "switchboard_abandoned"  # or nobody there could answer
    SWITCHBOARD_SHORT = "switchboard_short"  # hung up sooner than the policy's `missed_shortest`


class Distribution(StrEnum):
    """Durations, counted by the class that they fall into."""

    SWITCHBOARD_WAIT = "switchboard_wait"  # seconds until the switchboard answered
    CALLBACK_MINUTES = "callback_minutes"  # working minutes until the caller had been called
    LATENESS = "lateness"  # minutes past the stated return time at which an absence was really over; 0 when not late


EDGES: Mapping[Distribution, tuple[int, ...]] = {
    Distribution.SWITCHBOARD_WAIT: (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200),
    Distribution.CALLBACK_MINUTES: (5, 10, 15, 30, 45, 60, 90, 120, 180, 240, 480, 960, 1440, 2400),
    Distribution.LATENESS: (0, 5, 10, 15, 30, 60, 120, 240, 480),
}
"""The upper edge of each class, inclusive, in the distribution's own unit; what lies beyond the last is one more class."""


class Shape(StrEnum):
    """How a measure is read."""

    SHARE = "share"
    WAIT = "wait"
    COUNT = "count"


class Better(StrEnum):
    """Which way is the good one."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Measure:
    """`key` names it in words. A share is `part` of `whole`; a wait is read from `distribution`; a count is `part` alone."""

    key: str
    shape: Shape
    part: Counter | None = None
    whole: Counter | None = None
    distribution: Distribution | None = None
    better: Better = Better.NEITHER
    of_people: bool = True
    """Whether it tells how people of the unit were reached or what they did; else of callers and the switchboard."""

    @property
    def basis(self) -> str:
        """What is looked at for whether the figure is mostly one person's; "" where it cannot be.

        Who tries again reached nobody of those whose calls were not answered, so they are looked at by these."""
        if not self.of_people:
            return ""
        if self.whole is Counter.TRIES:
            return Counter.UNANSWERED.value
        return str(self.distribution or self.whole or self.part)


MEASURES: tuple[Measure, ...] = (
    Measure("answered_in_time", Shape.SHARE, Counter.IN_TIME, Counter.OFFERED, better=Better.MORE),
    Measure("answered_in_time_internal", Shape.SHARE, Counter.INTERNAL_IN_TIME, Counter.INTERNAL_OFFERED, better=Better.MORE),
    Measure("referral_coverage", Shape.SHARE, Counter.REFERRED, Counter.UNANSWERED, better=Better.MORE),
    Measure("return_kept", Shape.SHARE, Counter.RETURN_KEPT, Counter.RETURN_STATED, better=Better.MORE),
    Measure("lateness", Shape.WAIT, distribution=Distribution.LATENESS, better=Better.LESS),
    Measure("callbacks_in_time", Shape.SHARE, Counter.CALLBACKS_IN_TIME, Counter.CALLBACKS, better=Better.MORE),
    Measure("callback_minutes", Shape.WAIT, distribution=Distribution.CALLBACK_MINUTES, better=Better.LESS),
    Measure("called_again", Shape.SHARE, Counter.CALLED_AGAIN, Counter.CALLBACKS, better=Better.LESS),
    Measure("second_tries", Shape.SHARE, Counter.TRIED_AGAIN, Counter.TRIES, better=Better.LESS),
    Measure("forwarded_at_desk", Shape.SHARE, Counter.AT_DESK_FORWARDED, Counter.TO_MOBILE, better=Better.LESS),
    Measure(
        "abandoned",
        Shape.SHARE,
        Counter.SWITCHBOARD_ABANDONED,
        Counter.SWITCHBOARD_OFFERED,
        better=Better.LESS,
        of_people=False,
    ),
    Measure("abandoned_short", Shape.COUNT, Counter.SWITCHBOARD_SHORT, of_people=False),
    Measure("switchboard_wait", Shape.WAIT, distribution=Distribution.SWITCHBOARD_WAIT, better=Better.LESS, of_people=False),
    Measure("set_self", Shape.COUNT, Counter.SET_SELF),
    Measure("set_for_other", Shape.COUNT, Counter.SET_FOR_OTHER),
    Measure("set_calendar", Shape.COUNT, Counter.SET_CALENDAR),
    Measure("set_phone", Shape.COUNT, Counter.SET_PHONE),
    Measure("set_schedule", Shape.COUNT, Counter.SET_SCHEDULE),
)
"""In the order in which they are shown."""


def measure(key: str) -> Measure:
    """The measure with that key; KeyError when there is none."""
    return _BY_KEY[key]


BASES = frozenset(each.basis for each in MEASURES) - {""}
"""What `Measure.basis` may be."""


def bases_of(counts: Mapping[str, int]) -> dict[str, int]:
    """How much of each basis lies in `counts`; a distribution's is the sum of its classes."""
    found: dict[str, int] = {}
    for counter, count in counts.items():
        basis = basis_of(counter)
        if basis:
            found[basis] = found.get(basis, 0) + count
    return found


@cache
def basis_of(counter: str) -> str:
    """What `counter` is looked at by for whether it is mostly one person's; "" where it cannot be."""
    basis = counter.partition(":")[0]
    return basis if basis in BASES else ""


_BY_KEY = {each.key: each for each in MEASURES}


def class_of(distribution: Distribution, value: float) -> str:
    """The name a duration is counted under: `switchboard_wait:30` is above 20 and at most 30 seconds, `:over` beyond all."""
    for edge in EDGES[distribution]:
        if value <= edge:
            return f"{distribution}:{edge}"
    return f"{distribution}:over"
