"""Setting and ending an absence: the one status change, through the absence service."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, post, put
from litestar.params import HeaderParameter, JSONBody, QueryParameter

from kalix_presence import wire
from kalix_presence.hub.board.views import seen_reply
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Caller

IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        description="Made by the client for each change; a retry with the same key does nothing twice.",
        min_length=1,
        max_length=100,
        pattern=r"^[!-~]+$",
    ),
]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503, 507)


@put("/api/v1/people/{extension:str}/absence", tags=["absence"], responses=_REFUSED)
async def set_absence(
    request: Asking, extension: Extension, data: JSONBody[wire.AbsenceRequest], idempotency_key: IdempotencyKey = None
) -> wire.StatusReply:
    """Let an absence hold from now on. `in_force` says whether the PBX has it, read back; if not, the hub goes on trying."""
    asking = hub_of(request), caller_of(request), extension
    return await begin(*asking, data, key=idempotency_key, accept=_accept(request))


@delete("/api/v1/people/{extension:str}/absence", status_code=200, tags=["absence"], responses=_REFUSED)
async def end_absence(
    request: Asking,
    extension: Extension,
    idempotency_key: IdempotencyKey = None,
    way: Annotated[str, QueryParameter(description="How it was asked: tray or cli.", pattern="^(tray|cli)$")] = "tray",
    why: Annotated[str, QueryParameter(description="Why somebody else ends it; the person is told.", max_length=2000)] = "",
) -> wire.StatusReply:
    """Back: nothing holds any longer. It is fine when nothing held."""
    asking = hub_of(request), caller_of(request), extension
    return await end(*asking, Way(way), why=why, key=idempotency_key, accept=_accept(request))


@post("/api/v1/people/{extension:str}/absence/undo", status_code=200, tags=["absence"], responses=_REFUSED)
async def undo_absence(
    request: Asking, extension: Extension, data: JSONBody[wire.AbsenceUndo], idempotency_key: IdempotencyKey = None
) -> wire.StatusReply:
    """Take back a change one has made: what stood before it holds again, unless something else holds by now."""
    hub, caller = hub_of(request), caller_of(request)
    reply = await hub.absences.undo(caller, extension, data, key=idempotency_key, now=hub.clock())
    return _seen(hub, caller, reply, _accept(request))


@post(
    "/api/v1/people/{extension:str}/sign-of-life",
    status_code=200,
    tags=["absence"],
    responses=refusals(400, 401, 403, 404, 503, 507),
)
async def show_life(request: Asking, extension: Extension) -> wire.StatusReply:
    """One's own program has seen one come back: "overdue" ends. Nothing else changes; an absence that holds goes on."""
    hub, caller = hub_of(request), caller_of(request)
    reply = await hub.core.signs.shown_by(caller, extension)
    return seen_reply(hub.board, caller, reply, _accept(request))


async def begin(
    hub: Hub, caller: Caller, extension: str, wanted: wire.AbsenceRequest, *, key: str | None, accept: str
) -> wire.StatusReply:
    """Let `wanted` hold; the answer in the caller's view, and in the language of an Accept-Language header."""
    reply = await hub.absences.set_absence(caller, extension, wanted, key=key, now=hub.clock())
    return _seen(hub, caller, reply, accept)


async def end(
    hub: Hub, caller: Caller, extension: str, way: Way, *, key: str | None, accept: str, why: str = ""
) -> wire.StatusReply:
    """End what holds; the answer as `begin` gives it."""
    reply = await hub.absences.end_absence(caller, extension, way=way, key=key, now=hub.clock(), why=why)
    return _seen(hub, caller, reply, accept)


def _seen(hub: Hub, caller: Caller, reply: wire.StatusReply, accept: str) -> wire.StatusReply:
    hub.measures.changes.labels("yes" if reply.in_force else "no").inc()
    return seen_reply(hub.board, caller, reply, accept)


def _accept(request: Asking) -> str:
    return request.headers.get("accept-language", "")
