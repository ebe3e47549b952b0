"""Requests for extensions (P15): asked for by the unit, approved by the officer, then carried out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.board.names import lies_in
from kalix_presence.hub.notices.rights import administration_of, named
from kalix_presence.hub.officer.numbers import check_in_series, numbers_view, read_numbers
from kalix_presence.hub.officer.request_views import beside_one, due_view, read_beside, request_view
from kalix_presence.hub.officer.rights import may_ask, parts_in
from kalix_presence.hub.officer.set_up import PhonesSetUp, note_line
from kalix_presence.hub.store import Store, Transaction, appointments, extension_requests, idempotency
from kalix_presence.hub.store.extension_requests import RequestStep
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.access import Action, Caller, Role
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.day import today
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, PresenceError, Unavailable
from kalix_presence.model.extension_request import BY_HUB, ExtensionRequest, Kind, Part, State, Step, due, stepped

log = structlog.get_logger("kalix.officer")

KEPT = timedelta(days=366)
"""How long one that is over is kept."""
SHOWN = timedelta(days=30)
"""How long one that is over is shown."""
LONGEST_WORDS, LONGEST_NAME = 500, 100
HOUR = timedelta(hours=1)


class ExtensionRequests:
    """Nothing is held in memory: each step is compared and set in the transaction that makes it."""

    def __init__(
        self, board: Board, store: Store, event_bus: EventBus, set_up: PhonesSetUp, *, clock: Callable[[], datetime]
    ) -> None:
        self._board, self._store, self._event_bus, self._hub = board, store, event_bus, set_up
        self._alarm = AlarmClock(clock)
        self._settled = True

    async def seen_by(self, caller: Caller, *, now: datetime) -> wire.ExtensionRequestsView:
        """What the caller may see, and for which units they may ask."""
        known = self._board.moment()

        def work(sql: Sql) -> wire.ExtensionRequestsView:
            appointed, beside = _appointed(sql, known, now), read_beside(sql, now - SHOWN)
            seen = [
                request_view(beside, known, each, parts, now, self._hub)
                for each in extension_requests.read_requests(sql, closed_since=now - SHOWN)
                if (parts := _parts(known, caller, each, appointed)) or may_ask(known, caller, each.unit, appointed)
            ]
            may = [one for one in known.units if may_ask(known, caller, one, appointed)]
            return wire.ExtensionRequestsView(seen, may, bool(seen) and self._hub.possible)

        return await self._store.read(work)

    async def numbers(self, caller: Caller, *, now: datetime) -> wire.NumbersView:
        """Which numbers are free: for whoever asks for some, or carries it out. Raises Forbidden `not-permitted`."""
        known = self._board.moment()

        def work(sql: Sql) -> wire.NumbersView:
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
        kept = await self._store.read(lambda sql: extension_requests.ordered_for(sql, wish.number))
        one = _asked(known, caller, wish, idempotency.id_for(caller.username, key, "extension-request"), now, kept)

        def work(change: Transaction) -> wire.ExtensionRequestView:
            appointed = _appointed(change.sql, known, now)
            if not may_ask(known, caller, one.unit, appointed):
                raise Forbidden("not-permitted", action=Action.ORDER_EXTENSIONS.value)
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, ("ask", wish)), now=now):
                return self._view(change, caller, _there(change.sql, one.id), appointed, now)
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
        """One step of a request; where the hub carries it out itself, it is done when the PBX has confirmed it.

        Raises NotFound `request-unknown` to whom it is none of their business, as `stepped`, and as `PhonesSetUp.carry_out`.
        """
        taken = TakenStep(caller, request_id, wish, _line(wish.word, LONGEST_WORDS, "word"), key, now)
        if wish.step not in BY_HUB:
            return await self._committed(taken)
        # Beside the request: whoever hangs up in the middle of it leaves nothing half done.
        return await asyncio.shield(aside(self._by_hub(taken)))

    async def _by_hub(self, taken: TakenStep) -> wire.ExtensionRequestView:
        known, key = self._board.moment(), idempotency.claim_of(taken.caller, taken.key, (taken.request, taken.wish))

        def look(sql: Sql) -> ExtensionRequest | None:
            before = _there(sql, taken.request)
            if idempotency.was_made(sql, key):
                return None
            taken.after(before, self._parts_or_none(sql, known, taken, before))
            return before

        before = await self._store.read(look)
        if before is None:
            return await self._committed(taken)

        async def still() -> None:
            _require_same(await self._store.read(look), before)

        _, secret = await self._hub.carry_out(before, taken.wish.step, taken.now, still, lambda: self._committed(taken))

        def again(sql: Sql) -> wire.ExtensionRequestView:
            """With what the hub can do next."""
            one, now = _there(sql, taken.request), taken.now
            parts = _parts(known, taken.caller, one, _appointed(sql, known, now))
            return request_view(beside_one(sql, one), known, one, parts, now, self._hub)

        return msgspec.structs.replace(await self._store.read(again), secret=secret)

    async def _committed(self, taken: TakenStep) -> wire.ExtensionRequestView:
        known, caller, now = self._board.moment(), taken.caller, taken.now

        def work(change: Transaction) -> wire.ExtensionRequestView:
            before, appointed = _there(change.sql, taken.request), _appointed(change.sql, known, now)
            parts = self._parts_or_none(change.sql, known, taken, before)
            if not idempotency.is_first(change, idempotency.claim_of(caller, taken.key, (taken.request, taken.wish)), now=now):
                return self._view(change, caller, before, appointed, now)
            after = taken.after(before, parts)
            if after.kind is Kind.ORDER and taken.wish.step is Step.ORDER:
                check_in_series(known, after.number)
                read_numbers(change.sql, known, now).require_free(after.number, order=after.id)
            self._turn(change, before, after, RequestStep(now, named(caller), taken.wish.step, taken.word), appointed)
            return self._view(change, caller, after, appointed, now)

        return await self._store.write(known.given(work))

    def _parts_or_none(self, sql: Sql, known: Known, taken: TakenStep, one: ExtensionRequest) -> set[Part]:
        parts = _parts(known, taken.caller, one, _appointed(sql, known, taken.now))
        if not parts:
            raise NotFound("request-unknown")
        return parts

    def _turn(
        self,
        change: Transaction,
        before: ExtensionRequest,
        after: ExtensionRequest,
        step: RequestStep,
        appointed: list[Appointment],
    ) -> None:
        if not extension_requests.turn_request(change, before, after):
            raise Conflict("request-changed")
        extension_requests.note_request_step(change, before.id, step)
        note_line(change, after, step.step, step.at)
        self._tell(change, after, appointed, step.at)
        change.after_commit(self._alarm.ring)

    async def end_over(self, now: datetime) -> None:
        """Take away the phones that were to be ended by a day that is over; what is refused is tried again."""
        known, day = self._board.moment(), today(now, self._board.worktime)
        for one in await self._store.read(extension_requests.read_requests):
            if one.kind is not Kind.END or one.state is not State.ORDERED or one.wanted >= day:
                continue
            if Step.SET_UP not in self._hub.able(one):
                continue
            after = stepped(one, Step.SET_UP, {Part.CARRIER}, version=one.version, word="", number="", now=now)

            def work(change: Transaction, one: ExtensionRequest = one, after: ExtensionRequest = after) -> None:
                self._turn(change, one, after, RequestStep(now, "", Step.SET_UP, ""), _appointed(change.sql, known, now))

            async def still(one: ExtensionRequest = one) -> None:
                _require_same(await self._store.read(partial(_read, one.id)), one)

            try:
                await self._hub.carry_out(one, Step.SET_UP, now, still, partial(self._store.write, known.given(work)))
                self._hub.waits.pop(one.id, None)
            except PresenceError as refusal:
                log.warning("phone-not-ended", trouble=refusal.code)
                self._hub.waits[one.id] = refusal.code

    def pbx_ready(self) -> None:
        """The PBX is there: what waited for it is done now."""
        self._settled = False
        self._alarm.ring()

    async def run(self) -> None:
        """Remind of what is wanted soon, end phones whose day is over, and erase what is long over; until cancelled."""
        await self._alarm.run(self._look)

    async def _look(self, now: datetime) -> datetime | None:
        if not self._settled:
            self._settled = True
            await self._hub.settle()
        await self.end_over(now)
        return await self.remind(now)

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
        return request_view(
            beside_one(change.sql, one), change.known, one, _parts(change.known, caller, one, appointed), now, self._hub
        )

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


@dataclass(frozen=True, slots=True)
class TakenStep:
    """A step that somebody takes: `word` looked through, `key` for a retry."""

    caller: Caller
    request: str
    wish: wire.ExtensionStep
    word: str
    key: str | None
    now: datetime

    def after(self, before: ExtensionRequest, parts: set[Part]) -> ExtensionRequest:
        wish = self.wish
        return stepped(before, wish.step, parts, version=wish.version, word=self.word, number=wish.number, now=self.now)


def _require_same(now: ExtensionRequest | None, before: ExtensionRequest) -> None:
    """Raises Conflict `request-changed` when a step was taken since; that somebody was reminded of it is none."""
    if now is None or now.version != before.version:
        raise Conflict("request-changed")


def _read(request_id: str, sql: Sql) -> ExtensionRequest | None:
    return extension_requests.read_request(sql, request_id)


def _appointed(sql: Sql, known: Known, now: datetime) -> list[Appointment]:
    return appointments.read_holding(sql, today(now, known.worktime))


def _parts(known: Known, caller: Caller, one: ExtensionRequest, appointed: list[Appointment]) -> set[Part]:
    mine = {Part.ASKER} if one.asked_by == named(caller) else set()
    return parts_in(known, caller, one.unit, appointed) | mine


def _deals_with(known: Known, caller: Caller, unit: str, appointed: list[Appointment]) -> bool:
    return bool(parts_in(known, caller, unit, appointed)) or may_ask(known, caller, unit, appointed)


def _asked(
    known: Known, caller: Caller, wish: wire.ExtensionWish, request_id: str, now: datetime, kept: ExtensionRequest | None
) -> ExtensionRequest:
    """What is asked for, looked through. `kept`: the done order of this number, while nobody has come to it."""
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
        if person is not None:
            unit, about = person.unit, person.extension
        elif kept is not None and wish.kind is Kind.END:
            unit, about = kept.unit, kept.about
        else:
            raise NotFound("extension-unknown", extension=wish.number[:20])
        if not lies_in(known, unit, wish.unit):
            raise BadInput("request-elsewhere", field="number")
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


def _there(sql: Sql, request_id: str) -> ExtensionRequest:
    found = extension_requests.read_request(sql, request_id)
    if found is None:
        raise NotFound("request-unknown")
    return found
