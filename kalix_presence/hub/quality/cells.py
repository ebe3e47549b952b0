"""What one transaction of counting adds: gathered first, so that each cell is written once, and of each person it is noted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kalix_presence.hub.quality.stretches import Stretches
from kalix_presence.hub.store import Transaction, quality
from kalix_presence.model.quality.periods import QUARTER


class Cells:
    """`zone` is the site's: its weeks and months part the stretches."""

    def __init__(self, change: Transaction, stretches: Stretches, zone: ZoneInfo) -> None:
        self._change, self._stretches, self._zone = change, stretches, zone
        self._open = quality.counted_until(change)
        self._cells: dict[tuple[str, datetime], dict[str, int]] = {}
        self._quarters: dict[int, datetime] = {}

    def add(self, unit: str, at: datetime, counts: Mapping[str, int], person: str = "") -> None:
        """`person` ("" for nobody who is known) of `unit` has added `counts` at `at`; where that is published, it is in the
        first quarter still open."""
        quarter = self._quarter(int(at.timestamp()) // QUARTER)
        cell = self._cells.setdefault((unit, quarter), {})
        for counter, count in counts.items():
            cell[counter] = cell.get(counter, 0) + count
        if person:
            self._stretches.note(self._zone, unit, person, quarter, counts)

    def add_one(self, unit: str, number: int, counter: str, person: str) -> None:
        """As `add` of one of `counter`, in the quarter-hour with this number since 1970."""
        quarter = self._quarter(number)
        cell = self._cells.get((unit, quarter))
        if cell is None:
            cell = self._cells[unit, quarter] = {}
        cell[counter] = cell.get(counter, 0) + 1
        self._stretches.note_one(self._zone, unit, person, quarter, counter)

    def _quarter(self, number: int) -> datetime:
        """Many things end in one quarter-hour."""
        found = self._quarters.get(number)
        if found is None:
            found = self._quarters[number] = max(datetime.fromtimestamp(number * QUARTER, UTC), self._open)
        return found

    def write(self) -> None:
        """Write all of it; once, at the end."""
        quality.add_cells(
            self._change,
            [
                (unit, quarter, counter, count)
                for (unit, quarter), counts in self._cells.items()
                for counter, count in counts.items()
            ],
        )
        self._stretches.write(self._change)
