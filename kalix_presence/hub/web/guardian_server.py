"""The guardian as a server: for one reader, the hub."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime

import msgspec

from kalix_presence.hub.guardian.clearing import Clearing
from kalix_presence.hub.guardian.served import guardian_app
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.config import Config, Listen
from kalix_presence.hub.supervision import service_manager
from kalix_presence.hub.web.plain_server import PlainServer

CONNECTIONS = 50
"""One hub asks; whoever has no token is answered and gone."""


class GuardianServer(PlainServer):
    """`when_listening` is called with the address once requests are answered."""

    when_listening: Callable[[str], None] = staticmethod(lambda address: None)

    def __init__(self, clearing: Clearing, pbx: Pbx, token: str, config: Config, *, clock: Callable[[], datetime]) -> None:
        place = config.guardian
        listen = Listen(host=place.host, port=place.port, certificate=place.certificate, key=place.key)
        self._config_there = msgspec.structs.replace(config, listen=listen)
        super().__init__(
            guardian_app(clearing, pbx, token),
            self._config_there,
            supervised=pbx.supervised,
            clock=clock,
            stop_seconds=2,
            connections=CONNECTIONS,
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then say so."""
        await super().startup(sockets)
        if not self.started:
            return
        port = int(self.servers[0].sockets[0].getsockname()[1])
        self.when_listening(self._config_there.address_at(port))
        service_manager.tell("READY=1")
