"""Counts what has ended, beside the paths on which it ended: each thing once, in the transaction that marks it as counted."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.hours import hours_of
from kalix_presence.hub.quality.counting_calls import CallCounting, unit_of_person
from kalix_presence.hub.store import Store, Transaction, quality
from kalix_presence.hub.store.absences import EndedBy
from kalix_presence.hub.store.moment import Known, Moment
from kalix_presence.hub.store.quality import CountedAbsence, UnitDay
from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.callback import AddresseeKind, CallbackMessage
from kalix_presence.model.due import working_minutes
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.quality.measures import Counter, Distribution, class_of
from kalix_presence.model.quality.periods import quarter_of
from kalix_presence.model.quality.publishing import ROOT, People

log = structlog.get_logger("kalix.quality")

ROUND_SECONDS = 60.0
KEPT_RETURN = timedelta(minutes=10)
"""So near to the stated time somebody is back when they said."""

SET_BY = {
    Way.TRAY.value: Counter.SET_SELF,
    Way.CLI.value: Counter.SET_SELF,
    Way.PLAN.value: Counter.SET_SELF,
    Way.RECEPTIONIST.value: Counter.SET_FOR_OTHER,
    Way.DELEGATE.value: Counter.SET_FOR_OTHER,
    Way.CALENDAR.value: Counter.SET_CALENDAR,
    Way.PHONE.value: Counter.SET_PHONE,
    Way.SCHEDULE.value: Counter.SET_SCHEDULE,
}

Cells = dict[tuple[str, datetime], Tally[str]]


class QualityCounting:
    """Looks once a minute at what has begun and ended, and notes how many people each unit holds.

    `overdue_hours`: how long somebody's return is waited for before the absence is counted without it.
    """

    def __init__(
        self, board: Board, store: Store, calls: CallCounting, *, overdue_hours: int, clock: Callable[[], datetime]
    ) -> None:
        self._board, self._store, self._calls, self._clock = board, store, calls, clock
        self._awaits = timedelta(hours=overdue_hours)
        self._noted: frozenset[UnitDay] = frozenset()

    async def run(self) -> None:
        """Count until cancelled."""
        while True:
            try:
                await self.catch_up()
            except Unavailable as refusal:
                log.warning("quality-not-counted", trouble=refusal.code)
            await asyncio.sleep(ROUND_SECONDS)

    async def catch_up(self) -> None:
        """Count all that is new, some at a time. Raises Unavailable `store-unwritable` or `store-full`."""
        await self._calls.catch_up()
        more = True
        while more:
            more = await self.count(self._clock())

    async def count(self, now: datetime) -> bool:
        """Count some of what is new; whether there may be more. Raises Unavailable `store-unwritable` or `store-full`."""
        moment = self._board.moment()
        begun = await self._store.read(lambda sql: quality.absences_begun(sql, now))
        ended = await self._store.read(lambda sql: quality.absences_ended(sql, known_by=now - self._awaits))
        done = await self._store.read(quality.messages_closed)
        sizes = await asyncio.to_thread(unit_days, moment, now)  # everybody is looked at, and others wait for this loop
        if not (begun or ended or done or sizes != self._noted):
            return False

        def work(change: Transaction) -> None:
            quality.note_sizes(change, sizes - self._noted)
            cells: Cells = {}
            new = quality.mark_absences(change, [each.id for each in begun], 1)
            _count_begun(cells, moment, [each for each in begun if each.id in new])
            new = quality.mark_absences(change, [each.id for each in ended], 2)
            _count_ended(cells, moment, [each for each in ended if each.id in new])
            new = quality.mark_messages(change, [each.id for each in done])
            _count_done(cells, moment, [each for each in done if each.id in new])
            for (unit, at), counts in cells.items():
                quality.add(change, unit, at, counts)

        await self._store.write(work)
        self._noted = sizes
        return bool(begun or ended or done)


def unit_days(known: Known, now: datetime) -> frozenset[UnitDay]:
    """How each unit stands on the day of `now`."""
    day = now.astimezone(ZoneInfo(known.policy.zone)).date()
    own = Tally(person.unit for person in known.people.values())
    return frozenset(
        UnitDay(day, code, unit.parent or ROOT, People(own[code], own[code])) for code, unit in known.units.items()
    )


def _count_begun(cells: Cells, known: Moment, begun: Iterable[CountedAbsence]) -> None:
    for absence in begun:
        cell = _cell(cells, unit_of_person(known, absence.extension), absence.set_at)
        if cell is not None and absence.way in SET_BY:
            cell[SET_BY[absence.way]] += 1


def _count_ended(cells: Cells, known: Moment, ended: Iterable[CountedAbsence]) -> None:
    for absence in ended:
        _count_mobile(cells, known, absence)
        back = _came_back(absence)
        if absence.end is None or absence.ended_at is None or back is None:
            continue
        cell = _cell(cells, unit_of_person(known, absence.extension), absence.ended_at)
        if cell is not None:
            cell[Counter.RETURN_STATED] += 1
            if abs(back - absence.end) <= KEPT_RETURN:
                cell[Counter.RETURN_KEPT] += 1
            late = max(0.0, (back - absence.end).total_seconds() / 60)
            cell[class_of(Distribution.LATENESS, late)] += 1


def _count_mobile(cells: Cells, known: Moment, absence: CountedAbsence) -> None:
    """Both counts at the end, so that a period never holds a forward that was left on without the forward."""
    cell = _cell(cells, unit_of_person(known, absence.extension), absence.ended_at)
    if cell is None or absence.forward_kind != ForwardKind.MOBILE.value:
        return
    cell[Counter.TO_MOBILE] += 1
    if absence.at_desk:
        cell[Counter.AT_DESK_FORWARDED] += 1


def _came_back(absence: CountedAbsence) -> datetime | None:
    """When the person was there again; None when nobody waited for a sign of it, or another absence followed at once. Whoever
    gave no sign is as late as can be."""
    if absence.followed or absence.ended_by == EndedBy.PLAN:
        return None
    if absence.ended_by != EndedBy.CLOCK:
        return absence.ended_at
    if absence.confirmed_at is None:
        return absence.ended_at + timedelta(days=1) if absence.ended_at else None
    return None if absence.confirmed_at == absence.ended_at else absence.confirmed_at


def _count_done(cells: Cells, known: Moment, done: Iterable[CallbackMessage]) -> None:
    for message in done:
        cell = _cell(cells, _unit_for(known, message), message.closed_at)
        if cell is None or message.closed_at is None:
            continue
        cell[Counter.CALLBACKS] += 1
        if message.closed_at <= message.due:
            cell[Counter.CALLBACKS_IN_TIME] += 1
        if message.calls > 1:
            cell[Counter.CALLED_AGAIN] += 1
        took = working_minutes(message.made_at, message.closed_at, hours_of(known, message))
        cell[class_of(Distribution.CALLBACK_MINUTES, took)] += 1


def _unit_for(known: Known, message: CallbackMessage) -> str | None:
    """Whose callback it was: the unit's, or that of whoever had to act; the switchboard's own few people are not counted."""
    if message.to.kind is AddresseeKind.UNIT:
        return message.to.code if message.to.code in known.units else None
    return None if message.to.kind is AddresseeKind.SWITCHBOARD else unit_of_person(known, message.responsible)


def _cell(cells: Cells, unit: str | None, at: datetime | None) -> Tally[str] | None:
    if unit is None or at is None:
        return None
    return cells.setdefault((unit, quarter_of(at)), Tally())
