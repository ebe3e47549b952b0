"""Unit notices: what a unit tells the switchboard of a change (P9)."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import JSONBody, PathParameter

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of

NoticeId = Annotated[str, PathParameter(description="Id of a notice.", pattern=r"^[0-9a-f]{32}$")]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503, 507)


@get("/api/v1/notices", tags=["notices"], responses=refusals(401, 403))
async def list_notices(request: Asking) -> wire.NoticesView:
    """Notices that are valid now or later; proposals for whoever made them and those who may publish them."""
    return wire.NoticesView(hub_of(request).core.reception.notices.seen_by(caller_of(request)))


@post("/api/v1/notices", status_code=201, tags=["notices"], responses=_REFUSED)
async def propose_notice(
    request: Asking, data: JSONBody[wire.NoticeRequest], idempotency_key: IdempotencyKey = None
) -> wire.NoticeView:
    """Propose a notice of one's own unit; the telephone officer or a receptionist may publish it at once."""
    hub = hub_of(request)
    return await hub.core.reception.notices.propose(caller_of(request), data, key=idempotency_key, now=hub.clock())


@patch("/api/v1/notices/{notice_id:str}", tags=["notices"], responses=_REFUSED)
async def change_notice(
    request: Asking, notice_id: NoticeId, data: JSONBody[wire.NoticeChange], idempotency_key: IdempotencyKey = None
) -> wire.NoticeView:
    """Change a notice, publish it or take it back, with the version it was seen at; 409 when somebody was first."""
    hub = hub_of(request)
    return await hub.core.reception.notices.change(caller_of(request), notice_id, data, key=idempotency_key, now=hub.clock())


@delete("/api/v1/notices/{notice_id:str}", tags=["notices"], responses=refusals(400, 401, 403, 404, 503, 507))
async def withdraw_notice(request: Asking, notice_id: NoticeId) -> None:
    """Withdraw a notice before its time: whoever proposed it, and those who may publish it."""
    hub = hub_of(request)
    await hub.core.reception.notices.withdraw(caller_of(request), notice_id, now=hub.clock())
