"""Where an account is signed in: refreshed, listed and ended."""

from __future__ import annotations

from typing import Annotated, Any

import structlog
from litestar import Request, delete, get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from kalix_presence import wire
from kalix_presence.hub.access.client_address import source_of
from kalix_presence.hub.store.kept_sessions import KeptSession
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, address_of, hub_of
from kalix_presence.model.errors import BadInput

LONGEST = 256
SessionId = Annotated[str, PathParameter(description="The id of a session, as listed.", max_length=40)]

_log = structlog.get_logger("kalix.sign-in")


@post(
    "/api/v1/sign-in/refresh",
    status_code=200,
    opt={"open": True},
    security=[{}],
    tags=["sign-in"],
    responses=refusals(400, 401, 413, 422, 429, 503, 507),
)
async def refresh(request: Request[Any, Any, Any], data: JSONBody[wire.Refresh]) -> wire.SignedIn:
    """New tokens for a refresh token, which is good once: who brings it again, with another `key`, ends the session."""
    if not 0 < len(data.refresh) <= LONGEST or len(data.key) > LONGEST:
        raise BadInput("sign-in-length", field="refresh", most=LONGEST)
    hub = hub_of(request)
    given = await hub.sessions.refresh(data.refresh, data.key, address=address_of(request), now=hub.clock())
    return wire.SignedIn(given.token, given.expires, refresh=given.refresh)


@get("/api/v1/sessions", tags=["sign-in"], responses=refusals(401, 503))
async def list_sessions(request: Asking) -> wire.SessionsView:
    """Where one is signed in, the session seen last first."""
    hub, signed, now = hub_of(request), request.user, hub_of(request).clock()
    listening = hub.streams.open_sessions(signed.caller.username)

    def view(kept: KeptSession) -> wire.SessionView:
        here, current = kept.id in listening, kept.id == signed.session
        seen = now if here else kept.seen
        return wire.SessionView(kept.id, kept.device, kept.place, kept.created, seen, kept.expires, here, current)

    return wire.SessionsView([view(each) for each in await hub.sessions.of(signed.caller.username, now=now)])


@delete("/api/v1/sessions/{session_id:str}", status_code=204, tags=["sign-in"], responses=refusals(400, 401, 404, 503, 507))
async def end_session(request: Asking, session_id: SessionId) -> None:
    """Sign out there: its tokens are worthless at once, and its event streams end."""
    hub = hub_of(request)
    await hub.sessions.end(request.user.caller.username, session_id)
    _log.info("session-ended", account=hub.marks.of(request.user.caller.username), address=source_of(address_of(request)))


@delete("/api/v1/sessions", status_code=200, tags=["sign-in"], responses=refusals(400, 401, 503, 507))
async def end_sessions(
    request: Asking,
    others: Annotated[bool, QueryParameter(description="Stay signed in with the session that asks.")] = False,
) -> wire.SessionsEnded:
    """Sign out everywhere, or everywhere else."""
    hub, signed = hub_of(request), request.user
    ended = await hub.sessions.end_all(signed.caller.username, but=signed.session if others else "")
    _log.info("sessions-ended", account=hub.marks.of(signed.caller.username), count=ended)
    return wire.SessionsEnded(ended)
