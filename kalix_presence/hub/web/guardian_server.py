"""The guardian as a server: uvicorn as it is, for one reader; its certificate is renewed as the hub's own."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime

import msgspec
import uvicorn

from kalix_presence.hub.guardian.clearing import Clearing
from kalix_presence.hub.guardian.served import guardian_app
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.config import Config, Listen
from kalix_presence.hub.supervision import service_manager
from kalix_presence.hub.web.certificate import Certificate

CONNECTIONS = 50
"""One hub asks; whoever has no token is answered and gone."""


class GuardianServer(uvicorn.Server):
    """`when_listening` is called with the address once requests are answered."""

    when_listening: Callable[[str], None] = staticmethod(lambda address: None)

    def __init__(self, clearing: Clearing, pbx: Pbx, token: str, config: Config, *, clock: Callable[[], datetime]) -> None:
        place = config.guardian
        listen = Listen(host=place.host, port=place.port, certificate=place.certificate, key=place.key)
        self._config_there = msgspec.structs.replace(config, listen=listen)
        self._supervised = pbx.supervised
        serving = uvicorn.Config(
            guardian_app(clearing, pbx, token),
            host=place.host,
            port=place.port,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=2,
            ssl_certfile=str(config.path(place.certificate)) if place.certificate else None,
            ssl_keyfile=str(config.path(place.key)) if place.certificate else None,
        )
        if place.certificate:
            certificate = Certificate(self._config_there, clock=clock)
            serving.load()
            serving.ssl = certificate.context
            self._supervised.run("certificate", certificate.look, vital=False)
        super().__init__(serving)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        if not self.started:
            return
        port = int(self.servers[0].sockets[0].getsockname()[1])
        if service_manager.watchdog_seconds() is not None:
            self._supervised.run("watchdog", service_manager.keep_telling, vital=False)
        self.when_listening(self._config_there.address_at(port))
        service_manager.tell("READY=1")
