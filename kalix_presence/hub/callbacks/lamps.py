"""The message lamps of desk phones: lit while something waits for the person, and whom the code for callbacks rings first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.book import MessageBook
from kalix_presence.hub.callbacks.caller_numbers import number_to_dial
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.store import Store, Transaction, lamps
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.callback import CallbackMessage
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.message-lamps")

LINGER = 0.05
"""Seconds in which changes for one phone become one."""
AFTER_TROUBLE = 5.0


class MessageLampService:
    """Follows the open messages of each person. Which lamps are lit is kept, so that one whose last message was done while the
    PBX was away, or just before the hub was killed, goes out nevertheless."""

    def __init__(self, board: Board, store: Store, book: MessageBook, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._pbx, self._clock = board, store, pbx, clock
        self._theirs: dict[str, dict[str, CallbackMessage]] = {}
        self._shown: dict[str, tuple[int, str]] = {}
        self._changed: set[str] = set()
        self._wake = asyncio.Event()
        self._book = book
        book.listen(self._took)

    def load(self) -> None:
        """Count the open messages; at the start."""
        for message in self._book.open.values():
            self._count(message)

    async def ready(self) -> None:
        """The PBX is there (again) and knows of no lamp: show all that are lit, and put out those that should not be."""
        self._shown.clear()
        lit = await self._store.read(lamps.read_lit)
        self._changed |= lit | self._theirs.keys()
        self._wake.set()

    async def run(self) -> None:
        """Follow until cancelled; only with a PBX that has such lamps."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(LINGER)
            self._wake.clear()
            if not await self._show_changed():
                await asyncio.sleep(AFTER_TROUBLE)
                self._wake.set()

    async def _show_changed(self) -> bool:
        """Bring what changed to the PBX; False when it is away: what is left is tried again."""
        while self._changed:
            extension = self._changed.pop()
            try:
                wanted = self._wanted(extension)
                if self._shown.get(extension) == wanted:
                    continue
                if wanted[0]:
                    self._keep(lambda change, one=extension: lamps.put_lit(change, one))  # type: ignore[misc]
                await self._pbx.message_lamp(extension, *wanted)
                if not wanted[0]:
                    self._keep(lambda change, one=extension: lamps.forget_lit(change, one))  # type: ignore[misc]
            except Unavailable as refusal:
                self._changed.add(extension)
                log.info("message-lamp-waits", trouble=refusal.code)
                return False
            except Exception as fault:  # noqa: BLE001  (one phone's lamp must not keep all others dark)
                log.error("message-lamp-failed", extension=extension, **described(fault))
                continue
            self._shown[extension] = wanted
        return True

    def _keep(self, work: Callable[[Transaction], None]) -> None:
        """Nobody waits for this: it is durable before any later step of a message is."""
        self._store.submit(work, patient=True).add_done_callback(lambda done: done.cancelled() or done.exception())

    def _wanted(self, extension: str) -> tuple[int, str]:
        """How many wait for the person, and the number of the first that may be rung now."""
        theirs, person = self._theirs.get(extension, {}), self._board.people.get(extension)
        if person is None:
            return 0, ""
        now = self._clock()

        def turn(each: CallbackMessage) -> tuple[object, ...]:
            return (each.later is not None and each.later > now, each.due, each.made_at, each.id)

        in_turn = sorted(theirs.values(), key=turn)
        numbers = (number_to_dial(self._board, each.party.number, person) for each in in_turn)
        return len(theirs), next((number for number in numbers if number), "")

    def _took(self, before: CallbackMessage | None, message: CallbackMessage) -> None:
        if before is not None and before.responsible is not None:
            theirs = self._theirs.get(before.responsible, {})
            theirs.pop(before.id, None)
            if not theirs:
                self._theirs.pop(before.responsible, None)
            self._changed.add(before.responsible)
        self._count(message)
        self._wake.set()

    def _count(self, message: CallbackMessage) -> None:
        if message.open and message.responsible is not None:
            self._theirs.setdefault(message.responsible, {})[message.id] = message
            self._changed.add(message.responsible)
