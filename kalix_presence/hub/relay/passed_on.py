"""At the hub that leads: requests that other hubs of the group pass on count as their clients' own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from typing import Any

from kalix_presence.hub.relay import between, framing
from kalix_presence.hub.relay.signing import HEADER, Forged, PassedOn, Stale, verified
from kalix_presence.hub.relay.trunk_end import TrunkEnd
from kalix_presence.hub.supervision.seldom import Seldom
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.hub.web import problems
from kalix_presence.hub.web.connection import EXTENSION, StreamProtocol
from kalix_presence.hub.web.request_log import GIVEN_ID
from kalix_presence.model.errors import Forbidden, PresenceError, Unavailable

BEAT_SECONDS = 4.0
"""Between two signs of life on a trunk."""
GONE_BYTES = 1_048_576
TRUNK_TIMES = 32
"""As many slow readers' worth may be unsent on a trunk."""
MOST_TRUNKS = 64
TRUNK_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\nconnection: close\r\n"


class TakesPassedOn:
    """An ASGI application around the hub's. `secret` is the group's; a request that bears no header of the group's goes through
    untouched, and counts as whoever sent it."""

    def __init__(self, app: Any, secret: bytes, *, clock: Callable[[], datetime], most_bytes: int) -> None:
        """`most_bytes` may be unsent to one slow reader."""
        self._app, self._secret, self._clock = app, secret, clock
        self._most = most_bytes * TRUNK_TIMES
        self._trunks: dict[str, TrunkEnd] = {}
        self._seldom = Seldom("passed-on-refused")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Let the hub answer whoever asked the other hub."""
        given = [value for name, value in scope["headers"] if name == HEADER] if scope["type"] == "http" else []
        if not given:
            await self._app(scope, receive, send)
            return
        body = await _gone_body(receive) if scope["path"] == between.GONE else b""
        try:
            told = self._verified(scope, given, body)
        except Stale:
            await self._say(scope, send, Forbidden("passed-on-refused"), between.CLOCK)
            return
        except Forged:
            self._seldom.log("forged", now=asyncio.get_running_loop().time())
            await self._say(scope, send, Forbidden("passed-on-refused"))
            return
        connection: StreamProtocol = scope["extensions"][EXTENSION]["connection"]
        connection.prove()
        trunk = self._trunks.get(told.trunk)
        if scope["path"] == between.TRUNK and told.trunk:
            await self._hold(told.trunk, connection, receive)
        elif told.trunk and trunk is None:
            await self._say(scope, send, Unavailable("hub-no-leader", seconds=1), between.NO_TRUNK)
        elif scope["path"] == between.GONE and trunk is not None:
            with suppress(framing.Broken):
                trunk.gone(framing.unpacked(body))
            await _answer(send, 204, [], b"")
        elif trunk is not None:
            await self._begin(_as_theirs(scope, told), trunk, told.reader, receive, send)
        else:
            await self._through(_as_theirs(scope, told), connection, receive, send)

    def _verified(self, scope: Any, given: list[bytes], body: bytes) -> PassedOn:
        if len(given) != 1:
            raise Forged
        query = scope["query_string"]
        target = scope["raw_path"] + (b"?" + query if query else b"")
        return verified(self._secret, scope["method"], target, given[0], now=self._clock().timestamp(), body=body)

    async def _through(self, scope: Any, connection: StreamProtocol, receive: Any, send: Any) -> None:
        theirs = _TheirConnection(connection)
        scope["extensions"][EXTENSION] = {"connection": theirs}

        async def heard(message: Any) -> None:
            if theirs.proven and message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (between.PROVEN, b"1")]}
            await send(message)

        await self._app(scope, receive, heard)

    async def _hold(self, name: str, connection: StreamProtocol, receive: Any) -> None:
        """Keep a trunk open until one of both sides ends it."""
        if name in self._trunks or len(self._trunks) >= MOST_TRUNKS:
            connection.transport.close()
            return
        try:
            transport = connection.begin_stream(TRUNK_HEAD)
        except ConnectionResetError:
            return
        end = self._trunks[name] = TrunkEnd(transport, self._most)
        connection.when_full, connection.when_drained = end.full, end.drained
        end.beat()
        ended = aside(_until_gone(receive))
        try:
            while not end.lost and not (await asyncio.wait((ended,), timeout=BEAT_SECONDS))[0]:
                end.beat()
        finally:
            ended.cancel()
            del self._trunks[name]
            end.lose()

    async def _begin(self, scope: Any, trunk: TrunkEnd, reader: int, receive: Any, send: Any) -> None:
        """Open a stream on a trunk, or answer as ever when the hub refuses it."""
        theirs = _TrunkConnection(trunk, reader)
        scope["extensions"][EXTENSION] = {"connection": theirs}
        refused = asyncio.Event()

        async def refuse(message: Any) -> None:
            refused.set()
            if theirs.proven and message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (between.PROVEN, b"1")]}
            await send(message)

        async def until_gone() -> Any:
            # The request is whole, and has no body: what is left to hear is that its client has gone.
            await theirs.gone.wait()
            return {"type": "http.disconnect"}

        async with trunk.opening:
            await trunk.calm()
            work = aside(self._app(scope, until_gone, refuse))
            begun = aside(theirs.begun.wait())
            try:
                await asyncio.wait((work, begun), return_when=asyncio.FIRST_COMPLETED)
            finally:
                begun.cancel()
        if theirs.begun.is_set():
            await _answer(send, 200, [(between.SAYS, between.STREAM), *_proof(theirs.proven)], theirs.head)
        elif not refused.is_set():
            await self._say(scope, send, Unavailable("hub-no-leader", seconds=1), between.NO_TRUNK)

    async def _say(self, scope: Any, send: Any, refusal: PresenceError, what: bytes = b"") -> None:
        accept = next((value for name, value in scope["headers"] if name == b"accept-language"), b"").decode("latin-1")
        status, headers, body = problems.refused(refusal, accept)
        named = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        named.append((b"content-type", problems.MEDIA_TYPE.encode()))
        if what:
            named += [(between.SAYS, what), (between.NOW, b"%.3f" % self._clock().timestamp())]
        await _answer(send, status, named, body)


class _TheirConnection:
    """The connection of another hub's client, as far as the hub needs it: the one between the two hubs is behind it."""

    def __init__(self, connection: StreamProtocol) -> None:
        self._connection = connection
        self.proven = False

    def prove(self) -> None:
        """The client has borne a good token."""
        self.proven = True

    def in_one_write(self) -> AbstractContextManager[None]:
        """As the connection has it."""
        return self._connection.in_one_write()

    def begin_stream(self, head: bytes) -> asyncio.Transport:
        """A stream goes by a trunk, and by nothing else. Raises Unavailable `streams-elsewhere`."""
        raise Unavailable("streams-elsewhere")


