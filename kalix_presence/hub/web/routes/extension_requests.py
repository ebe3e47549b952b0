"""Requests for extensions: to order, change, move or end one (P15)."""

from __future__ import annotations

from typing import Annotated

from litestar import get, patch, post
from litestar.params import JSONBody, PathParameter

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of

RequestId = Annotated[str, PathParameter(description="Id of a request.", pattern=r"^[0-9a-f]{32}$")]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503, 507)


@get("/api/v1/extension-requests", tags=["officer"], responses=refusals(401, 503))
async def list_extension_requests(request: Asking) -> wire.ExtensionRequestsView:
    """Requests that one has a part in, open and lately over: of the own administration, or all for whoever carries them out."""
    hub = hub_of(request)
    return await hub.core.officer.requests.seen_by(caller_of(request), now=hub.clock())


@post("/api/v1/extension-requests", status_code=201, tags=["officer"], responses=_REFUSED)
async def ask_extension(
    request: Asking, data: JSONBody[wire.ExtensionWish], idempotency_key: IdempotencyKey = None
) -> wire.ExtensionRequestView:
    """Ask for an extension to be ordered, changed, moved or ended: the officer, and the head of the unit."""
    hub = hub_of(request)
    return await hub.core.officer.requests.ask(caller_of(request), data, key=idempotency_key, now=hub.clock())


@patch("/api/v1/extension-requests/{request_id:str}", tags=["officer"], responses=_REFUSED)
async def step_extension(
    request: Asking, request_id: RequestId, data: JSONBody[wire.ExtensionStep], idempotency_key: IdempotencyKey = None
) -> wire.ExtensionRequestView:
    """Approve, refuse, order, finish, withdraw or comment, with the version it was seen at; 409 when somebody was first."""
    hub = hub_of(request)
    return await hub.core.officer.requests.step(caller_of(request), request_id, data, key=idempotency_key, now=hub.clock())


@get("/api/v1/numbers", tags=["officer"], responses=refusals(401, 403, 503))
async def list_numbers(request: Asking) -> wire.NumbersView:
    """Which extensions are free, reserved by an order, or in quarantine: for whoever asks for some or carries it out."""
    hub = hub_of(request)
    return await hub.core.officer.requests.numbers(caller_of(request), now=hub.clock())
