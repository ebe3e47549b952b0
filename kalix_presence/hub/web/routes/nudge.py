""" "Are you back?" to a colleague who is overdue."""

from __future__ import annotations

from litestar import post

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of


@post(
    "/api/v1/people/{extension:str}/nudge",
    status_code=202,
    tags=["absence"],
    responses=refusals(400, 401, 403, 404, 409, 429, 503, 507),
)
async def nudge(request: Asking, extension: Extension) -> wire.NudgeSent:
    """Ask somebody who is overdue whether they are back: not more often than every few minutes, whoever asks."""
    hub = hub_of(request)
    await hub.core.reception.for_others.nudge(caller_of(request), extension)
    return wire.NudgeSent(extension, heard=hub.streams.reaches(extension))