class _TrunkConnection:
    """The connection of a client that is to read a stream by a trunk."""

    def __init__(self, trunk: TrunkEnd, reader: int) -> None:
        self._trunk, self._reader = trunk, reader
        self.begun, self.gone = asyncio.Event(), asyncio.Event()
        self.head = b""
        self.proven = False
        self.when_full: Callable[[], object] = lambda: None

    def prove(self) -> None:
        """The client has borne a good token."""
        self.proven = True

    @contextmanager
    def in_one_write(self) -> Iterator[None]:
        """What is no stream goes out by itself."""
        yield

    def begin_stream(self, head: bytes) -> asyncio.Transport:
        """From now on the reader is written to. Raises ConnectionResetError when the trunk is lost."""
        transport = self._trunk.reader(self._reader, self.gone.set)
        self.head = head
        self.begun.set()
        return transport


def _as_theirs(scope: Any, told: PassedOn) -> dict[str, Any]:
    headers = [(name, value) for name, value in scope["headers"] if name not in between.OF_PROXIES]
    extensions = {GIVEN_ID: told.id}
    return {**scope, "client": (told.address, 0), "scheme": told.scheme, "headers": headers, "extensions": extensions}


def _proof(proven: bool) -> between.Headers:
    return [(between.PROVEN, b"1")] if proven else []


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _gone_body(receive: Any) -> bytes:
    body = bytearray()
    while len(body) <= GONE_BYTES:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message["body"]
        if not message.get("more_body"):
            return bytes(body)
    raise ConnectionResetError


async def _answer(send: Any, status: int, headers: between.Headers, body: bytes) -> None:
    length = [] if status == 204 else [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body, "more_body": False})
