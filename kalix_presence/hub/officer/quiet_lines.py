"""Lines on which nobody has answered a call for whole months: noted as calls are counted, by month, and of no call (P13)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.store import Store, Transaction, lines_answered
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.present_call import TakenBy
from kalix_presence.model.work_list import month_of, quiet_before

ANSWERED = frozenset({TakenBy.OWN, TakenBy.MOBILE, TakenBy.OTHER})
"""Somebody answered for the line: the switchboard answers for everybody, and says nothing of it."""


class QuietLines:
    """In memory is what was noted this month, by whoever has the line: so a line is written once a month and not for a call."""

    def __init__(self, board: Board, store: Store) -> None:
        self._board, self._store = board, store
        self._noted: dict[str, tuple[str, int]] = {}
        self._began = 0
        self._through: datetime | None = None

    async def load(self) -> None:
        """Where the site does not want it nothing stays of it."""
        if self._board.policy.quiet_line_months:
            return
        kept = await self._store.read(lines_answered.read_answered)
        if kept:
            await self._store.write(lines_answered.forget_answered)

    def counted(self, change: Transaction, known: Known, calls: Iterable[CountedCall]) -> None:
        """These calls are counted in this transaction."""
        if not known.policy.quiet_line_months:
            return
        zone = ZoneInfo(known.policy.zone)
        answered: dict[str, tuple[str, int]] = {}
        newest = self._began
        for call in calls:
            person, month = known.people.get(call.extension), month_of(call.at, zone)
            newest = max(newest, month)
            if person is not None and call.took in ANSWERED:
                had = answered.get(call.extension) or self._noted.get(call.extension)
                if had is None or had[0] != person.id or had[1] < month:
                    answered[call.extension] = (person.id, month)
        if newest > self._began:
            lines_answered.begin_looking(change, known.people, newest)
        lines_answered.were_answered(change, [(extension, month) for extension, (_, month) in answered.items()])
        self._noted |= answered
        self._began = newest

    def not_written(self) -> None:
        """What was noted last is not kept."""
        self._noted.clear()
        self._began = 0

    def counted_through(self, at: datetime) -> None:
        """All calls that were over at `at` are counted."""
        self._through = at

    async def quiet(self) -> frozenset[str]:
        """The extensions; none while it is not known, such as before calls are counted."""
        months, through = self._board.policy.quiet_line_months, self._through
        if not months or through is None:
            return frozenset()
        answered, counted = await self._store.read(
            lambda sql: (lines_answered.read_answered(sql), lines_answered.read_counted(sql))
        )
        before = quiet_before(month_of(through, ZoneInfo(self._board.policy.zone)), months, counted)
        return frozenset(extension for extension, month in answered.items() if before is not None and month < before)
