"""A hub that stands by, as clients see it: each request goes on to the hub that leads, and its answer comes back as it is."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

from kalix_presence.hub.access.client_address import is_in
from kalix_presence.hub.relay import between
from kalix_presence.hub.relay.leader_link import Answer, Asked, BrokenOff, LeaderLink, LeadsItself, NotReached
from kalix_presence.hub.relay.own_pages import OwnPages
from kalix_presence.hub.relay.relay_measures import RelayMeasures
from kalix_presence.hub.relay.signing import HEADER, PassedOn
from kalix_presence.hub.relay.trunk import Trunk
from kalix_presence.hub.relay.trunks import Trunks
from kalix_presence.hub.site.networks import Network
from kalix_presence.hub.supervision.request_record import RECORD, RequestRecord
from kalix_presence.hub.supervision.seldom import Seldom
from kalix_presence.hub.web import problems
from kalix_presence.hub.web.connection import EXTENSION, StreamProtocol
from kalix_presence.hub.web.request_log import HEADER as X_REQUEST_ID
from kalix_presence.hub.web.request_log import address_in, id_for
from kalix_presence.hub.web.request_repair import STREAM
from kalix_presence.model.errors import PresenceError, Unavailable

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
KEY = b"idempotency-key"
FENCED = b'"code":"hub-leads-no-longer"'
"""Refused by a hub whose lead was over, as the database said: the next one is asked."""
LARGE_BODIES = 8
"""Request bodies past `body_bytes` that are held at the same time: a year of plans, or what a directory service pushes."""
WHOLE_BYTES = 1_048_576
"""An answer up to this is taken in whole before any of it is sent, so that it can be asked for again when it breaks off."""
LARGE_ANSWERS = 256
"""Longer ones, which go on as they come, at the same time: whoever reads slowly holds a connection to the hub that leads."""


class Relay:
    """An ASGI application. It has no rights of its own: the client's token decides everything at the hub that leads."""

    def __init__(
        self,
        link: LeaderLink,
        trunks: Trunks,
        pages: OwnPages,
        measures: RelayMeasures,
        *,
        proxies: tuple[Network, ...],
        body_bytes: int,
        most_body: int,
    ) -> None:
        """Bodies up to `body_bytes` are taken from everybody, up to `most_body` from a few at a time."""
        self._link, self._trunks, self._pages, self._measures = link, trunks, pages, measures
        self._proxies, self._body_bytes, self._most_body = proxies, body_bytes, most_body
        self._large_bodies, self._large_answers = 0, 0
        self._refusals = Seldom("refused")
        self.itself: Any = None
        """What answers instead, once this hub leads."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer by what the hub that leads says."""
        if (itself := self.itself) is not None:
            await itself(scope, receive, send)
            return
        record = RequestRecord(id_for(scope, self._proxies))
        RECORD.set(record)
        begun = time.perf_counter()

        async def heard(message: Any) -> None:
            if message["type"] == "http.response.start":
                self._measures.answered(message["status"], time.perf_counter() - begun)
            await send(message)

        try:
            if any(name == HEADER for name, _ in scope["headers"]):
                raise Unavailable("hub-not-leading", seconds=1)
            if (page := self._pages.page(scope)) is not None:
                await page(scope, heard)
            else:
                await self._pass_on(scope, record, receive, heard)
        except _Here as here:
            await self.itself(scope, _told_again(here.body, receive), send)
        except PresenceError as refusal:
            self._refusals.log(refusal.code, now=asyncio.get_running_loop().time())
            says = [(between.SAYS, between.NOT_LEADING)] if refusal.code == "hub-not-leading" else []
            await refuse(scope, heard, refusal, [*says, (X_REQUEST_ID, record.id.encode())])

    async def _pass_on(self, scope: Any, record: RequestRecord, receive: Any, send: Any) -> None:
        body = await self._body(receive)
        if body is None:
            return  # gone in the middle of it; nobody waits for an answer
        asked = self._asked(scope, record, body)
        try:
            if asked.method == "GET" and scope["path"].rstrip("/") == STREAM:
                await self._stream(scope, asked, receive, send)
            else:
                await self._ask(scope, asked, send)
        except LeadsItself:
            raise _Here(body) from None

    async def _ask(self, scope: Any, asked: Asked, send: Any) -> None:
        again = asked.method in SAFE or any(name == KEY for name, _ in asked.headers)
        deadline = self._link.deadline()
        while True:
            leader = await self._link.found(deadline)
            begun = False
            try:
                async with self._link.asked(leader, asked) as answer:
                    body = await _whole(answer)
                    if body is None:
                        begun = True
                        await self._as_it_comes(scope, answer, send)
                        return
                    if again and answer.status == 503 and FENCED in body:
                        raise NotReached
            except NotReached:
                pass
            except BrokenOff:
                if begun:
                    await _break_off(scope)
                    return
                if not again:
                    raise Unavailable("hub-unacknowledged") from None
            else:
                await self._give(scope, answer, body, send)
                return
            await self._link.pause(leader, deadline)

    async def _stream(self, scope: Any, asked: Asked, receive: Any, send: Any) -> None:
        deadline = self._link.deadline()
        while True:
            leader = await self._link.found(deadline)
            number, trunk = 0, None
            try:
                trunk = await self._trunks.to(leader)
                number = trunk.expect()
                theirs = replace(asked, told=replace(asked.told, trunk=trunk.name, reader=number))
                async with self._link.asked(leader, theirs) as answer:
                    body = await _whole(answer) or b""
                if answer.said(between.SAYS) != between.STREAM:
                    await self._give(scope, answer, body, send)
                    return
                if not trunk.lost:
                    self._prove(scope, answer)
                    await self._follow(scope, trunk, number, body, receive)
                    return
            except (NotReached, BrokenOff):  # it only reads: it may be asked for as often as it takes
                pass
            finally:
                if trunk is not None:
                    trunk.leave(number)
            await self._link.pause(leader, deadline)

    async def _follow(self, scope: Any, trunk: Trunk, number: int, head: bytes, receive: Any) -> None:
        """Hand the connection to the trunk until its client, or the hub that leads, ends it."""
        connection: StreamProtocol = scope["extensions"][EXTENSION]["connection"]
        connection.when_full = lambda: trunk.full(number)
        try:
            transport = connection.begin_stream(head)
        except ConnectionResetError:
            return
        self._measures.answered(200, None)
        try:
            trunk.begin(number, transport)
        except ConnectionResetError:
            transport.close()
            return
        while (await receive())["type"] != "http.disconnect":
            pass

    async def _body(self, receive: Any) -> bytes | None:
        """The whole body; None when its sender has gone. Raises RequestTooLarge, and Unavailable `relay-busy`."""
        parts: list[bytes] = []
        size, large = 0, False
        try:
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                size += len(message["body"])
                if size > self._most_body:
                    raise RequestTooLarge("request-too-large")
                if size > self._body_bytes and not large:
                    if self._large_bodies >= LARGE_BODIES:
                        raise Unavailable("relay-busy", seconds=5)
                    large = True
                    self._large_bodies += 1
                parts.append(message["body"])
                if not message.get("more_body"):
                    return b"".join(parts)
        finally:
            self._large_bodies -= large

    def _asked(self, scope: Any, record: RequestRecord, body: bytes) -> Asked:
        given = dict(scope["headers"])
        headers = between.end_to_end(scope["headers"], between.OF_PROXIES)
        if b"transfer-encoding" in given:
            headers.append((b"content-length", b"%d" % len(body)))
        if b"host" not in given:
            headers.append((b"host", b"localhost"))
        scheme = str(scope["scheme"])
        if scope.get("client") and is_in(scope["client"][0], self._proxies):
            scheme = "http" if given.get(b"x-forwarded-proto", b"").strip().lower() == b"http" else "https"
        query = scope["query_string"]
        target = scope["raw_path"] + (b"?" + query if query else b"")
        told = PassedOn(address_in(scope, self._proxies), scheme, record.id)
        return Asked(scope["method"], target, headers, body, told)

    async def _give(self, scope: Any, answer: Answer, body: bytes, send: Any) -> None:
        self._prove(scope, answer)
        connection: StreamProtocol = scope["extensions"][EXTENSION]["connection"]
        with connection.in_one_write():
            await send(_start(scope, answer))
            await send({"type": "http.response.body", "body": body, "more_body": False})

    async def _as_it_comes(self, scope: Any, answer: Answer, send: Any) -> None:
        if self._large_answers >= LARGE_ANSWERS:
            raise Unavailable("relay-busy", seconds=5)
        self._prove(scope, answer)
        self._large_answers += 1
        try:
            await send(_start(scope, answer))
            async for piece in answer.pieces():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._large_answers -= 1

    def _prove(self, scope: Any, answer: Answer) -> None:
        if answer.said(between.PROVEN):
            scope["extensions"][EXTENSION]["connection"].prove()


