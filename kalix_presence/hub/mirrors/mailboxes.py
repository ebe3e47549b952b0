"""A mailbox that begins to say that its person is away asks the person about the phone; it never makes anybody absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.mirrors")

ASKED_AGAIN = timedelta(hours=12)
"""Somebody is asked no sooner than this, however often a mailbox changes its mind."""


class MailboxQuestions:
    """`ours` says whose (by identity) reply the hub has written itself. What stood there when the hub began asks nobody."""

    def __init__(
        self, board: Board, store: Store, event_bus: EventBus, ours: Callable[[str], bool], *, clock: Callable[[], datetime]
    ) -> None:
        self._board, self._store, self._event_bus, self._ours, self._clock = board, store, event_bus, ours, clock
        self._said: dict[str, bool] = {}
        self._asked: dict[str, datetime] = {}

    def take_in(self, seen: Mapping[str, bool]) -> None:
        """Whether the mailbox of each of these people (by identity) says that they are away."""
        for one, away in seen.items():
            before, self._said[one] = self._said.get(one), away
            person = self._board.identities.get(one)
            if away and before is False and person is not None and self._asks(person):
                self._asked[one] = self._clock()
                aside(self._ask(person))

    def _asks(self, person: Person) -> bool:
        if self._board.held_by(person.extension) is not None or self._ours(person.id):
            return False
        at = self._asked.get(person.id)
        return at is None or self._clock() - at >= ASKED_AGAIN

    async def _ask(self, person: Person) -> None:
        now = self._clock()

        def work(change: Transaction) -> None:
            event = wire.MailboxAway(change.next_number(), now, person.extension)
            self._event_bus.record(change, addressed(event, frozenset({person.extension})), now=now)

        try:
            await self._store.write(work)
        except Unavailable as refusal:
            self._asked.pop(person.id, None)
            log.warning("mailbox-not-asked", trouble=refusal.code)
