"""The whole board at once, packed; what follows comes on the event stream."""

from __future__ import annotations

from typing import Annotated

from litestar import Response, get
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from kalix_presence import wire
from kalix_presence.hub.board.views import sees_all
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.hub.web.routes.packing import JSON, VARY, takes_packed
from kalix_presence.model.access import Action, require


@get(
    "/api/v1/board",
    tags=["events"],
    media_type=JSON,
    responses={
        200: ResponseSpec(wire.BoardView, media_type=JSON, generate_examples=False, description="Everybody's standing."),
        **refusals(400, 401, 403, 503),
    },
)
async def read_board(
    request: Asking,
    since: Annotated[
        int | None, QueryParameter(description="The `since` of a `board_apart` event: not older than that.", ge=0)
    ] = None,
) -> Response[bytes]:
    """Where everybody stands. Packed by gzip for whoever takes it: a board is packed once, however many ask."""
    hub, caller = hub_of(request), caller_of(request)
    require(caller, Action.SEE_EVENTS)
    board, full = hub.board, sees_all(caller, hub.board)
    own = board.standing(caller.extension, full=True) if caller.extension in board.states else None
    headers = dict(VARY)
    if not takes_packed(request):
        return Response(hub.snapshots.plain(full=full, own=own), media_type=JSON, headers=headers)
    packed = await hub.snapshots.packed(full=full, since=since)
    if own is not None and caller.extension in board.states:  # it may have changed while the board was packed
        own = board.standing(own.extension, full=True)
    return Response(packed.with_own(own), media_type=JSON, headers={**headers, "content-encoding": "gzip"})
