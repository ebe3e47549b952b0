"""A whole unit's phones: forwarded and taken back."""

from __future__ import annotations

from typing import Annotated

from litestar import post
from litestar.params import JSONBody, PathParameter

from kalix_presence import wire
from kalix_presence.hub.site.sentences import language_of
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of

UnitCode = Annotated[str, PathParameter(description="Code of a unit or administration.", min_length=1, max_length=80)]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503, 507)


@post("/api/v1/units/{unit:str}/forward", status_code=200, tags=["units"], responses=_REFUSED)
async def forward_unit(
    request: Asking, unit: UnitCode, data: JSONBody[wire.UnitForward], idempotency_key: IdempotencyKey = None
) -> wire.UnitForwarded:
    """Send the calls of everybody in the unit who is in to one target. Who is away stays so; each person has a result."""
    others = hub_of(request).core.reception.for_others
    language = language_of(request.headers.get("accept-language", ""))
    return await others.forward_unit(caller_of(request), unit, data, key=idempotency_key, language=language)


@post("/api/v1/units/{unit:str}/forward/undo", status_code=200, tags=["units"], responses=_REFUSED)
async def undo_unit(
    request: Asking, unit: UnitCode, data: JSONBody[wire.UnitUndo], idempotency_key: IdempotencyKey = None
) -> wire.UnitForwarded:
    """Take a forward of the unit back, as far as it still holds."""
    others = hub_of(request).core.reception.for_others
    language = language_of(request.headers.get("accept-language", ""))
    return await others.undo_unit(caller_of(request), unit, data, key=idempotency_key, language=language)
