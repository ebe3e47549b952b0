"""Calls that were begun a moment ago, by the key of whoever asked: who lost the answer asks again and rings nobody twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kalix_presence import wire
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.idempotency import claim, give_up
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.errors import Conflict, Unavailable

REMEMBERED = timedelta(minutes=10)
"""How long, in memory only: nothing is kept of calls (P13). Who still waits by then asks anew."""
_BEGUN = b"call"
"""What stands with the key where it is kept: nothing of the call."""


@dataclass(frozen=True, slots=True)
class _Begun:
    request: object
    call: asyncio.Future[wire.CallBegun]
    until: datetime


class BegunCalls:
    """By user and key. What was refused is forgotten at once: asked again, it is tried again."""

    def __init__(self, clock: Callable[[], datetime], store: Store | None = None) -> None:
        """Where hubs lead the `store` in turn, a key is taken there too: what the hub before did with it nobody here knows."""
        self._clock = clock
        self._store = store if store is not None and store.database.led else None
        self._begun: dict[tuple[str, str], _Begun] = {}

    async def once(
        self, username: str, key: str | None, request: object, begin: Callable[[], Coroutine[Any, Any, wire.CallBegun]]
    ) -> wire.CallBegun:
        """Begin the call, or hear what became of it when it was begun with the same key; also while it is being begun.

        Raises Conflict `idempotency-key-reused` for another request, Conflict `call-perhaps-begun` where another hub led when
        it was asked for, and what `begin` raises.
        """
        if key is None:
            return await begin()
        now = self._clock()
        self._begun = {one: begun for one, begun in self._begun.items() if begun.until > now}
        known = self._begun.get((username, key))
        if known is None:
            # A task of its own: the first asker's connection may break while the PBX is asked.
            known = _Begun(request, aside(self._taken(username, key, begin)), now + REMEMBERED)
            self._begun[username, key] = known
            known.call.add_done_callback(lambda call: self._forget_refused(username, key, call))
        elif known.request != request:
            raise Conflict("idempotency-key-reused")
        return await asyncio.shield(known.call)

    async def _taken(self, username: str, key: str, begin: Callable[[], Coroutine[Any, Any, wire.CallBegun]]) -> wire.CallBegun:
        store, now = self._store, self._clock()
        if store is None:
            return await begin()
        if not await store.write(lambda change: claim(change, username, key, _BEGUN, now=now)):
            raise Conflict("call-perhaps-begun")
        try:
            return await begin()
        except Exception:
            with suppress(Unavailable):
                await store.write(lambda change: give_up(change, username, key))
            raise

    def _forget_refused(self, username: str, key: str, call: asyncio.Future[wire.CallBegun]) -> None:
        if call.cancelled() or call.exception() is not None:
            self._begun.pop((username, key), None)
