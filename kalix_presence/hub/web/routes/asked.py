"""A day's questions: what one computer of a person was answered, for the others."""

from __future__ import annotations

from litestar import put
from litestar.params import JSONBody

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of


@put("/api/v1/people/{extension:str}/asked", tags=["preferences"], responses=refusals(400, 401, 403, 404, 413, 422))
async def share_asked(request: Asking, extension: Extension, data: JSONBody[wire.AskedDay]) -> wire.AskedDay:
    """Tell what was answered here today, and learn what was answered on one's other computers; kept in memory, for the day."""
    hub = hub_of(request)
    return hub.core.asked.join_answers(caller_of(request), extension, data, now=hub.clock())
