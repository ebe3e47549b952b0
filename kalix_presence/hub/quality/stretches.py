"""How much each person has added to the counters, in memory, while a stretch lasts; of a unit the most is kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kalix_presence.hub.store import Transaction, most
from kalix_presence.hub.store.most import Most
from kalix_presence.model.quality.measures import bases_of, basis_of
from kalix_presence.model.quality.periods import Span, period_of

OPEN = 3
"""Stretches that are kept: this one, and those whose things are still counted late."""
_Piece = tuple[date, date]


@dataclass(slots=True)
class _Stretch:
    """`had` is what each person added, by counter; `units` where; both of no more than a week, and gone with the hub."""

    name: str
    quarter: datetime
    had: dict[tuple[str, str], int] = field(default_factory=dict)
    units: dict[tuple[str, str], set[tuple[str, str]]] = field(default_factory=dict)
    most: dict[tuple[str, str], int] = field(default_factory=dict)
    noted: dict[tuple[str, str], int] = field(default_factory=dict)
    changed: set[tuple[str, str]] = field(default_factory=set)


class Stretches:
    """One for each part of a week that lies in one month, and for each start of the hub."""

    def __init__(self) -> None:
        self._open: dict[_Piece, _Stretch] = {}
        self._last: tuple[datetime, ZoneInfo, _Stretch] | None = None

    def note(self, zone: ZoneInfo, unit: str, person: str, quarter: datetime, counts: Mapping[str, int]) -> None:
        """`person` of `unit` has added `counts` in `quarter`. If it is not written then, `forget`."""
        for basis, count in bases_of(counts).items():
            self._note(self._stretch(quarter, zone), unit, person, basis, count)

    def note_one(self, zone: ZoneInfo, unit: str, person: str, quarter: datetime, counter: str) -> None:
        """As `note` of one of `counter`."""
        basis = basis_of(counter)
        if basis:
            self._note(self._stretch(quarter, zone), unit, person, basis, 1)

    def write(self, change: Transaction) -> None:
        """Write what was noted since the last time."""
        for one in self._open.values():
            rows = [
                Most(one.name, unit, counter, one.most[unit, counter], one.noted[unit, counter])
                for unit, counter in sorted(one.changed)
            ]
            most.put_most(change, one.quarter, rows)
            one.changed.clear()
        for old in sorted(self._open)[:-OPEN]:
            del self._open[old]
            self._last = None

    def forget(self) -> None:
        """What was noted last may not have been written: another stretch begins."""
        self._open.clear()
        self._last = None

    def _note(self, one: _Stretch, unit: str, person: str, basis: str, count: int) -> None:
        who, where = (person, basis), (unit, basis)
        had = one.had[who] = one.had.get(who, 0) + count
        theirs = one.units.get(who)
        if theirs is None:
            theirs = one.units[who] = set()
        theirs.add(where)
        one.noted[where] = one.noted.get(where, 0) + count
        for each in theirs:
            if one.most.get(each, -1) < had:
                one.most[each] = had
        one.changed |= theirs

    def _stretch(self, quarter: datetime, zone: ZoneInfo) -> _Stretch:
        last = self._last
        if last is None or last[0] != quarter or last[1] is not zone:  # many things end in one quarter-hour
            piece = _piece(quarter, zone)
            if piece not in self._open:
                self._open[piece] = _Stretch(secrets.token_hex(6), quarter)
            last = self._last = quarter, zone, self._open[piece]
        return last[2]


def _piece(quarter: datetime, zone: ZoneInfo) -> _Piece:
    """The week and the month that it lies in, by their first days."""
    day = quarter.astimezone(zone).date()
    return period_of(day, Span.WEEK).first, period_of(day, Span.MONTH).first
