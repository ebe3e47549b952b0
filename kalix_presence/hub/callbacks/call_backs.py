"""Ringing back (P12): one's own phone rings first, then the caller; how it went is noted on the message by itself."""

from __future__ import annotations

import asyncio
import uuid
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from kalix_presence import wire
from kalix_presence.hub.board.acting import lent_to
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.begun_calls import BegunCalls
from kalix_presence.hub.callbacks.book import MessageBook, there, whose
from kalix_presence.hub.callbacks.caller_numbers import number_to_dial, told_number
from kalix_presence.hub.callbacks.missed_calls import JOURNAL
from kalix_presence.hub.callbacks.rights import actor_of, by_leave, lends, may_see
from kalix_presence.hub.callbacks.views import with_name
from kalix_presence.hub.pbx.calls_asked_for import now_or_never
from kalix_presence.hub.pbx.protocol import Pbx, RangFromPhone
from kalix_presence.hub.store import Store, Transaction, delegations, idempotency, messages, ringing
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.hub.store.ringing import RingingCall
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Caller
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.callback import Act, Attempt, CallbackMessage, Outcome, Step, attempted, is_concerned
from kalix_presence.model.day import today
from kalix_presence.model.delegation import Right
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, PresenceError, Unavailable

log = structlog.get_logger("kalix.ringing")

SAME_CALL = timedelta(seconds=5)
JOURNAL_STEP = timedelta(seconds=1)
"""The PBX's journal knows the second, not its parts."""
LONGEST_CALL = timedelta(hours=4)
"""A call of whose end nothing was heard for so long is noted as one that nobody knows of."""

EARLY = 200
"""Most calls that are remembered to have ended before the PBX's answer to their beginning was read."""


@dataclass(frozen=True, slots=True)
class _Noting:
    """An attempt to be noted; `call` the promise that it ends, None when no hub began it (a phone's *98)."""

    message: str
    attempt: Attempt
    way: Way
    call: str | None


