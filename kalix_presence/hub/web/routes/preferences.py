"""What people have chosen about their time: read and changed."""

from __future__ import annotations

from litestar import get, put
from litestar.params import JSONBody

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of


@get("/api/v1/people/{extension:str}/preferences", tags=["preferences"], responses=refusals(400, 401, 403, 404))
async def read_preferences(request: Asking, extension: Extension) -> wire.PreferencesView:
    """Working hours, lunch, exceptions, phone hours, copies and calendar rules of one person, and what the site has locked."""
    return hub_of(request).core.preferences.of(caller_of(request), extension)


@put(
    "/api/v1/people/{extension:str}/preferences",
    tags=["preferences"],
    responses=refusals(400, 401, 403, 404, 413, 422, 503, 507),
)
async def set_preferences(
    request: Asking, extension: Extension, data: JSONBody[wire.PreferencesRequest]
) -> wire.PreferencesView:
    """Change them; what is left out stays as it is, null means "as the site has it"."""
    hub = hub_of(request)
    return await hub.core.preferences.choose(caller_of(request), extension, data, now=hub.clock())
