"""/scim/v2: a directory service pushes people. No sign-in of a person opens it; `hub.scim` asks for a token of its own."""

from __future__ import annotations

from typing import Any

from litestar import asgi
from litestar.exceptions import NotFoundException
from litestar.types import Receive, Scope, Send

from kalix_presence.hub.web.connection import EXTENSION
from kalix_presence.hub.web.running import Hub


@asgi("/scim", is_mount=True, copy_scope=True, opt={"open": True})
async def push(scope: Scope, receive: Receive, send: Send) -> None:
    """Whatever is below; nothing, unless the site has enabled it."""
    plain: Any = scope
    hub: Hub = plain["litestar_app"].state.hub if "litestar_app" in plain else plain["app"].state.hub
    if hub.scim is None:
        raise NotFoundException
    connection = (plain.get("extensions") or {}).get(EXTENSION, {}).get("connection")
    # The framework has cut the mount off the path.
    whole = {**plain, "path": f"/scim{plain['path']}" if not plain["path"].startswith("/scim") else plain["path"]}
    await hub.scim(whole, receive, send, proven=connection.prove if connection is not None else lambda: None)
