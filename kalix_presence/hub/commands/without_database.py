"""What answers at a hub of several whose database was never reached: that it is alive, and not ready."""

from __future__ import annotations

import socket
from typing import Any

import uvicorn

from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.supervision import service_manager
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.hub.web.certificate import Certificate
from kalix_presence.hub.web.problems import MEDIA_TYPE, refused
from kalix_presence.model.errors import Unavailable

SECONDS = 2
"""After which to ask again."""


class WithoutDatabase(uvicorn.Server):
    """Speaks to whom the hub itself would speak to, by the same certificate, and keeps the service manager's watchdog quiet."""

    def __init__(self, config: Config) -> None:
        listen = config.listen
        serving = uvicorn.Config(
            _answered,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            ssl_certfile=str(config.path(listen.certificate)) if listen.certificate else None,
            ssl_keyfile=str(config.path(listen.key)) if listen.certificate else None,
        )
        if listen.certificate:
            serving.load()
            serving.ssl = Certificate(config, clock=utc_now).context
        super().__init__(serving)
        self._supervised = Supervised()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if service_manager.watchdog_seconds() is not None:
            self._supervised.run("watchdog", service_manager.keep_telling, vital=False)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer no longer."""
        await self._supervised.stop()
        await super().shutdown(sockets)


async def _answered(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http" and scope["path"] == "/healthz":
        status, told, body = 200, {"content-type": "application/json"}, b'{"alive":true}'
    else:
        accept = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        status, told, body = refused(Unavailable("hub-no-leader", seconds=SECONDS), accept)
        told["content-type"] = MEDIA_TYPE
    headers = [(name.encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
