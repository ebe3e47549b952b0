"""Where people come from by themselves: how each source stands, what a held run would do, and an administrator's yes or no."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from kalix_presence import wire
from kalix_presence.hub.site.sentences import language_of
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of

SourceName = Annotated[
    str, PathParameter(description="Name of a source in the settings.", pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")
]
After = Annotated[int, QueryParameter(description="`next` of the page before; 0 for the first.", ge=0, le=1_000_000)]


@get("/api/v1/sources", tags=["directory"], responses=refusals(401, 403, 503))
async def list_sources(request: Asking) -> wire.SourcesView:
    """How each source of the directory stands: the last run, its trouble, what waits. For officers and administrators."""
    hub, language = hub_of(request), language_of(request.headers.get("accept-language", ""))
    return await hub.sources.seen_by(caller_of(request), language=language, now=hub.clock())


@get("/api/v1/sources/{source:str}/held", tags=["directory"], responses=refusals(400, 401, 403, 404, 409, 422, 503))
async def read_held_run(request: Asking, source: SourceName, after: After = 0) -> wire.HeldPage:
    """A page of what a source would do and waits with; an officer reads what concerns their units."""
    hub = hub_of(request)
    return await hub.sources.held(caller_of(request), source, after=after, now=hub.clock())


@post(
    "/api/v1/sources/{source:str}/held",
    status_code=200,
    tags=["directory"],
    responses=refusals(400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def answer_held_run(request: Asking, source: SourceName, data: JSONBody[wire.HeldAnswerRequest]) -> wire.SourceView:
    """Say yes or no to exactly what was shown; 409 when it is something else by now. For administrators."""
    hub, language = hub_of(request), language_of(request.headers.get("accept-language", ""))
    return await hub.sources.answer(caller_of(request), source, data, language=language, now=hub.clock())
