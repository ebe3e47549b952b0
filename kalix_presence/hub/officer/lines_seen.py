"""Looks which telephones have been connected at all, so that one that never was is known; nobody's calls are looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.store import Store, Transaction, lines_seen
from kalix_presence.hub.store.lines_seen import LineSeen
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState

log = structlog.get_logger("kalix.officer")

LOOK = timedelta(minutes=10)
CONNECTED = frozenset({LineState.IDLE, LineState.RINGING, LineState.BUSY})


class LinesSeen:
    """What is committed, as it was read last; a change of a line is looked at as soon as it is told."""

    def __init__(self, board: Board, store: Store, pbx: Pbx, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._pbx = board, store, pbx
        self._alarm = AlarmClock(clock)
        self._seen: dict[str, LineSeen] = {}
        self._told: set[str] = set()

    def of(self, extension: str) -> LineSeen | None:
        """What is known of one; None: nobody has looked yet."""
        return self._seen.get(extension)

    def told(self, extension: str, line: LineState) -> None:
        """The PBX tells how a line is now: one that is connected for a moment counts."""
        known = self._seen.get(extension)
        if line in CONNECTED and (known is None or not known.connected):
            self._told.add(extension)
            self._alarm.ring()

    def ready(self) -> None:
        """The PBX is there, or has other telephones."""
        self._alarm.ring()

    async def run(self) -> None:
        """Look now and then, until cancelled."""
        await self._alarm.run(self.look)

    async def look(self, now: datetime) -> datetime | None:
        """Note which telephones are connected, and begin to look at new ones; when to look again."""
        if self._pbx.connected and self._pbx.capabilities.line_states:
            try:
                await self._note({name for name, line in (await self._pbx.lines()).items() if line in CONNECTED}, now)
            except Unavailable as refusal:
                log.warning("lines-not-looked-at", trouble=refusal.code)
        return now + LOOK

    async def read(self) -> None:
        """Take in what is committed."""
        self._seen = await self._store.read(lines_seen.read_seen)

    async def _note(self, connected: set[str], now: datetime) -> None:
        told, self._told = self._told, set()
        ours = await self._pbx.phone_accounts()
        await self.read()
        known = self._seen
        looked = self._board.people.keys() | ours
        fresh = looked - known.keys()
        were = {name for name in looked & (connected | told) if name in fresh or not known[name].connected}
        if not fresh and not were:
            return

        def work(change: Transaction) -> None:
            lines_seen.begin_looking(change, fresh, now=now)
            lines_seen.were_connected(change, were)

        try:
            await self._store.write(work)
        except Unavailable:
            self._told |= told
            raise
        await self.read()