class _Here(Exception):
    """This hub leads by now, and is to answer what it was to pass on. `body` was read."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body


class RequestTooLarge(PresenceError):
    """More than any route takes."""

    status = 413


async def refuse(scope: Any, send: Any, refusal: PresenceError, headers: between.Headers) -> None:
    """The whole answer to a refusal by this hub itself."""
    accept = next((value for name, value in scope["headers"] if name == b"accept-language"), b"").decode("latin-1")
    status, named, body = problems.refused(refusal, accept)
    said = [
        (b"content-type", problems.MEDIA_TYPE.encode()),
        *((name.encode(), value.encode()) for name, value in named.items()),
    ]
    said.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": [*said, *headers]})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _told_again(body: bytes, receive: Any) -> Any:
    """What gives `body`, which was read from `receive` already, and then what comes after it."""
    first = [{"type": "http.request", "body": body, "more_body": False}]

    async def told() -> Any:
        return first.pop() if first else await receive()

    return told


def _start(scope: Any, answer: Answer) -> dict[str, Any]:
    """The head of the answer, without what this hub says of itself in each of its own."""
    connection: StreamProtocol = scope["extensions"][EXTENSION]["connection"]
    own = {name.lower() for name, _ in connection.server_state.default_headers} | {b"date"}
    headers: between.Headers = []
    for name, value in between.end_to_end(answer.headers, between.OF_ANSWERS):
        if name in own:
            own.discard(name)  # once: what an endpoint says beside it is its own
        else:
            headers.append((name, value))
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


async def _whole(answer: Answer) -> bytes | None:
    """The body, unless it is so long that it goes on as it comes."""
    if int(answer.said(b"content-length") or WHOLE_BYTES + 1) > WHOLE_BYTES and answer.status not in (204, 304):
        return None
    return await answer.whole()


async def _break_off(scope: Any) -> None:
    """The rest of an answer does not come: its reader must not take what they have for the whole."""
    scope["extensions"][EXTENSION]["connection"].transport.abort()
    await asyncio.sleep(0)  # until the connection has been told
    await asyncio.sleep(0)
