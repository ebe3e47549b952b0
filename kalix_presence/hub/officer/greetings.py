"""What units answer calls with (P3): kept by their officer, administrator and head, inherited downwards, shown to newcomers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.hub.board.names import unit_name, units_of, way_down, way_up
from kalix_presence.hub.officer.rights import may_set_greeting, own_person
from kalix_presence.hub.store import Store, Transaction, appointments, greetings, newcomers
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.access import Action, Caller
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.day import today
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Conflict, Forbidden, NotFound, Unavailable
from kalix_presence.model.greeting import LONGEST, checked_line, filled, last_day, line_of

log = structlog.get_logger("kalix.greetings")


class Greetings:
    """Nothing is held in memory: a line is compared and set in the transaction that changes it."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus) -> None:
        self._board, self._store, self._event_bus = board, store, event_bus

    async def own(self, caller: Caller) -> wire.OwnGreeting | None:
        """What the caller answers with, and until when the site shows it to them; None for an account without a person, and
        while it cannot be read: nobody is kept from signing in by that."""
        known = self._board.moment()
        own = own_person(known, caller)
        if own is None:
            return None
        units = units_of(known, own)

        def work(sql: Sql) -> wire.OwnGreeting:
            line, _ = line_of(units, greetings.read_lines_above(sql, units))
            one = newcomers.read_newcomer(sql, own.id) if own.id else None
            until = None
            if one is not None:
                until = last_day(today(one.begun or one.since, known.worktime), known.policy.greeting_days)
            return wire.OwnGreeting(filled(line, names_of(known, own)), until)

        try:
            return await self._store.read(work)
        except Unavailable as refusal:
            log.warning("greeting-not-read", trouble=refusal.code)
            return None

    async def seen_by(self, caller: Caller, *, now: datetime) -> wire.GreetingsView:
        """The lines of the units that the caller keeps them for. Raises Forbidden `not-permitted` for who does for none."""
        known = self._board.moment()

        def work(sql: Sql) -> wire.GreetingsView:
            appointed = _appointed(sql, known, now)
            mine = [code for code in known.units if may_set_greeting(known, caller, code, appointed)]
            if not mine:
                raise Forbidden("not-permitted", action=Action.SET_GREETING.value)
            kept = greetings.read_lines(sql)
            views = [_view(known, code, kept) for code in sorted(mine, key=lambda each: way_down(known, each))]
            return wire.GreetingsView(views, known.policy.greeting_days, LONGEST)

        return await self._store.read(work)

    async def set(self, caller: Caller, unit: str, wish: wire.GreetingWish, *, now: datetime) -> wire.UnitGreeting:
        """Let the unit answer with another line, or with that of the unit above. What is so already is done, at any version.

        Raises NotFound `unit-unknown`, Forbidden `not-permitted`, BadInput as `checked_line`, Conflict `greeting-changed`.
        """
        known = self._board.moment()
        if unit not in known.units:
            raise NotFound("unit-unknown")

        def work(change: Transaction) -> wire.UnitGreeting:
            if not may_set_greeting(known, caller, unit, _appointed(change.sql, known, now)):
                raise Forbidden("not-permitted", action=Action.SET_GREETING.value)
            line = checked_line(wish.line)
            version, before = greetings.read_line(change.sql, unit)
            if line != before:
                if version != wish.version:
                    raise Conflict("greeting-changed")
                greetings.put_line(change, unit, version + 1, line)
                event = wire.GreetingChanged(change.next_number(), now, unit)
                self._event_bus.record(change, encoded(event, colleague=event), now=now)
            return _view(known, unit, greetings.read_lines(change.sql))

        return await self._store.write(known.given(work))


def names_of(known: Known, person: Person) -> dict[str, str]:
    """What stands in the blanks of a line that `person` says."""
    return {
        "unit": unit_name(known, person.unit),
        "given": person.given_name,
        "family": person.family_name,
        "administration": unit_name(known, person.administration),
    }


def _appointed(sql: Sql, known: Known, now: datetime) -> list[Appointment]:
    return appointments.read_holding(sql, today(now, known.worktime))


def _somebody(known: Known, code: str, lines: Mapping[str, str]) -> Person | None:
    """Whoever comes first in the unit; where nobody belongs to it itself, of those below who answer with the same line."""
    members = known.groups.by_unit.get(code, ())
    there = [person for person in members if person.unit == code]
    if not there:
        line = line_of(way_up(known, code), lines)
        there = [person for person in members if line_of(units_of(known, person), lines) == line]
    return min(there, key=lambda each: (each.family_name, each.given_name, each.extension), default=None)


def _view(known: Known, code: str, kept: Mapping[str, tuple[int, str]]) -> wire.UnitGreeting:
    version, own = kept.get(code, (0, ""))
    lines = {unit: line for unit, (_, line) in kept.items()}
    line, of = line_of(way_up(known, code), lines)
    somebody = _somebody(known, code, lines)
    return wire.UnitGreeting(
        unit=code,
        name=unit_name(known, code),
        parent=known.units[code].parent or "",
        version=version,
        line=line,
        own=own,
        of_name=unit_name(known, of) if of else "",
        example=filled(line, names_of(known, somebody)) if somebody is not None else "",
    )
