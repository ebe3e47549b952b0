"""Signing in by the organisation's own service."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, TypeVar

import structlog
from litestar import Request, get, post
from litestar.params import JSONBody

from kalix_presence import wire
from kalix_presence.hub.access.client_address import source_of
from kalix_presence.hub.site.sentences import language_of
from kalix_presence.hub.web.connection import EXTENSION
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import address_of, hub_of
from kalix_presence.model.errors import BadInput, PresenceError

T = TypeVar("T")

LONGEST, LONGEST_TICKET = 256, 8000
"""Characters of what a computer says; of a ticket, and of a code, which some services make long."""
_REFUSED = refusals(400, 401, 404, 413, 422, 429, 503, 507)

_log = structlog.get_logger("kalix.sign-in")


@get("/api/v1/sign-in/ways", opt={"open": True}, security=[{}], tags=["sign-in"], responses=refusals(400))
async def list_ways(request: Request[Any, Any, Any]) -> wire.SignInWays:
    """How one may sign in here."""
    return hub_of(request).organisation.ways(language_of(request.headers.get("accept-language", "")))


@post("/api/v1/sign-in/browser", status_code=200, opt={"open": True}, security=[{}], tags=["sign-in"], responses=_REFUSED)
async def begin_in_browser(request: Request[Any, Any, Any], data: JSONBody[wire.BrowserBegin]) -> wire.BrowserBegun:
    """Begin a sign-in at the organisation's service, in the browser of this computer."""
    _refuse_long(data.redirect, data.challenge)
    hub = hub_of(request)
    return await _told(request, hub.organisation.begin(data, now=hub.clock()))


@post(
    "/api/v1/sign-in/browser/answer",
    status_code=200,
    opt={"open": True},
    security=[{}],
    tags=["sign-in"],
    responses=_REFUSED,
)
async def finish_in_browser(request: Request[Any, Any, Any], data: JSONBody[wire.BrowserAnswer]) -> wire.SignedIn:
    """Trade what the browser brought back for a bearer token that is shown this once."""
    _refuse_long(data.verifier, data.device, data.issuer, kept=(data.ticket, data.code))
    hub = hub_of(request)
    finishing = hub.organisation.finish(data, address=address_of(request), now=hub.clock())
    return _let_in(request, await _told(request, finishing))


@post("/api/v1/sign-in/device", status_code=200, opt={"open": True}, security=[{}], tags=["sign-in"], responses=_REFUSED)
async def begin_by_code(request: Request[Any, Any, Any]) -> wire.DeviceBegun:
    """Begin a sign-in that is finished by a code in a browser elsewhere."""
    hub = hub_of(request)
    return await _told(request, hub.organisation.begin_device(address=address_of(request), now=hub.clock()))


@post(
    "/api/v1/sign-in/device/answer",
    status_code=200,
    opt={"open": True},
    security=[{}],
    tags=["sign-in"],
    responses=_REFUSED,
)
async def finish_by_code(request: Request[Any, Any, Any], data: JSONBody[wire.DeviceAnswer]) -> wire.SignedIn:
    """Trade a code that was typed elsewhere for a bearer token; until then `organisation-pending` says when to ask again."""
    _refuse_long(data.device, kept=(data.ticket,))
    hub = hub_of(request)
    finishing = hub.organisation.finish_device(data, address=address_of(request), now=hub.clock())
    return _let_in(request, await _told(request, finishing))


async def _told(request: Request[Any, Any, Any], work: Awaitable[T]) -> T:
    """What `work` gives; a refusal is counted and logged as one of a password is."""
    hub = hub_of(request)
    try:
        return await work
    except PresenceError as refusal:
        if refusal.code != "organisation-pending":
            hub.measures.refused.labels(refusal.code).inc()
            place = source_of(address_of(request))
            hub.refused_sign_ins.log(refusal.code, place, now=hub.steady(), address=place)
        raise


def _let_in(request: Request[Any, Any, Any], signed: wire.SignedIn) -> wire.SignedIn:
    hub = hub_of(request)
    _log.info("signed-in", account=hub.marks.of(signed.username), address=source_of(address_of(request)))
    offers: dict[str, Any] = request.scope.get("extensions") or {}
    if EXTENSION in offers:
        offers[EXTENSION]["connection"].prove()
    return signed


def _refuse_long(*said: str, kept: tuple[str, ...] = ()) -> None:
    if max(map(len, said)) > LONGEST or max(map(len, kept), default=0) > LONGEST_TICKET:
        raise BadInput("sign-in-length", field="ticket", most=LONGEST)