class RingBack:
    """Each call is durable before the PBX is asked for it, and until its end is noted.

    When the hub or the PBX was away in between, nobody can say how it went: it is noted as `Outcome.UNKNOWN`.
    """

    def __init__(self, board: Board, store: Store, book: MessageBook, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._book, self._pbx, self._clock = board, store, book, pbx, clock
        self._calls: dict[str, RingingCall] = {}
        self._early: OrderedDict[str, tuple[Outcome, float]] = OrderedDict()
        self._unsaved: deque[_Noting] = deque()
        self._asked = BegunCalls(clock, store)
        self._beginning: dict[tuple[str, str], asyncio.Task[wire.CallBegun]] = {}

    async def ring(self, caller: Caller, message_id: str, *, way: Way, key: str | None = None) -> wire.CallBegun:
        """Ring the caller's own phone, then the number; whoever rings for a group has taken the message.

        Asked again with the same key, or within seconds (a double click), it is the same call. Raises NotFound
        `message-unknown`, Forbidden `message-not-yours`, Conflict `message-no-phone`, `message-taken`,
        `idempotency-key-reused`, BadInput `message-number-not-allowed`, Unavailable from the PBX or the store.
        """
        return await self._asked.once(caller.username, key, message_id, lambda: self._ring(caller, message_id, way=way))

    async def _ring(self, caller: Caller, message_id: str, *, way: Way) -> wire.CallBegun:
        message, lent = self._book.open.get(message_id), lent_to(self._board, caller, Right.MESSAGES, now=self._clock())
        if message is None or not may_see(self._board, caller, message, lent):
            raise NotFound("message-unknown")
        person = self._board.people.get(caller.extension or "")
        if person is None:
            raise Conflict("message-no-phone")
        digits = number_to_dial(self._board, message.party.number, person)
        if digits is None:
            raise BadInput("message-number-not-allowed")
        now = self._clock()
        for call, begun in self._calls.items():
            if (begun.message, begun.extension) == (message_id, person.extension) and now - begun.at < SAME_CALL:
                return wire.CallBegun(call)
        beginning = self._beginning.get((message_id, person.extension))
        if beginning is None:
            # A task of its own: the first asker's connection may break while database and PBX are asked.
            begin = self._begin_call(
                caller, person, RingingCall(uuid.uuid4().hex, message_id, person.extension, way.value, now), digits
            )
            beginning = self._beginning[message_id, person.extension] = aside(begin)
            beginning.add_done_callback(lambda _: self._beginning.pop((message_id, person.extension)))
        return await asyncio.shield(beginning)

    async def _begin_call(self, caller: Caller, person: Person, ringing_call: RingingCall, digits: str) -> wire.CallBegun:
        now, way = ringing_call.at, Way(ringing_call.way)
        try:
            await self._store.write(
                self._board.moment().given(lambda change: self._begin(change, caller, person, ringing_call, way, now))
            )
        except Conflict as refusal:
            raise with_name(self._board, refusal) from None
        try:
            call = await now_or_never(self._pbx.place_call(person.extension, digits))
        except PresenceError:
            await self._store.write(lambda change: ringing.end_ringing(change, ringing_call.id))
            raise
        self._calls[call] = ringing_call
        if call in self._early:
            await self.ended(call, *self._early.pop(call))
        return wire.CallBegun(call)

    def rename(self, named: Callable[[str], str]) -> None:
        """People left their extensions: what `named` says stands in their place when their calls end."""
        self._calls = {call: replace(one, extension=named(one.extension)) for call, one in self._calls.items()}

    async def ended(self, call_id: str, outcome: Outcome, talked: float) -> None:
        """The PBX says how a call that it was asked for ended."""
        ringing_call = self._calls.pop(call_id, None)
        if ringing_call is None:
            self._early[call_id] = (outcome, talked)
            while len(self._early) > EARLY:
                self._early.popitem(last=False)
            return
        attempt = Attempt(self._clock(), ringing_call.extension, outcome, talked if outcome is Outcome.ANSWERED else None)
        await self._note(_Noting(ringing_call.message, attempt, Way(ringing_call.way), ringing_call.id))

    async def rang_from_phone(self, rang: RangFromPhone) -> None:
        """Somebody dialled the code for callbacks on the phone, and the first that waits was rung; exactly once however often
        it is told. Raises Unavailable when PBX or store cannot be reached: then the PBX's journal still has it."""
        message = self._meant(rang)
        if message is None:
            log.info("call-of-no-message", extension=rang.extension)
        else:
            outcome, now = rang.outcome, self._clock()
            talked = rang.talked if outcome is Outcome.ANSWERED else None
            attempt = Attempt(min(rang.at, now), rang.extension, outcome, talked)
            noting = _Noting(message.id, attempt, Way.PHONE, None)

            def work(change: Transaction) -> None:
                if idempotency.claim(change, JOURNAL, f"rang-{rang.key}", b"rang", now=now):
                    self._attempt(change, noting, now)

            await self._store.write(self._board.moment().given(work))
        await self._pbx.forget_rang(rang.key)

    async def lost(self) -> None:
        """The PBX is gone, and with it the word of how the calls end that it had begun."""
        calls, self._calls = list(self._calls.values()), {}
        for each in calls:
            await self._note(_unknown(each))

    async def catch_up(self) -> None:
        """At the start: calls of a hub that was stopped before they ended."""
        for each in await self._store.read(ringing.read_ringing):
            await self._note(_unknown(each))

    async def retry(self) -> None:
        """Note what the database could not take when it ended, and calls of whose end nothing was ever heard."""
        for call, begun in list(self._calls.items()):
            if self._clock() - begun.at > LONGEST_CALL:
                await self._note(_unknown(self._calls.pop(call)))
        for _ in range(len(self._unsaved)):
            await self._note(self._unsaved.popleft())

    def _begin(self, change: Transaction, caller: Caller, person: Person, call: RingingCall, way: Way, now: datetime) -> None:
        message = there(change, call.message)
        lent = delegations.read_lent(change.sql, caller.person, Right.MESSAGES, today(now, change.known.worktime))
        actor = actor_of(change.known, caller, message, lent)
        way = Way.DELEGATE if by_leave(change.known, caller, message, lent) else way
        if not message.open:
            raise Conflict("message-step-impossible", step=Step.TRY.value, stage=message.stage.value)
        if not is_concerned(message, actor):
            raise Forbidden("message-not-yours")
        if message.taker not in (None, person.extension) and not lends(change.known, message, lent):
            raise Conflict("message-taken", by=message.taker)
        if message.to.is_group and message.taker is None:
            self._book.step(change, message, Act(Step.TAKE), actor, version=message.version, way=way, now=now)
        ringing.put_ringing(change, call)
        told = {"by": person.extension, "about": whose(message), "way": way.value, "subject": message.id}
        change.audit(AuditAct.RING_MESSAGE, now=now, **told)

    def _meant(self, rang: RangFromPhone) -> CallbackMessage | None:
        """The message that was open then and whose caller has the number that was rung, the first due of several."""
        extension, number = rang.extension, rang.number
        person, told = self._board.people.get(extension), told_number(number, self._board)
        ended_by = rang.at + JOURNAL_STEP
        if person is None:
            return None
        found = [
            message
            for message in self._book.open.values()
            if message.responsible == extension
            and message.made_at < ended_by
            and (message.party.number == told or number_to_dial(self._board, message.party.number, person) == number)
        ]
        return min(found, key=lambda message: (message.due, message.made_at, message.id), default=None)

    async def _note(self, noting: _Noting) -> None:
        now = self._clock()

        def work(change: Transaction) -> None:
            if noting.call is not None and not ringing.end_ringing(change, noting.call):
                return
            self._attempt(change, noting, now)

        try:
            await asyncio.shield(self._store.submit(self._board.moment().given(work)))
        except Unavailable as refusal:
            self._unsaved.append(noting)
            log.warning("attempt-not-saved", trouble=refusal.code)

    def _attempt(self, change: Transaction, noting: _Noting, now: datetime) -> None:
        message = messages.read_message(change.sql, noting.message)
        if message is not None:
            after = attempted(message, noting.attempt, extension=noting.attempt.by)
            outcome = noting.attempt.outcome.value
            at = noting.attempt.at if noting.call is None else now
            step = StepRecord(at, Step.TRY.value, noting.attempt.by, noting.way.value, outcome)
            self._book.record(change, message, after, step, now=now)


def _unknown(call: RingingCall) -> _Noting:
    return _Noting(call.message, Attempt(call.at, call.extension, Outcome.UNKNOWN), Way(call.way), call.id)
