"""Calls nobody answered become callbacks: taken over from the PBX's journal, durable first, forgotten there after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.book import MessageBook
from kalix_presence.hub.callbacks.caller_numbers import is_ours, party_of, told_number
from kalix_presence.hub.callbacks.hours import due_for
from kalix_presence.hub.pbx.protocol import CallRecord, Pbx, Talked
from kalix_presence.hub.store import Store, Transaction, idempotency, messages
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import (
    SWITCHBOARD,
    Addressee,
    AddresseeKind,
    CallbackMessage,
    Source,
    reached,
    renewed,
)
from kalix_presence.model.missed import becomes_callback, closes, is_same
from kalix_presence.model.present_call import CallEndedBy

log = structlog.get_logger("kalix.missed")

JOURNAL = "pbx"
"""Whose idempotency keys the journal's are."""
NOBODY = ""
"""Who is noted as having made an entry: nobody took it down."""


class MissedCalls:
    """One entry per caller and hour, with a count, for the person first called; the switchboard's where there is no person."""

    def __init__(self, board: Board, store: Store, book: MessageBook, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._book, self._pbx, self._clock = board, store, book, pbx, clock

    async def note_call(self, record: CallRecord) -> None:
        """Take one call over, exactly once however often it is told. Raises `Unavailable` when PBX or database cannot be
        reached: then the PBX's journal still has it."""
        number = told_number(record.caller, self._board)
        if not record.internal and is_ours(number, self._board):
            number = (
                ""  # claimed by somebody outside: whoever has the extension has not called, and nobody else can be rung there
            )
        asked = record.kind == Source.ASKED
        policy = self._board.policy
        if becomes_callback(
            asked=asked,
            number=number,
            internal=record.internal,
            waited=record.waited,
            policy=policy,
            gave_up=record.ended_by == CallEndedBy.CALLER,
        ):
            await self._store.write(self._board.moment().given(lambda change: self._enter(change, record, number, asked=asked)))
        await self._pbx.forget_call(record.key)

    async def talked(self, event: Talked) -> None:
        """Somebody was spoken to: a missed call of theirs closes by itself. Raises `Unavailable` when PBX or database cannot be
        reached; what the PBX's journal keeps is told again then."""
        number, now, policy = told_number(event.number, self._board), self._clock(), self._board.policy
        now = min(now, event.at) if event.at is not None else now

        def is_closed(message: CallbackMessage) -> bool:
            return closes(message, event.extension, number, event.seconds, now, policy)

        def work(change: Transaction, message_id: str) -> None:
            message = messages.read_message(change.sql, message_id)
            if message is not None and is_closed(message):
                after = reached(message, by=event.extension, now=now)
                way = "outward" if event.outward else "inward"
                step = StepRecord(now, "reached", event.extension, Way.PHONE.value, way)
                self._book.record(change, message, after, step, now=now)

        for message in [each for each in self._book.open.values() if is_closed(each)]:
            await self._store.write(
                self._board.moment().given(lambda change, message_id=message.id: work(change, message_id))  # type: ignore[misc]
            )
        if event.key:
            await self._pbx.forget_conversation(event.key)

    def _enter(self, change: Transaction, record: CallRecord, number: str, *, asked: bool) -> None:
        now = self._clock()
        at = min(record.at, now)
        if not idempotency.claim(change, JOURNAL, f"call-{record.key}", b"call", now=now):
            return
        to = _addressed(change.known, record.extension)
        due = due_for(change.known, to, at)
        step = StepRecord(at, record.kind, NOBODY, Way.PHONE.value, record.where)
        entries = messages.read_unanswered(change.sql, to.code, number)
        before = next((each for each in entries if each.to == to and is_same(each, number, at)), None)
        if before is not None:
            self._book.record(change, before, renewed(before, due=due, asked=asked), step, now=now)
            return
        message = CallbackMessage(
            id=hashlib.sha256(f"{JOURNAL}\0{record.key}".encode()).hexdigest()[:32],
            to=to,
            party=party_of(change.known, name="", number=number, organisation=""),
            made_by=NOBODY,
            made_at=at,
            due=due,
            source=Source.ASKED if asked else Source.MISSED,
        )
        self._book.record(change, None, message, step, now=now)


def _addressed(known: Known, extension: str) -> Addressee:
    """The person first called; the switchboard for its own number, and for an extension that nobody has any more."""
    return Addressee(AddresseeKind.PERSON, extension) if extension in known.people else SWITCHBOARD
