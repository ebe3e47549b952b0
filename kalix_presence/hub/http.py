"""HTTP as uvicorn speaks it, with a connection that a stream can take over and an answer that leaves in one piece."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "kalix.connection"


class StreamProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; a handler that takes over the connection (`take`) writes to the transport by itself."""

    taken = False
    when_full: Callable[[], object] = staticmethod(lambda: None)
    """Called when more is unsent on a connection that was taken than its transport's limit, in the middle of the write."""

    def on_message_begin(self) -> None:
        """Offer the connection to whoever handles the request."""
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: {"connection": self}}

    def take(self, head: bytes) -> asyncio.Transport:
        """Send the answer's head; from now on the connection belongs to the handler until it is closed.

        Raises ConnectionResetError for one that is gone already.
        """
        try:
            self.transport.write(head)
        except RuntimeError:  # as uvloop says it
            raise ConnectionResetError from None
        self.taken = True
        return self.transport

    @contextmanager
    def in_one_write(self) -> Iterator[None]:
        """Head and body that are sent in the block leave in one piece: one packet, and the client is woken once."""
        cycle, joined = self.cycle, _Joined(self.transport)
        cycle.transport = joined  # type: ignore[assignment]  # as much of one as an answer needs
        try:
            yield
        finally:
            cycle.transport = self.transport
            joined.leave()

    def pause_writing(self) -> None:
        """Too much is unsent."""
        if self.taken:
            self.when_full()
        else:
            super().pause_writing()

    def shutdown(self) -> None:
        """The server stops: a stream has no end of its own to wait for."""
        if self.taken:
            self.transport.close()
        else:
            super().shutdown()


class _Joined:
    """A transport that keeps what is written until it is let go."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []
        self.write = self._parts.append
        self.is_closing = transport.is_closing

    def close(self) -> None:
        """Let go of it, and close."""
        self.leave()
        self._transport.close()

    def leave(self) -> None:
        """Write what was kept."""
        if self._parts:
            with suppress(RuntimeError):  # uvloop's word for: they are gone, and nobody waits for it
                self._transport.write(b"".join(self._parts))
            self._parts.clear()
