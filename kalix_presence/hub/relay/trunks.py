"""The trunk that is open now, opened when the first stream wants it; and what is told to its other side."""

from __future__ import annotations

import asyncio

import structlog

from kalix_presence.hub.hubs.leader import Leader
from kalix_presence.hub.relay import between, framing
from kalix_presence.hub.relay.leader_link import Asked, BrokenOff, LeaderLink, NotReached
from kalix_presence.hub.relay.signing import PassedOn
from kalix_presence.hub.relay.trunk import Trunk
from kalix_presence.hub.supervision.request_record import new_id
from kalix_presence.hub.supervision.supervised import aside, end
from kalix_presence.model.errors import Unavailable

GATHER_SECONDS = 0.05
"""Between a reader's end and its being told: those that end together are told of together."""
AT_ONCE = 50_000

log = structlog.get_logger("kalix.trunk")


class Trunks:
    """One trunk at a time, to whoever leads. `most` bytes may be unsent to one reader."""

    def __init__(self, link: LeaderLink, most: int) -> None:
        self._link, self._most = link, most
        self._trunk: Trunk | None = None
        self._held: asyncio.Task[None] | None = None
        self._opening = asyncio.Lock()
        self._gone: set[int] = set()
        self._some = asyncio.Event()
        self._delivered = 0
        self.cut_off = 0
        self.broken = 0

    def __len__(self) -> int:
        return 0 if self._trunk is None else len(self._trunk)

    @property
    def delivered(self) -> int:
        """Frames written to streams."""
        return self._delivered + (self._trunk.delivered if self._trunk is not None else 0)

    async def to(self, leader: Leader) -> Trunk:
        """The trunk to `leader`. Raises NotReached and BrokenOff while there can be none."""
        async with self._opening:
            if self._trunk is not None and not self._trunk.lost and self._trunk.leader == leader:
                return self._trunk
            if self._held is not None:
                await end([self._held])
            self._gone.clear()
            trunk = self._trunk = Trunk(leader, self._most, self._tell_gone, self._count_cut_off)
            opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._held = aside(self._hold(trunk, opened))
            await opened
            return trunk

    async def tell(self) -> None:
        """Tell the other side whose connections have ended, until cancelled."""
        while True:
            await self._some.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._some.clear()
            trunk, told = self._trunk, sorted(self._gone)[:AT_ONCE]
            if trunk is None or trunk.lost or not told:
                continue
            try:
                await self._say_gone(trunk, framing.packed(told))
            except (NotReached, BrokenOff, Unavailable):
                self._some.set()
            else:
                self._gone.difference_update(told)
                if self._gone:
                    self._some.set()

    async def stop(self) -> None:
        """End all streams."""
        if self._held is not None:
            await end([self._held])

    async def _hold(self, trunk: Trunk, opened: asyncio.Future[None]) -> None:
        asked = Asked("GET", between.TRUNK.encode(), [(b"host", b"hub")], b"", PassedOn("", "http", new_id(), trunk.name))
        fault: Exception = NotReached()
        try:
            async with self._link.asked(trunk.leader, asked) as answer:
                if answer.status != 200:
                    raise NotReached
                opened.set_result(None)
                await trunk.read(answer.pieces())
        except (NotReached, BrokenOff, Unavailable) as broken:
            fault = broken
        finally:
            if len(trunk):
                self.broken += 1
                log.warning("trunk-broken", streams=len(trunk))
            self._delivered += trunk.delivered
            trunk.delivered = 0
            trunk.lose()
            if not opened.done():
                opened.set_exception(fault)

    async def _say_gone(self, trunk: Trunk, body: bytes) -> None:
        told = PassedOn("", "http", new_id(), trunk.name)
        headers = [(b"host", b"hub"), (b"content-length", b"%d" % len(body))]
        asked = Asked("POST", between.GONE.encode(), headers, body, told, signed_body=True)
        async with self._link.asked(trunk.leader, asked) as answer:
            await answer.whole()

    def _tell_gone(self, number: int) -> None:
        self._gone.add(number)
        self._some.set()

    def _count_cut_off(self) -> None:
        self.cut_off += 1
