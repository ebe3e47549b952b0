"""What every endpoint needs of a request: the hub that serves it and who asks."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from litestar import Request
from litestar.params import PathParameter

from kalix_presence.hub.access.client_address import client_address
from kalix_presence.hub.access.sessions import Signed
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.access import Caller

Asking: TypeAlias = Request[Signed, Any, Any]

Extension: TypeAlias = Annotated[
    str, PathParameter(description="An extension of the directory.", pattern=r"^[0-9]{1,10}$", min_length=1, max_length=10)
]
"""An extension in the path."""


def hub_of(request: Asking) -> Hub:
    """The hub that serves this request."""
    hub: Hub = request.app.state.hub
    return hub


def address_of(request: Request[Any, Any, Any]) -> str:
    """Where the request comes from, past the proxies that the site trusts."""
    headers = request.headers
    host = request.client.host if request.client else ""
    return client_address(host, headers.getall("forwarded", []), headers.getall("x-forwarded-for", []), hub_of(request).proxies)


def caller_of(request: Asking) -> Caller:
    """Who asks; the guard has seen to it that somebody does."""
    return request.user.caller
