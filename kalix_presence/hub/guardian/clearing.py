"""The guardian's own work: a forward that stands past its end is cleared, if it is still the one that the hub had written."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog

from kalix_presence.hub.guardian.ends import End, Ends
from kalix_presence.hub.pbx.capabilities import ReadBack
from kalix_presence.hub.pbx.protocol import DamagedRule, Pbx
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.forwarding import ForwardingRule

GRACE = timedelta(seconds=5)
"""What the hub has to end it itself."""
LOOK_SECONDS = 1.0
RETRY_SECONDS = 2.0
RETRY_CAP_SECONDS = 30.0
AT_ONCE = 20
"""Extensions that are looked at in the PBX at the same time, where it takes so many."""

log = structlog.get_logger("kalix.guardian")


class Clearing:
    """Never writes a forward, and clears only one that it knows again. `clock` gives aware UTC instants.

    What the hub tells of an extension waits while that extension is looked at: a rule that is told is never taken for the one
    before it.
    """

    def __init__(self, ends: Ends, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
        self._ends, self._pbx, self._clock = ends, pbx, clock
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._file = asyncio.Lock()
        self._tries: dict[str, tuple[datetime, float]] = {}
        self._pace = asyncio.Semaphore(max(1, min(AT_ONCE, int(pbx.capabilities.writes_per_second))))

    async def count(self) -> int:
        """How many rules are kept."""
        async with self._file:
            return len(self._ends)

    def now(self) -> datetime:
        """Its clock."""
        return self._clock()

    def late(self) -> int:
        """How many extensions have a rule past its end that could not be looked at yet."""
        return len(self._tries)

    async def expect(self, end: End) -> None:
        """The hub is about to write this rule. Returns when it is on the disk; raises what `Ends.keep` does, and OSError."""
        async with self._turns[end.extension]:
            await self.keep([end])

    async def keep(self, ends: Iterable[End]) -> None:
        """The hub wants these rules in the PBX: as `expect`, but none waits for its extension's turn."""
        async with self._file:
            await asyncio.to_thread(self._ends.keep, ends)

    async def drop(self, extension: str, rule_id: str) -> None:
        """The PBX holds the rule of this id no more, nor those before it."""
        async with self._turns[extension]:
            theirs = self._ends.of(extension)
            last = max((at for at, end in enumerate(theirs) if end.id == rule_id), default=-1)
            await self._over(theirs[: last + 1])

    async def run(self) -> None:
        """Look every second for what is past its end, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Once. An extension that cannot be looked at is tried again later, and keeps none of the others."""
        now = self._clock()
        async with self._file:  # another thread adds to them while it is held
            due = {end.extension for end in self._ends.all() if _past(end, now)}
        for extension in self._tries.keys() - due:
            del self._tries[extension]
        ready = sorted(one for one in due if one not in self._tries or self._tries[one][0] <= now)
        await asyncio.gather(*(self._try(one) for one in ready))

    async def _try(self, extension: str) -> None:
        async with self._pace, self._turns[extension]:
            try:
                await self._look_at(extension)
            except (PresenceError, OSError) as fault:
                trouble = {"trouble": fault.code} if isinstance(fault, PresenceError) else described(fault)
                self._again(extension, trouble)
            except Exception as fault:  # noqa: BLE001  (whatever a driver does, the others are looked at)
                self._again(extension, described(fault))
            else:
                self._tries.pop(extension, None)

    def _again(self, extension: str, trouble: dict[str, str]) -> None:
        _, wait = self._tries.get(extension, (None, RETRY_SECONDS / 2))
        wait = min(wait * 2, RETRY_CAP_SECONDS)
        self._tries[extension] = self._clock() + timedelta(seconds=wait), wait
        log.warning("forward-not-cleared", extension=extension, **trouble)

    async def _look_at(self, extension: str) -> None:
        now, theirs = self._clock(), self._ends.of(extension)
        over = [end for end in theirs if _past(end, now)]
        if not over:
            return
        found = await self._pbx.read(extension)
        if isinstance(found, ForwardingRule):
            at = max((at for at, end in enumerate(theirs) if self._is(end, found)), default=-1)
            # One that came after it, and never was written, has said as well until when.
            if at >= 0 and (theirs[at] in over or theirs[-1] in over):
                await self._pbx.remove(extension)
                log.warning("forward-cleared", extension=extension)
                over = [*theirs[: at + 1], *(end for end in theirs[at + 1 :] if end in over)]
        elif isinstance(found, DamagedRule):
            log.warning("forward-of-somebody-else", extension=extension)
        await self._over(over)

    async def _over(self, ends: list[End]) -> None:
        async with self._file:
            await asyncio.to_thread(self._ends.drop, ends)

    def _is(self, end: End, found: ForwardingRule) -> bool:
        if (end.divert, end.target) != (found.divert, found.target):
            return False
        return self._pbx.capabilities.read_back is not ReadBack.RULE or (end.id, end.until) == (found.id, found.until)


def _past(end: End, now: datetime) -> bool:
    return end.until is not None and end.until + GRACE <= now
