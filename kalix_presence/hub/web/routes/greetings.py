"""What units answer calls with (P3)."""

from __future__ import annotations

from litestar import get, put
from litestar.params import JSONBody

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.hub.web.routes.units import UnitCode


@get("/api/v1/greetings", tags=["officer"], responses=refusals(401, 403, 503))
async def list_greetings(request: Asking) -> wire.GreetingsView:
    """What the units answer with whose line one may set: as officer, administrator or head. One's own line stands in `/me`."""
    hub = hub_of(request)
    return await hub.core.officer.greetings.seen_by(caller_of(request), now=hub.clock())


@put(
    "/api/v1/units/{unit:str}/greeting",
    tags=["officer"],
    responses=refusals(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def set_greeting(request: Asking, unit: UnitCode, data: JSONBody[wire.GreetingWish]) -> wire.UnitGreeting:
    """Say what a unit answers with, with the version it was seen at; 409 when it is another now. Newcomers are shown it."""
    hub = hub_of(request)
    return await hub.core.officer.greetings.set(caller_of(request), unit, data, now=hub.clock())
