"""uvicorn as it is, for the few who ask what is not the hub itself; its certificate is renewed as the hub's own."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime
from typing import Any

import uvicorn

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.supervision import service_manager
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.hub.web.certificate import Certificate


class PlainServer(uvicorn.Server):
    """An ASGI application without a lifespan at `config.listen`; what has to run meanwhile is run by `supervised`.

    `connections`: so many at once (None: any number). At its end whoever is being answered has `stop_seconds`.
    """

    def __init__(
        self,
        app: Any,
        config: Config,
        *,
        supervised: Supervised,
        clock: Callable[[], datetime],
        stop_seconds: int,
        connections: int | None = None,
    ) -> None:
        listen = config.listen
        serving = uvicorn.Config(
            app,
            host=listen.host,
            port=listen.port,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=connections,
            timeout_graceful_shutdown=stop_seconds,
            ssl_certfile=str(config.path(listen.certificate)) if listen.certificate else None,
            ssl_keyfile=str(config.path(listen.key)) if listen.certificate else None,
        )
        self._supervised = supervised
        self._certificate = Certificate(config, clock=clock) if listen.certificate else None
        if self._certificate is not None:
            serving.load()
            serving.ssl = self._certificate.context
        super().__init__(serving)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if not self.started:
            return
        if self._certificate is not None:
            self._supervised.run("certificate", self._certificate.look, vital=False)
        service_manager.watched(self._supervised)
