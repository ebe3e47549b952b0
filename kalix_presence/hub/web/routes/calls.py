"""Present calls: those there are, calling from the screen, and passing a call on."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, PathParameter

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of

CallId = Annotated[
    str, PathParameter(description="Id of a present call.", pattern=r"^[!-.0-~]{1,120}$", min_length=1, max_length=120)
]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503)


@get("/api/v1/calls", tags=["calls"], responses=refusals(401, 403))
async def list_calls(request: Asking) -> wire.CallsView:
    """The calls of one's own phone and, for receptionists, those that wait for the switchboard; then `call` events tell."""
    return wire.CallsView(hub_of(request).core.reception.calls.seen_by(caller_of(request)))


@post("/api/v1/calls", status_code=202, tags=["calls"], responses=_REFUSED)
async def begin_call(
    request: Asking, data: JSONBody[wire.CallRequest], idempotency_key: IdempotencyKey = None
) -> wire.CallBegun:
    """Ring one's own phone, then a colleague or a number. A colleague is rung at the fixed phone (P12), unless `as_given`.

    Asked again within ten minutes with the same key it is the same call, and nobody is rung twice.
    """
    return await hub_of(request).core.reception.call_acts.call(caller_of(request), data, key=idempotency_key)


@post("/api/v1/calls/{call_id:str}/transfer", status_code=204, tags=["calls"], responses=_REFUSED)
async def transfer_call(request: Asking, call_id: CallId, data: JSONBody[wire.TransferRequest]) -> None:
    """Pass a call on without asking. A call that waits for the switchboard may be taken to one's own extension like that."""
    await hub_of(request).core.reception.call_acts.transfer(caller_of(request), call_id, data)


@post("/api/v1/calls/{call_id:str}/consult", status_code=202, tags=["calls"], responses=_REFUSED)
async def consult_call(request: Asking, call_id: CallId, data: JSONBody[wire.TransferRequest]) -> wire.CallBegun:
    """Hold the call and ring a colleague to ask first; the answer names that second call."""
    return await hub_of(request).core.reception.call_acts.consult(caller_of(request), call_id, data)


@post("/api/v1/calls/{call_id:str}/complete", status_code=204, tags=["calls"], responses=refusals(400, 401, 403, 404, 409, 503))
async def complete_call(request: Asking, call_id: CallId) -> None:
    """Connect the one who is held with the one who was asked, and leave them."""
    await hub_of(request).core.reception.call_acts.complete(caller_of(request), call_id)


@post("/api/v1/calls/{call_id:str}/cancel", status_code=204, tags=["calls"], responses=refusals(400, 401, 403, 404, 409, 503))
async def cancel_call(request: Asking, call_id: CallId) -> None:
    """Hang up on the one who was asked, and be back with the one who is held."""
    await hub_of(request).core.reception.call_acts.cancel(caller_of(request), call_id)
