"""Who can be reached now: the person, else their deputy, else somebody of their unit."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.line import LineState

PHONE_HOURS = "phone_hours"
"""The reason that holds outside somebody's phone hours (P8)."""


class Reach(IntEnum):
    """How well somebody can be reached now, the best first."""

    FREE = 0
    """In, and the line is free."""
    ELSEWHERE = 1
    """Away from the desk, but calls reach them: they go to the mobile, or the phone rings as usual."""
    BUSY = 2
    """In, on the phone or rung just now."""
    UNKNOWN = 3
    """Not away, but the PBX does not say what the line does: nobody knows whether they can be reached (P5)."""
    HOURS = 4
    """Outside their phone hours, which are to be respected (P8)."""
    OVERDUE = 5
    """Should be back, with no sign of life."""
    UNPLUGGED = 6
    """In, but their phone is not connected."""
    DEPUTY = 7
    """Away, and their deputy can be reached."""
    UNIT = 8
    """Away, and somebody of their unit can be reached."""
    AWAY = 9
    """Away, and nobody instead."""


def own_reach(reason: str | None, forward: ForwardKind, *, overdue: bool, line: LineState) -> Reach:
    """How well the person can be reached: `reason` is the shown code of the absence that holds, None when they are in."""
    if reason is not None:
        if reason == PHONE_HOURS:
            return Reach.HOURS
        return Reach.ELSEWHERE if forward in (ForwardKind.MOBILE, ForwardKind.NONE) else Reach.AWAY
    if overdue:
        return Reach.OVERDUE
    match line:
        case LineState.IDLE:
            return Reach.FREE
        case LineState.NOT_REGISTERED:
            return Reach.UNPLUGGED
        case LineState.RINGING | LineState.BUSY:
            return Reach.BUSY
        case _:
            return Reach.UNKNOWN


class Reachability:
    """Everybody's reach, deputies and units taken into account; one change is worked out for those it concerns only."""

    def __init__(self, people: Iterable[tuple[str, str, str | None]] = ()) -> None:
        """`people`: extension, unit and deputy of each; nothing is known of anybody's line yet."""
        self._own: dict[str, Reach] = {}
        self._unit: dict[str, str] = {}
        self._deputy: dict[str, str] = {}
        self._covers: dict[str, list[str]] = {}
        self._members: dict[str, list[str]] = {}
        self._there: dict[str, int] = {}
        for extension, unit, deputy in people:
            self.add(extension, unit, deputy)

    def add(self, extension: str, unit: str, deputy: str | None) -> None:
        """One person more."""
        self._own[extension] = Reach.UNKNOWN
        self._unit[extension] = unit
        self._members.setdefault(unit, []).append(extension)
        self._there.setdefault(unit, 0)
        if deputy and deputy != extension:
            self._deputy[extension] = deputy
            self._covers.setdefault(deputy, []).append(extension)

    def __getitem__(self, extension: str) -> Reach:
        own = self._own[extension]
        if own is not Reach.AWAY:
            return own
        deputy = self._deputy.get(extension)
        if deputy is not None and self._own.get(deputy, Reach.AWAY) <= Reach.ELSEWHERE:
            return Reach.DEPUTY
        return Reach.UNIT if self._there.get(self._unit[extension]) else Reach.AWAY

    def deputy_of(self, extension: str) -> str:
        """Their deputy's extension, "" when they have none."""
        return self._deputy.get(extension, "")

    def put(self, extension: str, own: Reach) -> list[str]:
        """Take in how well `extension` can be reached by itself; whose reach may be another now."""
        before = self._own.get(extension)
        if before is None or before is own:
            return []
        self._own[extension] = own
        concerned = [extension]
        came = (own <= Reach.ELSEWHERE) - (before <= Reach.ELSEWHERE)
        if came:
            concerned += self._covers.get(extension, ())
            unit = self._unit[extension]
            there = self._there[unit] = self._there[unit] + came
            if there == (1 if came > 0 else 0):
                concerned += [one for one in self._members[unit] if self._own[one] is Reach.AWAY]
        return concerned
