"""Letting a colleague act for oneself: what is given and received, giving, and ending at once."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, get, post
from litestar.params import JSONBody, PathParameter

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of

DelegationId = Annotated[str, PathParameter(description="Id of a delegation.", pattern=r"^[0-9a-f]{32}$")]


@get("/api/v1/delegations", tags=["delegations"], responses=refusals(401, 403))
async def list_delegations(request: Asking) -> wire.DelegationsView:
    """Who may act for the reader, and for whom the reader may; those that are over are left out."""
    hub = hub_of(request)
    return hub.core.delegations.of(caller_of(request), now=hub.clock())


@post(
    "/api/v1/delegations",
    status_code=201,
    tags=["delegations"],
    responses=refusals(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def give_delegation(
    request: Asking, data: JSONBody[wire.DelegationRequest], idempotency_key: IdempotencyKey = None
) -> wire.DelegationView:
    """Let a colleague set one's absence, see to one's callbacks or see one's plans, until a day. What they had before ends."""
    hub = hub_of(request)
    return await hub.core.delegations.give(caller_of(request), data, key=idempotency_key, now=hub.clock())


@delete(
    "/api/v1/delegations/{delegation_id:str}",
    status_code=204,
    tags=["delegations"],
    responses=refusals(400, 401, 403, 404, 503, 507),
)
async def end_delegation(request: Asking, delegation_id: DelegationId) -> None:
    """End one at once, as who gave it or who holds it. It is fine when it is over already."""
    hub = hub_of(request)
    await hub.core.delegations.end(caller_of(request), delegation_id, now=hub.clock())
