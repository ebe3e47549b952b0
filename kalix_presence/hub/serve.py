"""The hub as a server: uvicorn with a protocol that hands a stream its transport, and that ends streams when the hub stops."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import uvicorn
from litestar import Litestar
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kalix_presence.hub.config import Config
from kalix_presence.hub.shortcut import Shortcut

EXTENSION = "kalix.connection"
STOP_SECONDS = 2


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
        """Send the answer's head; from now on the connection belongs to the handler until it is closed."""
        self.taken = True
        self.transport.write(head)
        return self.transport

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


class HubServer(uvicorn.Server):
    """uvicorn's server with the hub's protocol; `when_listening` is called once requests are answered."""

    when_listening: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, app: Litestar, config: Config) -> None:
        listen = config.listen
        super().__init__(
            uvicorn.Config(
                Shortcut(app),
                host=listen.host,
                port=listen.port,
                http=StreamProtocol,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                date_header=True,
                backlog=4096,
                timeout_graceful_shutdown=STOP_SECONDS,
                ssl_certfile=str(config.path(listen.certificate)) if listen.certificate else None,
                ssl_keyfile=str(config.path(listen.key)) if listen.key else None,
            )
        )

    @property
    def port(self) -> int:
        """The port it really listens on (the settings may say 0: any free one)."""
        found: socket.socket = self.servers[0].sockets[0]
        return int(found.getsockname()[1])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self.when_listening()
