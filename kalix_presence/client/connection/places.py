"""The places of one server as its setting names them: addresses as they stand, and what DNS says of a name of a service."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from kalix_presence.client.connection.address import is_service, server_addresses
from kalix_presence.client.connection.turns import Place, Turns
from kalix_presence.model.errors import Unavailable

AGAIN = 30.0
"""Seconds between two questions to a DNS that has not answered, while there are other places to ask."""


class Places:
    """`server` is the setting. Nobody is asked before `ready`. Raises BadInput as `server_addresses`."""

    def __init__(self, server: str, *, first: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self.entries = server_addresses(server)
        self._clock = clock
        self._named = [Place(each) for each in self.entries if not is_service(each)]
        self._told: dict[str, list[Place]] = {}
        self._due: dict[str, float] = {each: 0.0 for each in self.entries if is_service(each)}
        self._asking: asyncio.Task[None] | None = None
        self._fault: Unavailable | None = None
        self.turns = Turns(self._named, first=first, clock=clock)

    @property
    def alone(self) -> bool:
        """Whether the server has one address and no other, ever."""
        return len(self.entries) == 1 and not self._due

    async def ready(self) -> Turns:
        """The turns, with what DNS says of the services; it is asked when the program begins, and once its answer is over where
        a hub does not answer. An answer that is not to be had leaves the one before, and where there are places to ask nobody
        waits for it.

        Raises Unavailable as `look_up` where there is no place at all.
        """
        if self._due and self._is_due():
            if self._asking is None or self._asking.done():
                self._asking = asyncio.ensure_future(self._look_up())
            if not self.turns.addresses:
                await asyncio.shield(self._asking)
        if not self.turns.addresses and self._fault is not None:
            raise self._fault
        return self.turns

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})

    def _is_due(self) -> bool:
        now = self._clock()
        return not self.turns.addresses or any(
            now >= due and (name not in self._told or self.turns.troubled) for name, due in self._due.items()
        )

    async def _look_up(self) -> None:
        from kalix_presence.client.connection.lookup import look_up

        for name in self._due:
            try:
                self._told[name], seconds = await look_up(name)
            except Unavailable as caught:
                self._fault, seconds = caught, AGAIN
            self._due[name] = self._clock() + seconds
        self.turns.set_places([*self._named, *(place for told in self._told.values() for place in told)])
