"""Requests for extensions (P15): asked for by the unit, approved by the officer, then carried out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.board.names import lies_in
from kalix_presence.hub.notices.rights import administration_of, named
from kalix_presence.hub.officer.numbers import check_in_series, numbers_view, read_numbers
from kalix_presence.hub.officer.request_views import due_view, request_view
from kalix_presence.hub.officer.rights import may_ask, parts_in
from kalix_presence.hub.store import Store, Transaction, appointments, extension_requests, idempotency
from kalix_presence.hub.store.extension_requests import RequestStep
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.model.access import Action, Caller, Role
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.day import today
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from kalix_presence.model.extension_request import ExtensionRequest, Kind, Part, State, Step, due, stepped

log = structlog.get_logger("kalix.officer")

KEPT = timedelta(days=366)
"""How long one that is over is kept."""
SHOWN = timedelta(days=30)
"""How long one that is over is shown."""
LONGEST_WORDS, LONGEST_NAME = 500, 100
HOUR = timedelta(hours=1)


class ExtensionRequests:
    """Nothing is held in memory: each step is compared and set in the transaction that makes it."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._event_bus = board, store, event_bus
        self._alarm = AlarmClock(clock)

    async def seen_by(self, caller: Caller, *, now: datetime) -> wire.ExtensionRequestsView:
        """What the caller may see, and for which units they may ask."""
        known = self._board.moment()

        def work(sql: sqlite3.Connection) -> wire.ExtensionRequestsView:
            appointed = _appointed(sql, known, now)
            seen = [
                request_view(sql, known, each, parts, now)
                for each in extension_requests.read_requests(sql, closed_since=now - SHOWN)
                if (parts := _parts(known, caller, each, appointed)) or may_ask(known, caller, each.unit, appointed)
            ]
            return wire.ExtensionRequestsView(seen, [one for one in known.units if may_ask(known, caller, one, appointed)])

        return await self._store.read(work)

    async def numbers(self, caller: Caller, *, now: datetime) -> wire.NumbersView:
        """Which numbers are free: for whoever asks for some, or carries it out. Raises Forbidden `not-permitted`."""
        known = self._board.moment()

        def work(sql: sqlite3.Connection) -> wire.NumbersView:
            appointed = _appointed(sql, known, now)
            if not any(_deals_with(known, caller, one, appointed) for one in known.units):
                raise Forbidden("not-permitted", action=Action.ORDER_EXTENSIONS.value)
            return numbers_view(known, read_numbers(sql, known, now))

        return await self._store.read(work)

    async def ask(
        self, caller: Caller, wish: wire.ExtensionWish, *, key: str | None, now: datetime
    ) -> wire.ExtensionRequestView:
        """A new request.

        Raises NotFound `unit-unknown`, `extension-unknown`, Forbidden `not-permitted`, BadInput `request-...`,
        `number-outside`, Conflict `number-...` or `idempotency-key-reused`.
        """
        known = self._board.moment()
        one = _asked(known, caller, wish, idempotency.id_for(caller.username, key, "extension-request"), now)

        def work(change: Transaction) -> wire.ExtensionRequestView:
            appointed = _appointed(change.sql, known, now)
            if not may_ask(known, caller, one.unit, appointed):
                raise Forbidden("not-permitted", action=Action.ORDER_EXTENSIONS.value)
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, ("ask", wish)), now=now):
                return self._view(change, caller, _there(change, one.id), appointed, now)
            if one.kind is Kind.ORDER and one.number:
                read_numbers(change.sql, known, now).require_free(one.number, order=one.id)
            extension_requests.add_request(change, one)
            self._tell(change, one, appointed, now)
            change.after_commit(self._alarm.ring)
            return self._view(change, caller, one, appointed, now)

        return await self._store.write(known.given(work))

    async def step(
        self, caller: Caller, request_id: str, wish: wire.ExtensionStep, *, key: str | None, now: datetime
    ) -> wire.ExtensionRequestView:
        """One step of a request. Raises NotFound `request-unknown` to whom it is none of their business, and as `stepped`."""
        word = _line(wish.word, LONGEST_WORDS, "word")
        known = self._board.moment()

        def work(change: Transaction) -> wire.ExtensionRequestView:
            before, appointed = _there(change, request_id), _appointed(change.sql, known, now)
            parts = _parts(known, caller, before, appointed)
            if not parts:
                raise NotFound("request-unknown")
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, (request_id, wish)), now=now):
                return self._view(change, caller, before, appointed, now)
            after = stepped(before, wish.step, parts, version=wish.version, word=word, number=wish.number, now=now)
            if after.kind is Kind.ORDER and wish.step is Step.ORDER:
                check_in_series(known, after.number)
                read_numbers(change.sql, known, now).require_free(after.number, order=after.id)
            if not extension_requests.turn_request(change, before, after):
                raise Conflict("request-changed")
            extension_requests.note_request_step(change, before.id, RequestStep(now, named(caller), wish.step, word))
            self._tell(change, after, appointed, now)
            change.after_commit(self._alarm.ring)
            return self._view(change, caller, after, appointed, now)

        return await self._store.write(known.given(work))

    async def run(self) -> None:
        """Remind of what is wanted soon, and erase what is long over; until cancelled."""
        await self._alarm.run(self.remind)

    async def remind(self, now: datetime) -> datetime | None:
        """Say of each request once that its day is near, and once that it has come; when to look again."""
        known = self._board.moment()

        def work(change: Transaction) -> None:
            day, lead = today(now, known.worktime), known.policy.extension_lead_days
            appointed = _appointed(change.sql, known, now)
            for one in extension_requests.read_requests(change.sql, closed_since=now):
                level = due(one, day, lead)
                if level > one.reminded and extension_requests.mark_reminded(change, one.id, level):
                    self._tell(change, one, appointed, now, remind=level)
            extension_requests.forget_requests(change, before=now - KEPT)

        try:
            await self._store.write(known.given(work))
        except Unavailable as refusal:
            log.warning("extensions-not-reminded", trouble=refusal.code)
        return now + HOUR

    def _view(
        self, change: Transaction, caller: Caller, one: ExtensionRequest, appointed: list[Appointment], now: datetime
    ) -> wire.ExtensionRequestView:
        return request_view(change.sql, change.known, one, _parts(change.known, caller, one, appointed), now)

    def _tell(
        self, change: Transaction, one: ExtensionRequest, appointed: list[Appointment], now: datetime, *, remind: int = 0
    ) -> None:
        """Tell whoever has a part in it; reminded are those whose turn it is."""
        known = change.known
        officers = {each.extension for each in appointed if lies_in(known, one.unit, each.unit)}
        officers.add(f"officer:{administration_of(known, one.unit)}")
        carriers = {f"role:{Role.RECEPTIONIST.value}", f"role:{Role.ADMINISTRATOR.value}"}
        hear = officers | carriers | {one.asked_by}
        if remind:
            hear = officers | {one.asked_by} | (set() if one.state is State.ASKED else carriers)
        told = [due_view(known, one, late=remind == 2)] if remind else []
        event = wire.ExtensionRequestsChanged(change.next_number(), now, told)
        self._event_bus.record(change, addressed(event, frozenset(hear)), now=now)


