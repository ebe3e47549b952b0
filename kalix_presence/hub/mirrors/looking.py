"""Looks again and again at what stands in another program: what is told without being asked may stop any day, unnoticed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

import structlog

from kalix_presence.hub.mirrors.protocol import Seen
from kalix_presence.hub.mirrors.teller import TOGETHER, Teller
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.mirrored import Part

log = structlog.get_logger("kalix.mirrors")

SOON = timedelta(hours=1)
"""What ends within this is looked at once more by the minute: what has no end is told anew before it goes by itself."""


class Looking:
    """`run` until cancelled. `last` is when everybody was seen last (aware); None before that."""

    def __init__(
        self, teller: Teller, *, poll_seconds: float, clock: Callable[[], datetime], steady: Callable[[], float]
    ) -> None:
        self._teller, self._poll, self._clock, self._steady = teller, poll_seconds, clock, steady
        self.last: datetime | None = None
        self.on_seen: Callable[[Mapping[str, Seen]], None] = lambda seen: None
        """Hears what each person does there."""

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                if await self.look():
                    self.last = self._clock()
            except Unavailable as refusal:
                log.warning("mirror-not-kept", mirror=self._teller.mirror.name, trouble=refusal.code)
            await asyncio.sleep(self._poll)

    async def look(self) -> bool:
        """See everybody who is told of once; False when not everybody was seen. Raises Unavailable `store-unwritable`."""
        teller = self._teller
        people = {account: person for person in teller.wanted.everybody() if (account := teller.account_of(person))}
        people |= {one.account: person for (person, _), one in teller.ledger.known.items()}
        for accounts in _in_parts(sorted(people), teller.mirror.most):
            if not teller.budget.take(teller.mirror.cost, self._steady()):
                return False
            try:
                seen = await teller.mirror.observe(accounts)
            except PresenceError as refusal:
                teller.rest(refusal)
                return False
            teller.well()
            by_person = {people[account]: one for account, one in seen.items() if account in people}
            self.on_seen(by_person)
            await self._take_in(by_person)
        await self._near_their_end()
        await teller.ledger.forget_what_is_over(self._clock(), but=teller.seen_over)
        return True

    async def _take_in(self, seen: Mapping[str, Seen]) -> None:
        if Part.TEXT not in self._teller.mirror.parts:
            return
        teller, now = self._teller, self._clock()
        own: list[str] = []
        for person, one in seen.items():
            key = (person, Part.TEXT)
            ours = bool(one.text) and teller.ledger.is_ours(key, one.text, now)
            if one.text and not ours:
                teller.theirs.add(person)
                # Where we wrote a moment ago, it may be what stood there before that.
                own += [] if teller.ledger.written_lately(key, now) else [person]
            elif person in teller.theirs:
                teller.theirs.discard(person)
                teller.mark(person)
            if ours and key in teller.ledger.known and teller.ledger.standing(key, now) is None:
                teller.take_back(key)
        await teller.ledger.forget((person, Part.TEXT) for person in own)

    async def _near_their_end(self) -> None:
        now = self._clock()
        for place, (key, one) in enumerate(list(self._teller.ledger.known.items()), 1):
            if now < one.until <= now + SOON:
                self._teller.mark(key[0])
            if place % TOGETHER == 0:
                await asyncio.sleep(0)


def _in_parts(accounts: list[str], most: int) -> Iterator[list[str]]:
    for place in range(0, len(accounts), most):
        yield accounts[place : place + most]
