"""The sketch of an administration: who does what, where, and who stands in (P15)."""

from __future__ import annotations

from typing import Annotated

from litestar import get, patch, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of

ProposalId = Annotated[str, PathParameter(description="Id of a proposal.", pattern=r"^[0-9a-f]{32}$")]
UnitCode = Annotated[str, PathParameter(description="Code of a unit.", max_length=100)]
Of = Annotated[str, QueryParameter(description='Code of an administration; "" is one\'s own.', max_length=100)]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503, 507)


@get("/api/v1/sketch", tags=["officer"], responses=refusals(400, 401, 403, 404, 422, 503))
async def read_sketch(request: Asking, administration: Of = "") -> wire.SketchView:
    """Units, places, duties and deputies of an administration, with what is wrong and the proposals that one has a part in."""
    hub = hub_of(request)
    return await hub.core.officer.sketches.seen_by(caller_of(request), administration, now=hub.clock())


@post("/api/v1/sketch/proposals", status_code=201, tags=["officer"], responses=_REFUSED)
async def propose_sketch(
    request: Asking, data: JSONBody[wire.SketchWish], idempotency_key: IdempotencyKey = None
) -> wire.SketchProposalView:
    """Propose how a unit's part is to be, made from the version that was seen: head, officer, and whoever owns the part."""
    hub = hub_of(request)
    return await hub.core.officer.sketches.propose(caller_of(request), data, key=idempotency_key, now=hub.clock())


@patch("/api/v1/sketch/proposals/{proposal_id:str}", tags=["officer"], responses=_REFUSED)
async def step_sketch(
    request: Asking, proposal_id: ProposalId, data: JSONBody[wire.SketchStep], idempotency_key: IdempotencyKey = None
) -> wire.SketchProposalView:
    """Accept, refuse or withdraw a proposal, with the version it was seen at; 409 when somebody was first."""
    hub = hub_of(request)
    return await hub.core.officer.sketches.step(caller_of(request), proposal_id, data, key=idempotency_key, now=hub.clock())


@post("/api/v1/sketch/{unit:str}/review", status_code=204, tags=["officer"], responses=_REFUSED)
async def review_sketch(request: Asking, unit: UnitCode, data: JSONBody[wire.SketchReviewed]) -> None:
    """Say that a unit's part, as it was seen at that version, is right today; 409 when it is another now."""
    hub = hub_of(request)
    await hub.core.officer.sketches.review(caller_of(request), unit, data.version, now=hub.clock())
