"""Sends copies of callback messages to people who are away and want them: durably queued, tried again, never twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

import phonenumbers
import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.book import MessageBook
from kalix_presence.hub.callbacks.caller_numbers import number_to_dial, read_number
from kalix_presence.hub.callbacks.copies.delivery import Copy, CopySender, Delivery
from kalix_presence.hub.callbacks.copies.texts import letter_of, short_of, subject_of
from kalix_presence.hub.store import Store, Transaction, copies, messages
from kalix_presence.hub.store.copies import GIVEN_UP, WantedCopy
from kalix_presence.hub.store.messages import COPY_STEP, StepRecord
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import AddresseeKind, CallbackMessage
from kalix_presence.model.copies import CopyChannel, channels_for
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Unavailable

log = structlog.get_logger("kalix.copies")

FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)
MOST_TRIES = 8
ROUND_SECONDS = 20.0
UNSURE = Delivery.UNSURE.value


class CopyQueue:
    """A copy is wanted in the transaction of the message itself, and goes only to the person's own address in the directory.

    `on_end` is called with the way and how it ended: the metric.
    """

    def __init__(
        self,
        board: Board,
        store: Store,
        book: MessageBook,
        senders: Mapping[CopyChannel, CopySender],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._board, self._store, self._senders, self._clock = board, store, senders, clock
        self._alarms = {channel: AlarmClock(clock, longest=ROUND_SECONDS) for channel in senders}
        self.on_end: Callable[[str, str], None] = lambda channel, delivery: None
        if senders:
            book.join(self._want)

    def start(self, supervised: Supervised) -> None:
        """Begin a worker for each way, so that a mail server that hangs keeps no SMS waiting."""
        for channel in self._senders:
            supervised.run(f"copies-{channel.value}", partial(self._run, channel), vital=False)

    async def load(self) -> None:
        """At the start: what was being sent when the hub was stopped may have been taken."""
        unsure = await self._store.write(lambda change: copies.end_unsure(change, UNSURE))
        if unsure:
            log.warning("copies-unsure", count=unsure)

    async def send_due(self, channel: CopyChannel) -> None:
        """Send what is to be sent by `channel` now."""
        now = self._clock()
        for wanted in await self._store.read(lambda sql: copies.read_due(sql, channel.value, now=now)):
            if await self._store.write(lambda change, one=wanted.id: copies.begin_sending(change, one)):  # type: ignore[misc]
                sent = False
                with apart("copy-failed", channel=channel.value):
                    await self._send(channel, wanted)
                    sent = True
                if not sent:  # whether it was taken nobody can say, and nothing is sent twice
                    await self._store.write(lambda change, one=wanted.id: copies.end_copy(change, one, UNSURE))  # type: ignore[misc]

    async def _run(self, channel: CopyChannel) -> None:
        async def do_due(now: datetime) -> None:
            try:
                await self.send_due(channel)
            except Unavailable as refusal:
                log.warning("copies-wait", trouble=refusal.code)

        await self._alarms[channel].run(do_due)

    async def _send(self, channel: CopyChannel, wanted: WantedCopy) -> None:
        message = await self._store.read(lambda sql: messages.read_message(sql, wanted.message))
        person = self._board.people.get(wanted.extension)
        to = None if person is None else address(self._board, person, channel)
        if message is None or person is None or to is None or not message.open:
            await self._store.write(lambda change: copies.end_copy(change, wanted.id, GIVEN_UP))
            return
        text = (
            letter_of(self._board, message, person) if channel is CopyChannel.MAIL else short_of(self._board, message, person)
        )
        copy = Copy(f"{message.id}.{wanted.id}", to, subject_of(self._board, message, person), text)
        delivery = await asyncio.to_thread(self._senders[channel].send, copy)
        await self._store.write(lambda change: self._note(change, wanted, channel, delivery))

    def _note(self, change: Transaction, wanted: WantedCopy, channel: CopyChannel, delivery: Delivery) -> None:
        now, tries = self._clock(), wanted.tries + 1
        if delivery is Delivery.LATER and tries < MOST_TRIES:
            copies.try_again(change, wanted.id, at=now + min(FIRST_REST * 2**wanted.tries, LONGEST_REST))
            return
        state = GIVEN_UP if delivery is Delivery.LATER else delivery.value
        copies.end_copy(change, wanted.id, state)
        if delivery is Delivery.SENT:
            step = StepRecord(now, COPY_STEP, wanted.extension, Way.UNKNOWN.value, channel.value)
            messages.note_step(change, wanted.message, step)
        change.after_commit(lambda: self._ended(channel, state))

    def _ended(self, channel: CopyChannel, state: str) -> None:
        if state != Delivery.SENT:
            log.error("copy-not-sent", channel=channel.value, outcome=state)
        self.on_end(channel.value, state)

    def _want(self, change: Transaction, before: CallbackMessage | None, message: CallbackMessage, now: datetime) -> None:
        if message.to.kind is not AddresseeKind.PERSON or (before is not None and before.responsible == message.responsible):
            return
        known = change.known
        person = known.people.get(message.to.code)
        held = known.held_by(message.to.code)
        if person is None or held is None or message.made_by == person.extension:
            return
        chosen = channels_for(known.reason_of(held), known.preferences_of(person.extension), known.policy)
        for channel in chosen:
            if channel in self._senders and address(known, person, channel) is not None:
                copies.want_copy(change, message.id, person.extension, channel.value, now=now)
                change.after_commit(self._alarms[channel].ring)


def address(board: Known, person: Person, channel: CopyChannel) -> str | None:
    """Where copies for `person` go: their own e-mail address, or mobile number in E.164; None where there is none of use."""
    if channel is CopyChannel.MAIL:
        return person.email or None
    try:
        number = read_number(person.mobile, board)
    except BadInput:
        return None
    # What may not be dialled gets no SMS either: premium numbers cost too.
    allowed = number.startswith("+") and number_to_dial(board, person.mobile, person) is not None
    return number if allowed and phonenumbers.is_possible_number(phonenumbers.parse(number)) else None
