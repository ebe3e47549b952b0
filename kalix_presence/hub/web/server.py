"""The hub as a server: uvicorn with the hub's own protocol, which says when it listens."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

import uvicorn
from litestar import Litestar
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.web.certificate import Certificate
from kalix_presence.hub.web.connection import StreamProtocol
from kalix_presence.hub.web.fast_path import FastPath
from kalix_presence.hub.web.request_log import RequestLog, words_of
from kalix_presence.hub.web.request_repair import Outside
from kalix_presence.hub.web.server_parts import require_parts
from kalix_presence.hub.web.tls_greeting import TlsGreeting

STOP_SECONDS = 2
HSTS_SECONDS = 31_536_000


class HubServer(uvicorn.Server):
    """uvicorn's server with the hub's protocol; `when_listening` is called once requests are answered."""

    when_listening: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, app: Litestar, config: Config) -> None:
        require_parts(HttpToolsProtocol, RequestResponseCycle)
        listen, hub = config.listen, app.state.hub
        self._hub = hub
        self.certificate = Certificate(config, clock=hub.clock) if listen.certificate else None
        hub.warnings["certificate"] = lambda: self.certificate is not None and bool(self.certificate.trouble)
        super().__init__(
            uvicorn.Config(
                RequestLog(Outside(FastPath(app)), app.state.hub, words_of(app)),
                host=listen.host,
                port=listen.port,
                http=self._speak,  # type: ignore[arg-type]  # it makes one
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
            if self.certificate is not None:
                self._hub.supervised.run("certificate", self.certificate.look, vital=False)
            self.when_listening()

    def hang_up(self) -> None:
        """SIGHUP, by which a certificate's renewal is usually told: nothing ends."""
        if self.certificate is not None:
            self.certificate.renew()

    def _speak(self, **named: Any) -> asyncio.Protocol:
        speak = partial(StreamProtocol, door=self._hub.front_door, **named)
        if self.certificate is None:
            return speak()
        return TlsGreeting(self.certificate.context, self._hub.front_door, lambda arrived: speak(arrived=arrived))


def _headers(*, secure: bool) -> list[tuple[str, str]]:
    """What every answer says, refusals of the parser and the event stream among them."""
    said = [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")]
    return [*said, *([("strict-transport-security", f"max-age={HSTS_SECONDS}")] if secure else [])]