def _appointed(sql: sqlite3.Connection, known: Known, now: datetime) -> list[Appointment]:
    return appointments.read_holding(sql, today(now, known.worktime))


def _parts(known: Known, caller: Caller, one: ExtensionRequest, appointed: list[Appointment]) -> set[Part]:
    mine = {Part.ASKER} if one.asked_by == named(caller) else set()
    return parts_in(known, caller, one.unit, appointed) | mine


def _deals_with(known: Known, caller: Caller, unit: str, appointed: list[Appointment]) -> bool:
    return bool(parts_in(known, caller, unit, appointed)) or may_ask(known, caller, unit, appointed)


def _asked(known: Known, caller: Caller, wish: wire.ExtensionWish, request_id: str, now: datetime) -> ExtensionRequest:
    """What is asked for, looked through."""
    if wish.unit not in known.units or (wish.to_unit and wish.to_unit not in known.units):
        raise NotFound("unit-unknown")
    day = today(now, known.worktime)
    if wish.kind is Kind.UNKNOWN:
        raise BadInput("request-kind", field="kind")
    if not day <= wish.wanted <= day + KEPT:
        raise BadInput("request-day", field="wanted")
    unit, about = wish.unit, _line(wish.name, LONGEST_NAME, "name")
    if wish.kind is Kind.ORDER:
        if not about:
            raise BadInput("request-name-missing", field="name")
        if wish.number:
            check_in_series(known, wish.number)
    else:
        person = known.people.get(wish.number)
        if person is None:
            raise NotFound("extension-unknown", extension=wish.number[:20])
        if not lies_in(known, person.unit, wish.unit):
            raise BadInput("request-elsewhere", field="number")
        unit, about = person.unit, person.extension
    if wish.kind is Kind.MOVE and not wish.to_unit:
        raise BadInput("request-to-unit", field="to_unit")
    if wish.to_unit and administration_of(known, wish.to_unit) != administration_of(known, unit):
        raise BadInput("request-elsewhere", field="to_unit")
    words = _line(wish.words, LONGEST_WORDS, "words")
    to_unit = wish.to_unit if wish.kind is Kind.MOVE else ""
    return ExtensionRequest(
        request_id, 1, wish.kind, unit, to_unit, wish.number, about, wish.wanted, State.ASKED, words, named(caller), now
    )


def _line(text: str, limit: int, field: str) -> str:
    line = " ".join(text.split())
    if len(line) > limit:
        raise BadInput("request-too-long", field=field, limit=limit)
    return line


def _there(change: Transaction, request_id: str) -> ExtensionRequest:
    found = extension_requests.read_request(change.sql, request_id)
    if found is None:
        raise NotFound("request-unknown")
    return found
