"""The hub as a server: uvicorn with the hub's own protocol, which says when it listens."""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import partial

import uvicorn
from litestar import Litestar

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.web.connection import StreamProtocol
from kalix_presence.hub.web.fast_path import FastPath
from kalix_presence.hub.web.request_log import RequestLog, words_of
from kalix_presence.hub.web.request_repair import Outside

STOP_SECONDS = 2
HSTS_SECONDS = 31_536_000


class HubServer(uvicorn.Server):
    """uvicorn's server with the hub's protocol; `when_listening` is called once requests are answered."""

    when_listening: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, app: Litestar, config: Config) -> None:
        listen = config.listen
        super().__init__(
            uvicorn.Config(
                RequestLog(Outside(FastPath(app)), app.state.hub, words_of(app)),
                host=listen.host,
                port=listen.port,
                http=partial(StreamProtocol, door=app.state.hub.front_door),  # type: ignore[arg-type]  # it makes one
                headers=_headers(secure=bool(listen.certificate)),
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


def _headers(*, secure: bool) -> list[tuple[str, str]]:
    """What every answer says, refusals of the parser and the event stream among them."""
    said = [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")]
    return [*said, *([("strict-transport-security", f"max-age={HSTS_SECONDS}")] if secure else [])]
