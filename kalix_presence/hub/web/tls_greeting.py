"""A connection until it is encrypted: let in and counted from its first moment, and given only so long for its handshake."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.hub.web.front_door import FrontDoor

Arrived = Callable[[], object]


class TlsGreeting(asyncio.Protocol):
    """Hands the encrypted connection to the protocol that `speak` makes, which calls what it is given once it has it.

    asyncio itself tells nobody of a connection before its handshake is done, and waits a minute for that: whoever never
    finished it would hold a place that nobody counts.
    """

    answering = False

    def __init__(self, context: ssl.SSLContext, door: FrontDoor, speak: Callable[[Arrived], asyncio.Protocol]) -> None:
        self._context, self._door, self._speak = context, door, speak
        self._arrived = False
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has come: they may greet when there is room."""
        loop, peer = asyncio.get_running_loop(), transport.get_extra_info("peername")
        if not self._door.admit(self, peer[0] if peer else "", now=loop.time()):
            self._door.refuse("connections-full", now=loop.time())
        else:
            # A socket of its own, for a transport that reads encrypted bytes from the first one on; this one reads none.
            plain = transport.get_extra_info("socket")
            own = socket.fromfd(plain.fileno(), plain.family, plain.type)
            self._task = aside(self._greet(loop, own))
            self._task.add_done_callback(lambda _: self._ended(own))  # also of one that was evicted before it began
        cast(asyncio.Transport, transport).abort()

    def evict(self) -> None:
        """Somebody else needs the place."""
        if self._task is not None:
            self._task.cancel()

    def _made(self) -> None:
        self._arrived = True
        self._door.remove(self)

    async def _greet(self, loop: asyncio.AbstractEventLoop, own: socket.socket) -> None:
        own.setblocking(False)
        patience, why = self._door.limits.request_seconds, ""
        try:
            await loop.connect_accepted_socket(
                lambda: self._speak(self._made), own, ssl=self._context, ssl_handshake_timeout=patience
            )
        except ConnectionAbortedError:  # asyncio's and uvloop's word for: not in time
            why = "handshake-slow"
        except OSError:  # an SSLError is one, too
            why = "handshake-failed"
        if why and not self._arrived:
            self._door.refuse(why, now=loop.time())

    def _ended(self, own: socket.socket) -> None:
        if not self._arrived:
            self._door.remove(self)
            with suppress(OSError):
                own.close()
