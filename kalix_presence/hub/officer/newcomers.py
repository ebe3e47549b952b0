"""Which newcomers have not finished: seen by whoever is officer of their unit, who is told once of one that takes long."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.board.names import lies_in, unit_name
from kalix_presence.hub.notices.rights import administration_of
from kalix_presence.hub.officer.first_steps import done_of, policy_text
from kalix_presence.hub.officer.rights import parts_in
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.store import Store, Transaction, appointments, newcomers
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.model.access import Action, Caller, Scope, scope
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.day import today
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden, Unavailable
from kalix_presence.model.extension_request import Part
from kalix_presence.model.newcomer import FirstStep, Newcomer, is_to_be_reminded_of, missing

log = structlog.get_logger("kalix.newcomers")

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _There:
    """A newcomer who is in the directory, and what they have done."""

    one: Newcomer
    person: Person
    done: frozenset[FirstStep]
    missing: list[FirstStep]

    @property
    def kept(self) -> Newcomer:
        """With all that is true now. Of the policy its version is kept, which a newer one beats."""
        return replace(self.one, done=self.done - {FirstStep.POLICY})

    def is_due(self, known: Known, now: datetime) -> bool:
        """Whether whoever is officer has to be told now."""
        return bool(self.missing) and is_to_be_reminded_of(self.one, known.policy.newcomer_reminder_days, now)


class UnfinishedNewcomers:
    """By unit and name, in no other order; of single acts only whether they are done, never when."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._event_bus, self._pbx = board, store, event_bus, pbx
        self._alarm = AlarmClock(clock)

    async def seen_by(self, caller: Caller, *, now: datetime) -> wire.NewcomersView:
        """Who has not finished in the units that the caller is officer of; for an administrator in all.

        Raises Forbidden `not-permitted` for whoever is officer of nothing.
        """
        known = self._board.moment()

        def work(sql: Sql) -> wire.NewcomersView:
            appointed = appointments.read_holding(sql, today(now, known.worktime))
            everywhere = scope(caller, Action.SEE_NEWCOMERS) is Scope.ALL
            mine = {code for code in known.units if everywhere or Part.OFFICER in parts_in(known, caller, code, appointed)}
            if not mine:
                raise Forbidden("not-permitted", action=Action.SEE_NEWCOMERS.value)
            there = [each for each in self._there(sql, known) if each.person.unit in mine]
            found = [_view(known, each) for each in there if each.missing]
            return wire.NewcomersView(sorted(found, key=lambda each: (each.unit_name, each.unit, each.name)), len(mine))

        return await self._store.read(work)

    async def run(self) -> None:
        """Keep what has become true, and tell of who takes long; until cancelled."""
        await self._alarm.run(self.look)

    async def look(self, now: datetime) -> datetime | None:
        """Absences and choices are not kept for ever: that there was one is. When to look again."""
        known = self._board.moment()

        def wanted(sql: Sql) -> frozenset[str]:
            """Few of all that there ever were: they are looked for beside everybody's changes."""
            found = (each for each in self._there(sql, known) if each.kept != each.one or each.is_due(known, now))
            return frozenset(each.one.person for each in found)

        def work(change: Transaction) -> None:
            appointed = appointments.read_holding(change.sql, today(now, known.worktime))
            for each in self._there(change.sql, known, ids):
                if each.kept != each.one:
                    newcomers.keep_steps(change, each.kept)
                if each.is_due(known, now) and newcomers.mark_newcomer_reminded(change, each.one.person):
                    self._remind(change, each.person, appointed, now)

        try:
            ids = await self._store.read(wanted)
            if ids:
                await self._store.write(known.given(work))
        except Unavailable as refusal:
            log.warning("newcomers-not-looked-at", trouble=refusal.code)
        return now + HOUR

    def _there(self, sql: Sql, known: Known, ids: Collection[str] | None = None) -> list[_There]:
        """Every newcomer (of `ids`, where told) who is in the directory; nobody where the site has no first steps."""
        if known.policy.newcomer_days == 0:
            return []
        by_id, policy = {person.id: person for person in known.people.values()}, policy_text(known.policy, "en")
        found = []
        for one in newcomers.read_newcomers(sql):
            person = by_id.get(one.person)
            if person is not None and (ids is None or one.person in ids):
                done = done_of(sql, known, person, one, policy)
                lacks = missing(done, can_ring=self._pbx.capabilities.place_call)
                found.append(_There(one, person, done, lacks))
        return found

    def _remind(self, change: Transaction, person: Person, appointed: list[Appointment], now: datetime) -> None:
        known = change.known
        officers = {each.extension for each in appointed if lies_in(known, person.unit, each.unit)}
        officers.add(f"officer:{administration_of(known, person.unit)}")
        due = wire.DueNewcomer(person.extension, person.name, unit_name(known, person.unit))
        event = wire.NewcomersDue(change.next_number(), now, [due])
        self._event_bus.record(change, addressed(event, frozenset(officers)), now=now)


def _view(known: Known, each: _There) -> wire.UnfinishedNewcomer:
    return wire.UnfinishedNewcomer(
        extension=each.person.extension,
        name=each.person.name,
        unit=each.person.unit,
        unit_name=unit_name(known, each.person.unit),
        missing=each.missing,
        begun=each.one.begun is not None,
    )
