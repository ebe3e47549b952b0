"""The due clock of callbacks (P7): reminds whom the policy names, in its order, each once, also after a restart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.book import MessageBook
from kalix_presence.hub.callbacks.hours import hours_of
from kalix_presence.hub.callbacks.views import reminded_by
from kalix_presence.hub.store import Store, Transaction, messages
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.hub.supervision.faults import apart, described
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import CallbackMessage, reminded
from kalix_presence.model.due import LateStep, next_reminder
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.reminding")

LOOK_AGAIN = timedelta(hours=1)
"""Each open message is looked at this often at least: people change their hours."""
AFTER_TROUBLE = timedelta(seconds=30)
AFTER_FAULT = timedelta(minutes=5)


class CallbackReminders:
    """That a reminder has gone out is part of the message and of the transaction of its event: it is never sent twice."""

    def __init__(self, board: Board, store: Store, book: MessageBook, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._book, self._clock = board, store, book, clock
        self._turns: list[tuple[datetime, str]] = []
        self._turn_of: dict[str, datetime] = {}
        self._alarm = AlarmClock(clock)
        book.listen(self._changed)

    def load(self) -> None:
        """Look at every open message; at the start."""
        for message in self._book.open.values():
            with apart("reminder-failed"):
                self._look_at(message)

    def _changed(self, before: CallbackMessage | None, message: CallbackMessage) -> None:
        self._turn_of.pop(message.id, None)
        if message.open:
            self._look_at(message)

    async def run(self) -> None:
        """Remind until cancelled."""
        await self._alarm.run(self._do_due)

    async def _do_due(self, now: datetime) -> datetime | None:
        await self.remind_due(now)
        return self._turns[0][0] if self._turns else None

    async def remind_due(self, now: datetime) -> None:
        """Send every reminder whose time has come by `now`."""
        while self._turns and self._turns[0][0] <= now:
            turn, message_id = heappop(self._turns)
            if self._turn_of.get(message_id) != turn:
                continue  # a later version of the message has a turn of its own
            del self._turn_of[message_id]
            message = self._book.open.get(message_id)
            if message is None:
                continue
            try:
                if _due(self._board, message, now) is None:
                    self._look_at(message)
                    continue
                await self._store.write(
                    self._board.moment().given(lambda change, one=message_id: self._remind(change, one, now))  # type: ignore[misc]
                )
            except Unavailable as refusal:
                log.error("reminder-not-saved", trouble=refusal.code)
                self._remember_due(now + AFTER_TROUBLE, message_id)
            except Exception as fault:  # noqa: BLE001  (one odd message must not silence all others)
                log.error("reminder-failed", **described(fault))
                self._remember_due(now + AFTER_FAULT, message_id)

    def _remind(self, change: Transaction, message_id: str, now: datetime) -> None:
        message = messages.read_message(change.sql, message_id)
        step = None if message is None else _due(change.known, message, now)
        if message is None or step is None:
            return
        names = reminded_by(change.known, message, step.whom)
        record = StepRecord(now, "remind", "", Way.SCHEDULE.value, step.whom.value)
        self._book.record(change, message, reminded(message), record, now=now, remind=names)

    def _look_at(self, message: CallbackMessage) -> None:
        found = next_reminder(message, policy=self._board.policy, worktime=hours_of(self._board, message))
        if found is not None:
            self._remember_due(min(found[0], self._clock() + LOOK_AGAIN), message.id)

    def _remember_due(self, moment: datetime, message_id: str) -> None:
        """The one turn that counts for this message: those from before are passed over."""
        if self._turn_of.get(message_id) != moment:
            self._turn_of[message_id] = moment
            heappush(self._turns, (moment, message_id))
        self._alarm.ring()


def _due(known: Known, message: CallbackMessage, now: datetime) -> LateStep | None:
    found = next_reminder(message, policy=known.policy, worktime=hours_of(known, message))
    return found[1] if found is not None and found[0] <= now else None
