"""The event stream: Server-Sent Events, written straight to the connection."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import get
from litestar.openapi import ResponseSpec
from litestar.params import HeaderParameter, QueryParameter
from litestar.response.base import ASGIResponse

from kalix_presence import wire
from kalix_presence.hub.access.sessions import Signed
from kalix_presence.hub.supervision.request_record import RECORD
from kalix_presence.hub.web.connection import EXTENSION, StreamProtocol
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.access import Action, require
from kalix_presence.model.errors import TooMany, Unavailable

# No length and no chunks: the answer lasts as long as the connection, so one frame of bytes is the same for every reader.
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nx-accel-buffering: no\r\nconnection: close\r\n"


class StreamAnswer(ASGIResponse):
    """Takes the connection over and keeps it until the reader or the hub ends it."""

    __slots__ = ("_after", "_apart", "_connection", "_hub", "_signed")

    def __init__(self, hub: Hub, signed: Signed, connection: StreamProtocol, after: int | None, *, apart: bool) -> None:
        super().__init__(media_type="text/event-stream")
        self._hub, self._signed, self._connection, self._after, self._apart = hub, signed, connection, after, apart

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Open the stream and wait for its end."""
        try:
            record = RECORD.get()
            transport = self._connection.begin_stream(HEAD + b"x-request-id: %b\r\n" % record.id.encode() if record else HEAD)
        except ConnectionResetError:
            return
        self._hub.measures.requests.labels("200").inc()
        try:
            reader = await self._hub.streams.open(self._signed, transport, self._after, apart=self._apart)
        except Unavailable:
            transport.close()  # the head is sent: the reader tries again by itself
            return
        self._connection.when_full = lambda: self._hub.streams.full(reader)
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._hub.streams.unsubscribe(reader)


# A union of types, which is more than the library's annotation says it takes.
ANY_EVENT: Any = wire.Event


@get(
    "/api/v1/events",
    tags=["events"],
    media_type="text/event-stream",
    responses={
        **refusals(400, 401, 403, 429, 503),
        200: ResponseSpec(
            ANY_EVENT,
            media_type="text/event-stream",
            generate_examples=False,
            description="Server-Sent Events: one `hello` with the whole board, or `board_apart`, then events.",
        ),
    },
)
async def stream(
    request: Asking,
    last_event_id: Annotated[
        str | None,
        HeaderParameter(name="Last-Event-ID", description="The `id` seen last, to resume after it.", max_length=40),
    ] = None,
    board: Annotated[
        str, QueryParameter(description='"apart": the whole board is asked for by GET /board.', pattern="^(whole|apart)$")
    ] = "whole",
) -> StreamAnswer:
    """All changes as they happen. With `Last-Event-ID` it goes on after that event, nothing missed and nothing doubled."""
    hub = hub_of(request)
    require(caller_of(request), Action.SEE_EVENTS)
    if len(hub.streams) >= hub.config.limits.streams:
        raise TooMany("streams-full", seconds=30)
    of_account, of_session = hub.streams.open_by(request.user)
    if of_account >= hub.config.limits.streams_per_account or of_session >= hub.config.limits.streams_per_session:
        raise TooMany("streams-own", seconds=30)
    offers: dict[str, Any] = request.scope.get("extensions") or {}
    offered: StreamProtocol | None = offers.get(EXTENSION, {}).get("connection")
    if offered is None:
        raise Unavailable("streams-elsewhere")
    after = hub.board.generation.number_of(last_event_id)
    return StreamAnswer(hub, request.user, offered, after, apart=board == "apart")
