"""Somebody left an extension while the hub serves: whatever it has in memory of them goes in one step, and their streams end.

An import beside the hub has ended the holding in the database (`store.holdings`). What the rooms of the hub know is read anew
inside the writer's queue and put in their place when that is committed, so that no change on its way is lost or undone.
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
    notices,
    people,
    plans,
    preferences,
)
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import Leaving, leave_nothing
from kalix_presence.hub.store.people import DirectoryStep
from kalix_presence.model.absence import Absence
from kalix_presence.model.access import Caller
from kalix_presence.model.callback import CallbackMessage
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.holding import holding_at
from kalix_presence.model.notice import Notice
from kalix_presence.model.plan import Plan
from kalix_presence.model.planned import Lift
from kalix_presence.model.preferences import Preferences

if TYPE_CHECKING:
    from kalix_presence.hub.core.core import Core

log = structlog.get_logger("kalix.succession")


@dataclass(frozen=True, slots=True)
class MemoryOfHolder:
    """All that is kept of people, as one transaction sees it."""

    directory: DirectoryStep
    preferences: Mapping[str, Preferences]
    absences: Mapping[str, list[Absence]]
    plans: dict[str, Plan]
    lifts: dict[str, list[Lift]]
    calendars: list[CalendarAccount]
    messages: list[CallbackMessage]
    notices: list[Notice]


class Succession:
    """`leave` are told, in the same step of the loop, the extensions that are somebody else's or nobody's now; `take_calendars`
    takes in the calendars that are left."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._one = asyncio.Lock()
        self.on_leaving: list[Callable[[frozenset[str]], None]] = []
        self.load_calendars: Callable[[list[CalendarAccount]], None] = lambda left: None

    async def meet(self, caller: Caller) -> None:
        """Before `caller` does anything: should the hub still know somebody else at their extension, that ends first.

        Raises Unavailable when the database cannot be reached.
        """
        known = self._core.board.people.get(caller.extension or "")
        if caller.person and known is not None and known.id != caller.person:
            await self._core.reload_directory()

    async def take_over(self) -> bool:
        """End in memory what has ended in the database; whether anybody left. Raises Unavailable: nothing was."""
        core = self._core
        async with self._one:
            # What it costs goes by who is concerned: everybody is only read where their changes are not remembered.
            before, known = core.board.people, core.board.directory
            seen = await core.store.read(lambda sql: people.read_difference(sql, known, before))
            if not leaving_by(before, seen):
                return False
            was_open = dict(core.callbacks.book.open)
            left = await core.store.write(core.board.moment().given(lambda change: self._work(change, before, known)))
            await core.store.write(core.board.moment().given(lambda change: self._record_messages(change, was_open)))
            for extension in sorted(left.ended.keys() - core.board.people.keys()):
                await self._silence(extension)
            return True

    def _work(self, change: Transaction, before: Mapping[str, Person], known: int) -> Leaving:
        now = self._core.clock()
        step = people.read_difference(change.sql, known, before)
        left = leaving_by(before, step)
        # Where somebody has moved in, what lies there came with them.
        empty = {one: person for one, person in left.ended.items() if one not in left.moved.values()}
        leave_nothing(change, Leaving(empty), now=now)
        kept = _read(change, step)
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
        change.after_commit(lambda: self._took(kept, left, frames, standings, now))
        return left

    def _took(
        self, kept: MemoryOfHolder, left: Leaving, frames: list[Frame], standings: Mapping[str, Frame], now: datetime
    ) -> None:
        core, board = self._core, self._core.board
        touched = _touched(left)
        for hear in self.on_leaving:
            hear(touched)
        core.asked.forget(touched)
        core.synchroniser.forget(touched)
        core.reception.for_others.forget(touched)
        board.step_directory(kept.directory)
        for extension in touched:
            board.begin_anew(extension)
        board.load_preferences(kept.preferences)
        for extension, state in board.states.items():
            if not state.absences and extension not in kept.absences:
                continue
            theirs = kept.absences.get(extension, [])
            if {one.id: one for one in state.absences} != {one.id: one for one in theirs}:
                board.put(extension, theirs, now)
                for absence in theirs:
                    board.remember_due_times(extension, absence, now)
        core.plans.load_plans(kept.plans)
        core.planner.load_lifts(kept.lifts, left=touched)
        self.load_calendars(kept.calendars)
        core.reception.notices.open = {notice.id: notice for notice in kept.notices}
        core.callbacks.ringing.rename(left.named)
        core.callbacks.book.load_messages(kept.messages)
        for extension, frame in standings.items():
            state = board.states[extension]
            state.changed = state.version = frame.number or 0
            state.changed_at, state.in_force = now, False
            core.synchroniser.follow(extension)
            core.planner.poke(extension)
        for frame in (*frames, *standings.values()):
            core.event_bus.publish(frame)
        log.info("extensions-left", ended=len(left.ended), moved=len(left.moved))

    def _record_messages(self, change: Transaction, was_open: Mapping[str, CallbackMessage]) -> None:
        book = self._core.callbacks.book
        for message in messages.read_open(change.sql):
            if was_open.get(message.id) not in (None, message):
                book.record_event(change, message, now=self._core.clock())

    async def _silence(self, extension: str) -> None:
        """Nobody's extension: its rule and lamp go from the PBX; one that is away is put right when it is compared."""
        with suppress(Unavailable):
            await self._core.pbx.remove(extension)
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


def _read(change: Transaction, step: DirectoryStep) -> MemoryOfHolder:
    sql, by_extension = change.sql, dict[str, list[Absence]]()
    for absence in absences.read_open(sql):
        by_extension.setdefault(absence.extension, []).append(absence)
    return MemoryOfHolder(
        step,
        preferences.read_preferences(sql),
        by_extension,
        plans.read_plans(sql),
        plans.read_lifts(sql),
        calendars.read_calendars(sql),
        messages.read_open(sql),
        notices.read_open(sql),
    )
