"""Somebody left an extension while the hub serves: whatever it has in memory of them goes in one step, and their streams end.

An import beside the hub has ended the holding in the database (`store.holdings`). What is kept at their extensions is read anew
inside the writer's queue and put in its place when that is committed; where they stand in what belongs to others, memory is
changed as the rows were (`store.leaving`): so no change on its way is lost or undone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from kalix_presence import wire
from kalix_presence.hub.board.event_bus import encoded
from kalix_presence.hub.board.event_record import record_standing, views
from kalix_presence.hub.pbx.protocol import Lamp
from kalix_presence.hub.store import (
    Transaction,
    absences,
    calendars,
    events,
    generation,
    jobs,
    messages,
    people,
    plans,
    preferences,
)
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import leave_nothing, told_of
from kalix_presence.hub.store.leaving import Leaving, absence_after
from kalix_presence.hub.store.people import DirectoryStep
from kalix_presence.model.absence import Absence
from kalix_presence.model.access import Caller
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.holding import holding_at
from kalix_presence.model.plan import Plan
from kalix_presence.model.planned import Lift
from kalix_presence.model.preferences import Preferences

if TYPE_CHECKING:
    from kalix_presence.hub.core.core import Core

log = structlog.get_logger("kalix.succession")


@dataclass(frozen=True, slots=True)
class KeptOfSome:
    """The directory's step, and all that is kept of the extensions that somebody left or came to, as one transaction sees it;
    `set_by` are others for whom somebody who left has set what holds."""

    directory: DirectoryStep
    preferences: Mapping[str, Preferences]
    absences: Mapping[str, list[Absence]]
    plans: Mapping[str, Plan]
    lifts: Mapping[str, list[Lift]]
    calendars: list[CalendarAccount]
    set_by: frozenset[str]


class Succession:
    """`on_leaving` are told, in the same step of the loop, the extensions that are somebody else's or nobody's now;
    `step_calendars` takes in the calendars that are at those."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._one = asyncio.Lock()
        self.on_leaving: list[Callable[[frozenset[str]], None]] = []
        self.step_calendars: Callable[[frozenset[str], list[CalendarAccount]], None] = lambda touched, theirs: None

    async def meet(self, caller: Caller) -> None:
        """Before `caller` does anything: should the hub still know somebody else at their extension, that ends first.

        Raises Unavailable when the database cannot be reached.
        """
        known = self._core.board.people.get(caller.extension or "")
        if caller.person and known is not None and known.id != caller.person:
            await self._core.reload_directory()

    async def take_over(self) -> DirectoryStep | None:
        """End in memory what has ended in the database, and take the directory's step with it: that step; None when nobody
        left. Raises Unavailable: nothing was.

        It costs what is concerned. What takes longer, looking for it, is done before others have to wait.
        """
        core = self._core
        async with self._one:
            # Everybody is only read where their changes are not remembered.
            before, known = core.board.people, core.board.directory
            seen = await core.store.read(lambda sql: people.read_difference(sql, known, before))
            leaving = leaving_by(before, seen)
            if not leaving:
                return None
            told = await core.store.read(lambda sql: told_of(sql, leaving))
            handed: list[str] = []
            left, step = await core.store.write(
                core.board.moment().given(lambda change: self._work(change, before, known, told, handed))
            )
            await core.store.write(core.board.moment().given(lambda change: self._record_messages(change, handed)))
            for extension in sorted(left.ended.keys() - core.board.people.keys()):
                await self._silence(extension)
            return step

    def _work(
        self, change: Transaction, before: Mapping[str, Person], known: int, told: events.Told, handed: list[str]
    ) -> tuple[Leaving, DirectoryStep]:
        now = self._core.clock()
        step = people.read_difference(change.sql, known, before)
        left = leaving_by(before, step)
        # Where somebody has moved in, what lies there came with them.
        empty = {one: person for one, person in left.ended.items() if one not in left.moved.values()}
        leave_nothing(change, Leaving(empty), now=now, told=told)
        kept = _read(change, step, left)
        event = wire.DirectoryChanged(change.next_number(), step.version)
        frames = [encoded(event, colleague=event)]
        events.add_event(change, frames[0], now=now)
        generation.tell_directory(change)
        standings: dict[str, Frame] = {}
        for extension in sorted(one for one in _touched(left) if step.people.get(one) is not None):
            held = holding_at(kept.absences.get(extension, ()), now)
            standings[extension] = frame = record_standing(
                change, views(change.known, extension, held, in_force=False), now=now
            )
            jobs.want(change, extension, frame.number or 0)
        change.after_commit(lambda: handed.extend(self._took(kept, left, frames, standings, now)))
        return left, step

    def _took(
        self, kept: KeptOfSome, left: Leaving, frames: list[Frame], standings: Mapping[str, Frame], now: datetime
    ) -> list[str]:
        """The ids of messages that are somebody else's to act on now."""
        core, board = self._core, self._core.board
        touched = _touched(left)
        for hear in self.on_leaving:
            hear(touched)
        core.asked.forget(touched)
        core.synchroniser.forget(touched)
        core.reception.for_others.forget(touched)
        core.delegations.end_of(left)
        board.step_directory(kept.directory)
        for extension in touched:
            board.begin_anew(extension)
        board.step_preferences(touched, kept.preferences)
        for extension, theirs in kept.absences.items():
            if extension in board.states:
                board.put(extension, theirs, now)
                for absence in theirs:
                    board.remember_due_times(extension, absence, now)
        covered = core.plans.step_plans(touched, kept.plans, left)
        for extension in (covered | kept.set_by | {one for one, held in board.held.items() if held.deputy in left}) - touched:
            self._rename(extension, left, now)
        core.planner.step_lifts(touched, kept.lifts)
        self.step_calendars(touched, kept.calendars)
        core.reception.notices.rename(left)
        core.callbacks.ringing.rename(left.named)
        handed = core.callbacks.book.hand_over(left)
        for extension, frame in standings.items():
            state = board.states[extension]
            state.changed = state.version = frame.number or 0
            state.changed_at, state.in_force = now, False
            core.synchroniser.follow(extension)
            core.planner.poke(extension)
        for frame in (*frames, *standings.values()):
            core.event_bus.publish(frame)
        log.info("extensions-left", ended=len(left.ended), moved=len(left.moved))
        return handed

    def _rename(self, extension: str, left: Leaving, now: datetime) -> None:
        """In the absences of somebody who stays, as it was done in their rows."""
        state = self._core.board.states.get(extension)
        theirs = [] if state is None else [absence_after(one, left) for one in state.absences]
        if state is not None and theirs != state.absences:
            self._core.board.put(extension, theirs, now)

    def _record_messages(self, change: Transaction, handed: list[str]) -> None:
        book = self._core.callbacks.book
        for one in handed:
            message = messages.read_message(change.sql, one)
            if message is not None:
                book.record_event(change, message, now=self._core.clock())

    async def _silence(self, extension: str) -> None:
        """Nobody's extension: its rule and lamp go from the PBX; one that is away is put right when it is compared."""
        with suppress(Unavailable):
            await self._core.writer.remove(extension)
            await self._core.pbx.show(extension, Lamp(away=False))


