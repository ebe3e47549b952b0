"""The guardian as the hub reaches it: four requests, each with the token that both sides have."""

from __future__ import annotations

import hmac
import secrets
from typing import Any

import msgspec
from litestar import Litestar, Response, delete, get, put
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, RawBody

from kalix_presence.hub.guardian.clearing import Clearing
from kalix_presence.hub.guardian.ends import MOST_EXTENSIONS, End, require_end
from kalix_presence.hub.guardian.link import Standing
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import BadInput, SignInNeeded

ONE_BYTES = 4096
ALL_BYTES = 64 * 1024 * 1024


def guardian_app(clearing: Clearing, pbx: Pbx, token: str) -> Litestar:
    """The ASGI application. Nothing is answered to whoever does not say `token`."""
    run = secrets.token_hex(8)

    def admit(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        said = connection.headers.get("authorization", "").encode()
        if not hmac.compare_digest(said, f"Bearer {token}".encode()):
            raise SignInNeeded("guardian-refused")

    @get("/ends")
    async def look() -> Response[bytes]:
        there = Standing(clearing.now(), await clearing.count(), pbx.connected, clearing.late(), run)
        return Response(msgspec.json.encode(there), media_type="application/json")

    @put("/ends", request_max_body_size=ALL_BYTES, status_code=204)
    async def keep_all(body: RawBody) -> None:
        ends = _read(body, list[End])
        if len(ends) > MOST_EXTENSIONS:
            raise BadInput("guardian-full", most=MOST_EXTENSIONS)
        await clearing.keep(ends)

    @put("/ends/{extension:str}", status_code=204)
    async def keep_one(extension: FromPath[str], body: RawBody) -> None:
        end = _read(body, End)
        if end.extension != extension:
            raise BadInput("guardian-end")
        await clearing.expect(end)

    @delete("/ends/{extension:str}/{rule_id:str}", status_code=204)
    async def drop(extension: FromPath[str], rule_id: FromPath[str]) -> None:
        await clearing.drop(extension, rule_id)

    return Litestar(
        [look, keep_all, keep_one, drop],
        guards=[admit],
        request_max_body_size=ONE_BYTES,
        exception_handlers={
            SignInNeeded: lambda _, fault: Response(b"", status_code=401),
            BadInput: lambda _, fault: Response(b"", status_code=400),
        },
        openapi_config=None,
        logging_config=None,
    )


def _read(body: bytes, kind: type[Any]) -> Any:
    try:
        read = msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError:
        raise BadInput("guardian-end") from None
    for end in read if isinstance(read, list) else [read]:
        require_end(end)
    return read
