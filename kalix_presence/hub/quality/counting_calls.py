"""Counts the calls that the PBX's journal holds: each once, in the transaction that marks it; then it is forgotten there.

Marks are kept only of what the PBX still holds. One task alone reads that journal, always after all that it asked to forget.
"""

from __future__ import annotations

from collections import Counter as Tally

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.store import Store, Transaction, quality
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.policy import Policy
from kalix_presence.model.present_call import CallEndedBy, TakenBy
from kalix_presence.model.quality.measures import Counter, Distribution, class_of
from kalix_presence.model.quality.publishing import ROOT

log = structlog.get_logger("kalix.quality")


class CallCounting:
    """Takes in what has ended at the PBX, some at a time."""

    def __init__(self, board: Board, store: Store, pbx: Pbx) -> None:
        self._board, self._store, self._pbx = board, store, pbx

    async def catch_up(self) -> None:
        """Count all that the PBX holds. What cannot be read or written now stays there until the next time."""
        try:
            ended = await self._pbx.counted_calls()
            held = [call.key for call in ended]
            while ended:
                now, ended = ended[: quality.BATCH], ended[quality.BATCH :]
                await self._count(now, held)
                for call in now:
                    await self._pbx.forget_counted_call(call.key)
        except Unavailable as refusal:
            if refusal.code not in ("pbx-unreachable", "pbx-refused"):
                raise
            log.info("calls-not-counted", trouble=refusal.code)

    async def _count(self, ended: list[CountedCall], held: list[str]) -> None:
        moment = self._board.moment()

        def work(change: Transaction) -> None:
            new = quality.mark_calls(change, [call.key for call in ended], held)
            for call in ended:
                unit = unit_of(moment, call)
                if call.key in new and unit is not None:
                    quality.add(change, unit, call.at, cells_of(call, moment.policy))

        await self._store.write(work)


def unit_of(known: Known, call: CountedCall) -> str | None:
    """Whose call it was: the unit of the person first called; the main number's is the organisation's. None for nobody's."""
    if call.extension == known.policy.switchboard:
        return ROOT
    return unit_of_person(known, call.extension)


def unit_of_person(known: Known, extension: str | None) -> str | None:
    """The unit of whoever has the extension; None for nobody's."""
    person = known.people.get(extension or "")
    return None if person is None else person.unit


def cells_of(call: CountedCall, policy: Policy) -> Tally[str]:
    """What a call that is over adds to."""
    cells: Tally[str] = Tally()
    if call.extension != policy.switchboard:
        _count_person(cells, call, policy)
    if call.stood and not call.internal:
        _count_switchboard(cells, call, policy)
    return cells


def _count_person(cells: Tally[str], call: CountedCall, policy: Policy) -> None:
    if not call.away:
        cells[Counter.INTERNAL_OFFERED if call.internal else Counter.OFFERED] += 1
        if call.rang is not None and call.rang <= policy.signals * policy.signal_seconds:
            cells[Counter.INTERNAL_IN_TIME if call.internal else Counter.IN_TIME] += 1
    if not call.internal and call.took not in (TakenBy.OWN, TakenBy.MOBILE):
        cells[Counter.UNANSWERED] += 1
        if call.away:
            cells[Counter.REFERRED] += 1


def _count_switchboard(cells: Tally[str], call: CountedCall, policy: Policy) -> None:
    unanswered = call.took == TakenBy.NOBODY
    gave_up = unanswered and call.ended_by == CallEndedBy.CALLER
    if gave_up and call.waited is not None and call.waited < policy.missed_shortest:
        cells[Counter.SWITCHBOARD_SHORT] += 1
        return
    cells[Counter.SWITCHBOARD_OFFERED] += 1
    if unanswered:
        cells[Counter.SWITCHBOARD_ABANDONED] += 1
    elif call.waited is not None:
        cells[class_of(Distribution.SWITCHBOARD_WAIT, call.waited)] += 1
