"""What answers at a hub of several whose database was never reached: that it is alive, and not ready."""

from __future__ import annotations

import socket
from typing import Any

from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.hub.web.plain_server import PlainServer
from kalix_presence.hub.web.problems import MEDIA_TYPE, refused
from kalix_presence.model.errors import Unavailable

SECONDS = 2
"""After which to ask again."""


class WithoutDatabase(PlainServer):
    """Speaks to whom the hub itself would speak to, by the same certificate."""

    def __init__(self, config: Config) -> None:
        super().__init__(_answered, config, supervised=Supervised(), clock=utc_now, stop_seconds=1)

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