def anybody_left(before: Mapping[str, Person], changed: Mapping[str, Person | None]) -> bool:
    """Whether one of the extensions that `changed` had somebody of `before` who is not there any longer."""
    return any(
        extension in before and (after is None or after.id != before[extension].id) for extension, after in changed.items()
    )


def leaving(before: Mapping[str, Person], after: Mapping[str, Person]) -> Leaving:
    """Who of `before` is gone, and who holds another extension, by identity."""
    now_at = {person.id: extension for extension, person in after.items()}
    ended = {extension: person for extension, person in before.items() if person.id not in now_at}
    at = {extension: now_at[person.id] for extension, person in before.items() if person.id in now_at}
    return Leaving(ended, {old: new for old, new in at.items() if old != new})


def leaving_by(before: Mapping[str, Person], step: DirectoryStep) -> Leaving:
    """The same, where all others are as they were."""
    there = {one: before[one] for one in step.people if one in before}
    return leaving(there, {one: person for one, person in step.people.items() if person is not None})


def _touched(left: Leaving) -> frozenset[str]:
    return frozenset((*left.ended, *left.moved, *left.moved.values()))


def _read(change: Transaction, step: DirectoryStep, left: Leaving) -> KeptOfSome:
    sql, touched = change.sql, _touched(left)
    names = {left.named(one) for one in (*left.ended, *left.moved)}
    return KeptOfSome(
        step,
        preferences.read_preferences(sql, touched),
        {one: theirs for one in sorted(touched) if (theirs := absences.read_open_of(sql, one))},
        plans.read_plans_of(sql, touched),
        plans.read_lifts(sql, touched),
        calendars.read_calendars(sql, touched),
        frozenset(absences.read_set_by(sql, names)),
    )
