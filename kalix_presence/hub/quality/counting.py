"""Counts what has ended, beside the paths on which it ended: each thing once, in the transaction that marks it as counted."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.hours import hours_of
from kalix_presence.hub.quality.cells import Cells
from kalix_presence.hub.quality.counting_calls import CallCounting, identity, identity_of, unit_of_person
from kalix_presence.hub.store import Store, Transaction, quality
from kalix_presence.hub.store.absences import EndedBy
from kalix_presence.hub.store.moment import Known, Moment
from kalix_presence.hub.store.quality import BegunAbsence, EndedAbsence, UnitDay
from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.callback import AddresseeKind, CallbackMessage
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.due import working_minutes
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.quality.measures import Counter, Distribution, class_of
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
        self._number = -1
        self._sizes: tuple[date, Mapping[str, Person], Mapping[str, Unit], frozenset[UnitDay]] | None = None

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
        zone = ZoneInfo(moment.policy.zone)
        known_by, number = now - self._awaits, self._board.number
        sizes = await self._unit_days(moment, now)
        # Where nobody has done anything only time may have passed for something.
        idle = number == self._number and sizes == self._noted
        if idle and not await self._store.read(lambda sql: quality.any_to_count(sql, now, known_by=known_by)):
            return False
        counted: list[int] = []

        def work(change: Transaction) -> None:
            quality.note_sizes(change, sizes - self._noted)
            cells = Cells(change, self._calls.stretches, zone)
            begun = quality.take_begun(change, now)
            _count_begun(cells, moment, begun)
            ended = quality.take_ended(change, known_by=known_by)
            _count_ended(cells, moment, ended)
            done = quality.take_closed(change)
            _count_done(cells, moment, done)
            cells.write()
            counted.extend((len(begun), len(ended), len(done)))

        try:
            await self._store.write(work)
        except BaseException:
            self._calls.stretches.forget()
            raise
        self._noted, self._number = sizes, number
        return quality.BATCH in counted

    async def _unit_days(self, known: Known, now: datetime) -> frozenset[UnitDay]:
        """As `unit_days`; everybody is looked at only where the directory or the day is another, and by a thread of its own."""
        day, last = now.astimezone(ZoneInfo(known.policy.zone)).date(), self._sizes
        if last is None or last[0] != day or last[1] is not known.people or last[2] is not known.units:
            last = self._sizes = day, known.people, known.units, await asyncio.to_thread(unit_days, known, now)
        return last[3]


def unit_days(known: Known, now: datetime) -> frozenset[UnitDay]:
    """How each unit stands on the day of `now`."""
    day = now.astimezone(ZoneInfo(known.policy.zone)).date()
    own = Tally(person.unit for person in known.people.values())
    return frozenset(
        UnitDay(day, code, unit.parent or ROOT, People(own[code], own[code])) for code, unit in known.units.items()
    )


def _count_begun(cells: Cells, known: Moment, begun: Iterable[BegunAbsence]) -> None:
    people = known.people
    for absence in begun:
        counter, person = SET_BY.get(absence.way), people.get(absence.extension)
        if counter is not None and person is not None:
            cells.add_one(person.unit, absence.quarter, counter, identity(person))


def _count_ended(cells: Cells, known: Moment, ended: Iterable[EndedAbsence]) -> None:
    for absence in ended:
        counts = _mobile_of(absence)
        end, back = absence.end, _came_back(absence)
        if end is not None and back is not None:
            counts[Counter.RETURN_STATED] = 1
            if abs(back - end) <= KEPT_RETURN:
                counts[Counter.RETURN_KEPT] = 1
            late = max(0.0, (back - end).total_seconds() / 60)
            counts[class_of(Distribution.LATENESS, late)] = 1
        person = known.people.get(absence.extension) if counts else None
        if person is not None:
            cells.add(person.unit, absence.ended_at, counts, identity(person))


def _mobile_of(absence: EndedAbsence) -> dict[str, int]:
    """Both counts at the end, so that a period never holds a forward that was left on without the forward."""
    if absence.forward_kind != ForwardKind.MOBILE.value:
        return {}
    counts: dict[str, int] = {Counter.TO_MOBILE: 1}
    if absence.at_desk:
        counts[Counter.AT_DESK_FORWARDED] = 1
    return counts


def _came_back(absence: EndedAbsence) -> datetime | None:
    """When the person was there again; None when nobody waited for a sign of it, or another absence followed at once. Whoever
    gave no sign is as late as can be."""
    if absence.followed or absence.ended_by == EndedBy.PLAN:
        return None
    if absence.ended_by != EndedBy.CLOCK:
        return absence.ended_at
    if absence.confirmed_at is None:
        return absence.ended_at + timedelta(days=1)
    return None if absence.confirmed_at == absence.ended_at else absence.confirmed_at


def _count_done(cells: Cells, known: Moment, done: Iterable[CallbackMessage]) -> None:
    for message in done:
        unit, person = _unit_for(known, message)
        if unit is None or message.closed_at is None:
            continue
        counts: Tally[str] = Tally({Counter.CALLBACKS: 1})
        if message.closed_at <= message.due:
            counts[Counter.CALLBACKS_IN_TIME] += 1
        if message.calls > 1:
            counts[Counter.CALLED_AGAIN] += 1
        took = working_minutes(message.made_at, message.closed_at, hours_of(known, message))
        counts[class_of(Distribution.CALLBACK_MINUTES, took)] += 1
        cells.add(unit, message.closed_at, counts, person)


def _unit_for(known: Known, message: CallbackMessage) -> tuple[str | None, str]:
    """Whose callback it was: the unit's, by whoever closed it, or that of whoever had to act; the switchboard's own few people
    are not counted."""
    if message.to.kind is AddresseeKind.UNIT:
        return (message.to.code if message.to.code in known.units else None), identity_of(known, message.closed_by)
    if message.to.kind is AddresseeKind.SWITCHBOARD:
        return None, ""
    return unit_of_person(known, message.responsible), identity_of(known, message.responsible)
