"""What is put right before the framework sees it: HEAD is a GET whose body is not sent, and an address is what it says."""

from __future__ import annotations

from typing import Any

from kalix_presence.hub.web import problems
from kalix_presence.model.errors import NotFound

STREAM = "/api/v1/events"


class Outside:
    """An ASGI application around the hub's."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, or let the hub."""
        if scope["type"] == "http":
            if "//" in scope["path"]:
                await _unknown(scope, send)
                return
            if scope["method"] == "HEAD" and scope["path"] != STREAM:
                scope = {**scope, "method": "GET"}  # the server knows that it was HEAD, and sends no body
        await self._app(scope, receive, send)


async def _unknown(scope: Any, send: Any) -> None:
    """The framework would take an address with empty parts for the one without."""
    accept = next((value for name, value in scope["headers"] if name == b"accept-language"), b"").decode("latin-1")
    status, headers, body = problems.refused(NotFound("address-unknown"), accept)
    named = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    named += [(b"content-type", problems.MEDIA_TYPE.encode()), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": named})
    await send({"type": "http.response.body", "body": body, "more_body": False})
