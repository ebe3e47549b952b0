"""Around everything: each request gets its id and its measure, and each refusal its line in the log."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kalix_presence.hub.access.client_address import client_address, is_in, source_of
from kalix_presence.hub.site.networks import Network
from kalix_presence.hub.supervision.request_record import RECORD, RequestRecord, is_plain, new_id
from kalix_presence.hub.supervision.seldom import Seldom
from kalix_presence.hub.web.running import Hub

if TYPE_CHECKING:
    from litestar import Litestar

HEADER = b"x-request-id"
GIVEN_ID = "kalix.request-id"
"""The extension of ASGI by which whoever is trusted gives the id."""
TOLD = frozenset((401, 403, 429))


class RequestLog:
    """An ASGI application around the hub's. The id is the one that a trusted proxy gives (X-Request-ID), if it is plain, or
    that of the hub which passed the request on."""

    def __init__(self, app: Any, hub: Hub, words: frozenset[str]) -> None:
        self._app, self._hub, self._words = app, hub, words
        self._refusals = Seldom("refused")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Let the hub answer, and note how it did."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        record = RequestRecord(self._id_for(scope))
        RECORD.set(record)
        begun = time.perf_counter()

        async def heard(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (HEADER, record.id.encode())]}
                self._note(scope, record, message["status"], time.perf_counter() - begun)
            await send(message)

        await self._app(scope, receive, heard)

    def _id_for(self, scope: Any) -> str:
        offers: dict[str, Any] = scope.get("extensions") or {}
        return str(offers[GIVEN_ID]) if GIVEN_ID in offers else id_for(scope, self._hub.proxies)

    def _note(self, scope: Any, record: RequestRecord, status: int, seconds: float) -> None:
        route = route_of(scope["path"], self._words)
        self._hub.measures.latency.labels(route).observe(seconds)
        if status < 400:
            return
        code = record.code or "unnamed"
        self._hub.measures.refusals.labels(str(status), code).inc()
        if status not in TOLD or code.startswith(("sign-in-wrong", "sign-in-wait", "sign-in-busy")):  # told where they happen
            return
        who = {"account": self._hub.marks.of(record.username)} if record.username else {"address": self._address(scope)}
        self._refusals.log(code, *who.values(), now=self._hub.steady(), status=status, route=route, **who)

    def _address(self, scope: Any) -> str:
        return source_of(address_in(scope, self._hub.proxies))


def id_for(scope: Any, proxies: Sequence[Network]) -> str:
    """The id of a request: what a proxy that the site trusts gives, or a new one."""
    if proxies:
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == HEADER]
        if len(given) == 1 and is_plain(given[0]) and is_in(_peer(scope), proxies):
            return str(given[0])
    return new_id()


def address_in(scope: Any, proxies: Sequence[Network]) -> str:
    """Where a request comes from, past the proxies that the site trusts."""
    named: dict[bytes, list[str]] = {b"forwarded": [], b"x-forwarded-for": []}
    for name, value in scope["headers"]:
        if name in named:
            named[name].append(value.decode("latin-1"))
    forwarded, x_forwarded_for = named.values()
    return client_address(_peer(scope), forwarded, x_forwarded_for, proxies)


def words_of(app: Litestar) -> frozenset[str]:
    """The words that stand in the addresses of `app`, without what differs from one request to the next."""
    return frozenset(part for route in app.routes for part in route.path.split("/") if part and "{" not in part)


def route_of(path: str, words: frozenset[str]) -> str:
    """What kind of request it is, by the last of `words` in its address: never a number, an id or what somebody made up."""
    return next((part for part in reversed(path.split("/")) if part in words), "other")


def _peer(scope: Any) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""
