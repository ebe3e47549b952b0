"""Counts the calls that the PBX's journal holds: each once, in the transaction that marks it; then it is forgotten there.

Marks are kept only of what the PBX still holds. One task alone reads that journal, always after all that it asked to forget.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.officer.quiet_lines import QuietLines
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.quality.cells import Cells
from kalix_presence.hub.quality.stretches import Stretches
from kalix_presence.hub.store import Store, Transaction, quality, tries
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.policy import Policy
from kalix_presence.model.present_call import CallEndedBy, TakenBy
from kalix_presence.model.quality.measures import Counter, Distribution, class_of
from kalix_presence.model.quality.publishing import ROOT

log = structlog.get_logger("kalix.quality")

TRY_AGAIN = timedelta(hours=24)
"""Within which a caller who reached nobody calls again; for no longer is anything kept of them."""

FOR_EVER = datetime.max.replace(tzinfo=UTC)
PBX_AWAY = timedelta(minutes=10)


class CallCounting:
    """Takes in what has ended at the PBX, some at a time."""

    def __init__(self, board: Board, store: Store, pbx: Pbx, quiet: QuietLines, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._pbx, self._quiet, self._clock = board, store, pbx, quiet, clock
        self._away_since: datetime | None = None
        self._waited_for: datetime | None = None
        """Until when whoever is waited for the shortest is; None where that has to be read."""
        self.stretches = Stretches()

    async def catch_up(self) -> None:
        """Count all that the PBX holds. What cannot be read or written now stays there until the next time."""
        try:
            read = self._clock()
            ended = await self._pbx.counted_calls()
            self._away_since = None
            held = [call.key for call in ended]
            while ended:
                now, ended = ended[: quality.BATCH], ended[quality.BATCH :]
                await self._count(now, held)
                for call in now:
                    await self._pbx.forget_counted_call(call.key)
            self._quiet.counted_through(read)
            await self._forget_tries(read, end_tries)
        except Unavailable as refusal:
            if refusal.code not in ("pbx-unreachable", "pbx-refused"):
                raise
            log.info("calls-not-counted", trouble=refusal.code)
            await self._without_pbx(self._clock())

    async def _without_pbx(self, now: datetime) -> None:
        """Whether callers tried again lies in the PBX: one that stays away keeps nobody longer than the day, and they are not
        counted. A hub that starts waits a little for it."""
        self._away_since = self._away_since or now
        if now - self._away_since >= PBX_AWAY:
            await self._forget_tries(now, tries.forget_tries)

    async def _forget_tries(self, now: datetime, forget: Callable[[Transaction, datetime], object]) -> None:
        """Once a minute: without anybody to forget nothing is written, and before then nothing read."""
        if self._waited_for is not None and now <= self._waited_for:
            return
        self._waited_for = await self._store.read(tries.first_over) or FOR_EVER
        if self._waited_for < now:
            self._waited_for = None
            await self._store.write(lambda change: forget(change, now))

    async def _count(self, ended: list[CountedCall], held: list[str]) -> None:
        moment = self._board.moment()
        zone = ZoneInfo(moment.policy.zone)

        def work(change: Transaction) -> None:
            new = quality.mark_calls(change, [call.key for call in ended], held)
            cells = Cells(change, self.stretches, zone)
            for call in ended:
                unit = unit_of(moment, call)
                if call.key in new and unit is not None:
                    cells.add(unit, call.at, cells_of(call, moment.policy), identity_of(moment, call.extension))
                    count_try(change, cells, unit, call)
            cells.write()
            self._quiet.counted(change, moment, [call for call in ended if call.key in new])

        try:
            await self._store.write(work)
        except BaseException:
            self.stretches.forget()
            self._quiet.not_written()
            raise
        self._waited_for = None


def count_try(change: Transaction, cells: Cells, unit: str, call: CountedCall) -> None:
    """Somebody who reached nobody is waited for, for a day; and has tried again when they call the unit once more by then."""
    if not call.marks:
        return
    again, over = tries.end_of(change, unit, call.marks, at=call.at)
    if again:
        cells.add(unit, call.at, {Counter.TRIES: 1, Counter.TRIED_AGAIN: 1})
    if over:
        cells.add(unit, call.at, {Counter.TRIES: 1})
    if call.took == TakenBy.NOBODY:
        tries.begin(change, unit, call.marks, attempt=call.key, until=call.at + TRY_AGAIN)


def end_tries(change: Transaction, now: datetime) -> None:
    """Who has not called again within the day: counted, and forgotten."""
    for unit, count in tries.forget_tries(change, now).items():
        quality.add(change, unit, now, {Counter.TRIES: count})


def unit_of(known: Known, call: CountedCall) -> str | None:
    """Whose call it was: the unit of the person first called; the main number's is the organisation's. None for nobody's."""
    if call.extension == known.policy.switchboard:
        return ROOT
    return unit_of_person(known, call.extension)


def unit_of_person(known: Known, extension: str | None) -> str | None:
    """The unit of whoever has the extension; None for nobody's."""
    person = known.people.get(extension or "")
    return None if person is None else person.unit


def identity_of(known: Known, extension: str | None) -> str:
    """Who has the extension; "" for nobody."""
    person = known.people.get(extension or "")
    return "" if person is None else identity(person)


def identity(person: Person) -> str:
    """Who that is, for as long as the person is here."""
    return person.id or person.extension


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
