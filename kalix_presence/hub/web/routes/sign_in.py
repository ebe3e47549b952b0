"""Signing in and out."""

from __future__ import annotations

from typing import Any

import structlog
from litestar import Request, delete, post, put
from litestar.params import JSONBody

from kalix_presence import wire
from kalix_presence.hub.access.client_address import source_of
from kalix_presence.hub.web.connection import EXTENSION
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, address_of, hub_of
from kalix_presence.model.errors import BadInput, PresenceError

LONGEST = 256

_log = structlog.get_logger("kalix.sign-in")


@post(
    "/api/v1/sign-in",
    status_code=200,
    opt={"open": True},
    security=[{}],
    tags=["sign-in"],
    responses=refusals(400, 401, 413, 422, 429, 503, 507),
)
async def sign_in(request: Request[Any, Any, Any], data: JSONBody[wire.SignIn]) -> wire.SignedIn:
    """Sign in with username and password; the answer holds a bearer token that is shown this once."""
    hub = hub_of(request)
    if not 0 < len(data.username) <= LONGEST or max(len(data.password), len(data.proof), len(data.new_password)) > LONGEST:
        raise BadInput("sign-in-length", field="username", most=LONGEST)
    address = address_of(request)
    try:
        signed = await hub.auth.sign_in(data, address=address, now=hub.clock())
    except PresenceError as refusal:
        hub.measures.refused.labels(refusal.code).inc()
        place = source_of(address)
        hub.refused_sign_ins.log(refusal.code, place, now=hub.steady(), address=place)
        raise
    _log.info("signed-in", account=hub.marks.of(data.username.strip().lower()), address=source_of(address))
    offers: dict[str, Any] = request.scope.get("extensions") or {}
    if EXTENSION in offers:
        offers[EXTENSION]["connection"].prove()
    return signed


@put("/api/v1/password", status_code=204, tags=["sign-in"], responses=refusals(400, 401, 413, 422, 429, 503, 507))
async def change_password(request: Asking, data: JSONBody[wire.PasswordChange]) -> None:
    """Choose another password; all other sessions of the account end."""
    hub, address = hub_of(request), address_of(request)
    await hub.auth.change_password(request.user, data, address=address, now=hub.clock())
    _log.info("password-changed", account=hub.marks.of(request.user.caller.username), address=source_of(address))


@delete("/api/v1/sign-in", status_code=204, tags=["sign-in"], responses=refusals(401, 503, 507))
async def sign_out(request: Asking) -> None:
    """Sign out: this token is worthless at once, and its event streams end."""
    hub = hub_of(request)
    await hub.sessions.sign_out(request.user)
    _log.info("signed-out", account=hub.marks.of(request.user.caller.username))
