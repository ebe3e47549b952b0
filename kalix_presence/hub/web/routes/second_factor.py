"""The second factor of one's own account: whether there is one, offered, taken, given up."""

from __future__ import annotations

import structlog
from litestar import get, post, put
from litestar.params import JSONBody

from kalix_presence import wire
from kalix_presence.hub.access.client_address import source_of
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, address_of, hub_of
from kalix_presence.model.errors import BadInput

LONGEST = 256
LONGEST_TICKET = 1000

_log = structlog.get_logger("kalix.sign-in")


@get("/api/v1/second-factor", tags=["sign-in"], responses=refusals(401, 503))
async def read_second_factor(request: Asking) -> wire.FactorState:
    """Whether a code is asked for when one signs in."""
    return wire.FactorState(await hub_of(request).auth.has_factor(request.user))


@post("/api/v1/second-factor", status_code=200, tags=["sign-in"], responses=refusals(401, 503))
async def offer_second_factor(request: Asking) -> wire.FactorOffer:
    """A secret for an authenticator program. Nothing holds until its first code has come back."""
    hub = hub_of(request)
    return hub.auth.offer_factor(request.user, now=hub.clock())


@put("/api/v1/second-factor", status_code=200, tags=["sign-in"], responses=refusals(400, 401, 409, 413, 422, 429, 503, 507))
async def set_second_factor(request: Asking, data: JSONBody[wire.FactorTaken]) -> wire.RecoveryCodes:
    """From now on a code is asked for; the answer holds recovery codes that are shown this once."""
    _refuse_long(data.password, data.code, data.ticket)
    hub, address = hub_of(request), address_of(request)
    codes = await hub.auth.set_factor(request.user, data, address=address, now=hub.clock())
    _log.info("second-factor-set", account=hub.marks.of(request.user.caller.username), address=source_of(address))
    return wire.RecoveryCodes(codes)


@post(
    "/api/v1/second-factor/end",
    status_code=204,
    tags=["sign-in"],
    responses=refusals(400, 401, 404, 409, 413, 422, 429, 503, 507),
)
async def end_second_factor(request: Asking, data: JSONBody[wire.FactorGivenUp]) -> None:
    """The password is enough again."""
    _refuse_long(data.password, data.code)
    hub, address = hub_of(request), address_of(request)
    await hub.auth.end_factor(request.user, data, address=address, now=hub.clock())
    _log.info("second-factor-ended", account=hub.marks.of(request.user.caller.username), address=source_of(address))


def _refuse_long(password: str, code: str, ticket: str = "") -> None:
    if max(len(password), len(code)) > LONGEST or len(ticket) > LONGEST_TICKET:
        raise BadInput("sign-in-length", field="password", most=LONGEST)
