"""The hub as a server: uvicorn with the hub's own protocol, which says when it listens."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import uvicorn
from litestar import Litestar
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.hub.web.certificate import Certificate
from kalix_presence.hub.web.connection import StreamProtocol
from kalix_presence.hub.web.fast_path import FastPath
from kalix_presence.hub.web.front_door import FrontDoor
from kalix_presence.hub.web.request_log import RequestLog, words_of
from kalix_presence.hub.web.request_repair import Outside
from kalix_presence.hub.web.server_parts import require_parts
from kalix_presence.hub.web.tls_greeting import TlsGreeting

STOP_SECONDS = 2
HSTS_SECONDS = 31_536_000


class FrontServer(uvicorn.Server):
    """uvicorn's server with the hub's protocol; `when_listening` is called once requests are answered."""

    when_listening: Callable[[], None] = staticmethod(lambda: None)

    def __init__(
        self, app: Any, config: Config, door: FrontDoor, *, supervised: Supervised, clock: Callable[[], datetime]
    ) -> None:
        """`app` is an ASGI application with a lifespan; what has to run is run by `supervised`."""
        require_parts(HttpToolsProtocol, RequestResponseCycle)
        listen = config.listen
        self._door, self._supervised = door, supervised
        self.certificate = Certificate(config, clock=clock) if listen.certificate else None
        super().__init__(
            uvicorn.Config(
                app,
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
            self._supervise(self._supervised)
            self.when_listening()

    def hang_up(self) -> None:
        """SIGHUP, by which a certificate's renewal is usually told: nothing ends."""
        if self.certificate is not None:
            self.certificate.renew()

    @property
    def certificate_troubled(self) -> bool:
        """Whether its certificate will be trouble soon."""
        return self.certificate is not None and bool(self.certificate.trouble)

    def _supervise(self, supervised: Supervised) -> None:
        """Have run by `supervised` what has to run."""
        if self.certificate is not None:
            supervised.run("certificate", self.certificate.look, vital=False)

    def _speak(self, **named: Any) -> asyncio.Protocol:
        speak = partial(StreamProtocol, door=self._door, **named)
        if self.certificate is None:
            return speak()
        return TlsGreeting(self.certificate.context, self._door, lambda arrived: speak(arrived=arrived))


class HubServer(FrontServer):
    """A hub's own. Where it is one of several, `around` is what takes in requests that the others pass on."""

    def __init__(self, app: Litestar, config: Config, *, around: Callable[[Any], Any] = lambda app: app) -> None:
        hub = app.state.hub
        super().__init__(around(answering(app)), config, hub.front_door, supervised=hub.supervised, clock=hub.clock)
        hub.warnings["certificate"] = lambda: self.certificate_troubled


def answering(app: Litestar) -> Any:
    """What answers each request at the hub of `app`."""
    return RequestLog(Outside(FastPath(app)), app.state.hub, words_of(app))


def _headers(*, secure: bool) -> list[tuple[str, str]]:
    """What every answer says, refusals of the parser and the event stream among them."""
    said = [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")]
    return [*said, *([("strict-transport-security", f"max-age={HSTS_SECONDS}")] if secure else [])]
