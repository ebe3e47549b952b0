"""A newcomer's first steps, and who has not finished (P15)."""

from __future__ import annotations

from litestar import get, post
from litestar.params import JSONBody

from kalix_presence import wire
from kalix_presence.hub.site.sentences import language_of
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of


@get("/api/v1/newcomer", tags=["newcomers"], responses=refusals(401, 403, 503))
async def read_first_steps(request: Asking) -> wire.FirstSteps:
    """One's own first steps as a newcomer, with the telephone policy to read; none for who was there before."""
    hub, language = hub_of(request), language_of(request.headers.get("accept-language", ""))
    return await hub.core.officer.first_steps.own(caller_of(request), language=language, now=hub.clock())


@post(
    "/api/v1/newcomer",
    status_code=200,
    tags=["newcomers"],
    responses=refusals(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def take_first_step(request: Asking, data: JSONBody[wire.StepSaid]) -> wire.FirstSteps:
    """Say that a step is done that only the newcomer knows of, or accept the policy; what is true ticks the others."""
    hub, language = hub_of(request), language_of(request.headers.get("accept-language", ""))
    return await hub.core.officer.first_steps.take(caller_of(request), data, language=language, now=hub.clock())


@post("/api/v1/newcomer/ring", status_code=202, tags=["newcomers"], responses=refusals(400, 401, 403, 404, 409, 503))
async def ring_own_phone(request: Asking, idempotency_key: IdempotencyKey = None) -> wire.CallBegun:
    """Ring the newcomer's own telephone; a `newcomer` event says how that ended."""
    return await hub_of(request).core.officer.first_steps.ring(caller_of(request), key=idempotency_key)


@get("/api/v1/newcomers", tags=["newcomers"], responses=refusals(401, 403, 503))
async def list_newcomers(request: Asking) -> wire.NewcomersView:
    """Newcomers who have not finished, and which steps are missing: for the officer of their unit, and administrators."""
    hub = hub_of(request)
    return await hub.core.officer.newcomers.seen_by(caller_of(request), now=hub.clock())
