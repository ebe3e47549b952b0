"""The status change, for which people wait: taken past the framework when it is plainly what it should be.

A framework's careful look at each request takes a third of the time from a change to its rule in force. Here goes what needs
none: a well-formed PUT or DELETE of an absence by somebody whose token is known. Everything else, each malformed request among
it, goes on to the framework untouched, which answers and describes it (`/openapi.json`) as ever.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from kalix_presence import wire
from kalix_presence.hub.access.sessions import Signed
from kalix_presence.hub.supervision.request_record import asked_by
from kalix_presence.hub.web import problems
from kalix_presence.hub.web.asks import asks
from kalix_presence.hub.web.connection import EXTENSION, StreamProtocol
from kalix_presence.hub.web.inputs import refuse_unfit
from kalix_presence.hub.web.routes.absence import begin, end
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import PresenceError

if TYPE_CHECKING:
    from litestar import Litestar
    from litestar.types import Receive, Send

_PATH = re.compile(r"/api/v1/people/([0-9]{1,10})/absence")
_ENDPOINTS = {"PUT": "set_absence", "DELETE": "end_absence"}
_KEY = re.compile(rb"[!-~]{1,100}")
_WAYS = {b"": Way.TRAY, b"way=tray": Way.TRAY, b"way=cli": Way.CLI}
_READ = frozenset(
    (b"authorization", b"content-type", b"content-length", b"transfer-encoding", b"idempotency-key", b"accept-language")
)
_decoder = msgspec.json.Decoder(wire.AbsenceRequest)

Headers = dict[bytes, bytes]


class FastPath:
    """An ASGI application around the framework's."""

    def __init__(self, app: Litestar) -> None:
        self._app = app
        self._hub: Hub = app.state.hub
        self._most_bytes = self._hub.config.limits.body_bytes

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer, or let the framework."""
        plain = _plain(scope, self._most_bytes)
        if plain is None:
            return await self._app(scope, receive, send)
        extension, headers = plain
        request: wire.AbsenceRequest | Way | None
        if scope["method"] == "DELETE":
            request = _WAYS.get(scope["query_string"])
        else:
            body = await _body(receive)
            receive = _again(body, receive)
            request = _decoded(body)
        signed = await self._signed(headers)
        if request is None or signed is None:
            return await self._app(scope, receive, send)
        scope["extensions"][EXTENSION]["connection"].prove()
        key, accept = headers.get(b"idempotency-key"), headers.get(b"accept-language", b"").decode("latin-1")
        asked_by(signed.caller.username)
        asks(signed, scope["method"], _ENDPOINTS[scope["method"]], extension, now=self._hub.clock())
        try:
            claim = key.decode() if key else None
            self._hub.allowances.spend(signed.caller.username, "changes", self._hub.steady())
            if isinstance(request, Way):
                reply = await end(self._hub, signed.caller, extension, request, key=claim, accept=accept)
            else:
                reply = await begin(self._hub, signed.caller, extension, request, key=claim, accept=accept)
        except PresenceError as error:
            return await self._refuse(scope, send, error, accept)
        except Exception as error:  # noqa: BLE001 - nobody else sees it: logged, and told as our own fault
            return await self._refuse(scope, send, problems.unexpected(scope["method"], error), accept)
        return await self._send(scope, send, 200, {"content-type": "application/json"}, msgspec.json.encode(reply))

    async def _signed(self, headers: Headers) -> Signed | None:
        kind, _, token = headers.get(b"authorization", b"").partition(b" ")
        if kind.lower() != b"bearer" or not token.strip():
            return None
        try:
            return await self._hub.sessions.recognise(token.strip().decode("latin-1"), now=self._hub.clock())
        except PresenceError:
            return None

    async def _refuse(self, scope: Any, send: Send, error: PresenceError, accept: str) -> None:
        status, headers, body = problems.refused(error, accept)
        await self._send(scope, send, status, headers | {"content-type": problems.MEDIA_TYPE}, body)

    async def _send(self, scope: Any, send: Send, status: int, headers: dict[str, str], body: bytes) -> None:
        self._hub.measures.requests.labels(str(status)).inc()
        named = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        named.append((b"content-length", b"%d" % len(body)))
        connection: StreamProtocol = scope["extensions"][EXTENSION]["connection"]
        with connection.in_one_write():
            await send({"type": "http.response.start", "status": status, "headers": named})
            await send({"type": "http.response.body", "body": body, "more_body": False})


def _plain(scope: Any, most_bytes: int) -> tuple[str, Headers] | None:
    """Extension and headers of a request that can be answered here as far as its head tells."""
    if scope["type"] != "http" or scope["method"] not in ("PUT", "DELETE"):
        return None
    found = _PATH.fullmatch(scope["path"])
    if found is None:
        return None
    headers: Headers = {}
    for name, value in scope["headers"]:
        if name in _READ:
            if name in headers:
                return None
            headers[name] = value
    key, length = headers.get(b"idempotency-key"), headers.get(b"content-length", b"0")
    if b"transfer-encoding" in headers or (key is not None and not _KEY.fullmatch(key)):
        return None
    if scope["method"] == "DELETE":
        return (found[1], headers) if length == b"0" and scope["query_string"] in _WAYS else None
    is_json = headers.get(b"content-type", b"").partition(b";")[0].strip().lower() == b"application/json"
    is_short = len(length) < 10 and length.isdigit() and int(length) <= most_bytes
    return (found[1], headers) if is_json and is_short and not scope["query_string"] else None


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""  # hung up in the middle of it; nobody waits for an answer
        parts.append(message["body"])
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """`receive` with the body, read already, before what comes next."""
    told = False

    async def first() -> Any:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return first


def _decoded(body: bytes) -> wire.AbsenceRequest | None:
    try:
        request = _decoder.decode(body)
        refuse_unfit(request)
    except (*wire.UNREADABLE, PresenceError):
        return None
    return request
