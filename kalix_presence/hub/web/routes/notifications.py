"""Microsoft Graph tells the hub that calendars have changed: nobody signs in for it, and it does no more than say "look"."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, Response, post
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from kalix_presence.hub.core.calendars import NOTIFIED
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import hub_of
from kalix_presence.model.errors import NotFound

MOST_NOTIFIED = 1_048_576
"""Bytes of one request of Graph's, which tells of many mailboxes at once."""


@post(
    NOTIFIED,
    status_code=202,
    opt={"open": True},
    security=[{}],
    tags=["calendars"],
    media_type="text/plain",
    request_max_body_size=MOST_NOTIFIED,
    responses={
        200: ResponseSpec(str, media_type="text/plain", generate_examples=False, description="The token, once."),
        **refusals(400, 404, 413),
    },
)
async def take_notifications(
    request: Request[Any, Any, Any],
    token: Annotated[str | None, QueryParameter(name="validationToken", description="To be answered, once.")] = None,
) -> Response[str]:
    """Microsoft Graph tells that calendars have changed; each is looked at if what only Graph was told comes with it."""
    subscriptions = hub_of(request).calendars.subscriptions
    if subscriptions is None:
        raise NotFound("address-unknown")
    if token is not None:
        from kalix_presence.hub.calendars.subscriptions import echoed

        return Response(echoed(token), status_code=200, media_type="text/plain")
    subscriptions.take(await request.body())
    return Response("", status_code=202, media_type="text/plain")
