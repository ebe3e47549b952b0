"""The way from a hub that stands by to the one that leads: kept-alive connections, and who leads now."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import httpcore

from kalix_presence.hub.hubs.leader import Group, Leader
from kalix_presence.hub.relay import between
from kalix_presence.hub.relay.in_one_write import InOneWrite
from kalix_presence.hub.relay.signing import HEADER, PassedOn, signed
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.errors import Unavailable

PATIENCE_SECONDS = 8.0
"""How long somebody who asks waits for a hub to lead: longer than a takeover, shorter than programs wait for an answer."""
MOST_WAITING = 4_000
CONNECTIONS = 1_024
"""To the hub that leads, at most: as many requests at the same time, the others wait for one."""
CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 150.0
"""Longer than the hub itself waits for its PBX (`pbx_seconds`). Who leads no more is not waited for at all."""
KEPT_SECONDS = 3.0
"""An idle connection is used no longer after this: before the other side closes it, in uvicorn after 5."""
LOOK_SECONDS = 0.1
PAUSE_SECONDS = 0.05
TURNS = 20
"""Of the loop, until whoever is told to wait no longer has let go of their connection."""


class NotReached(Exception):
    """Nothing of the request has been done: it was not sent, or refused unread."""


class BrokenOff(Exception):
    """It was sent, and no answer came: nobody here knows what became of it."""


class LeadsItself(Exception):
    """This hub leads: whoever waits is answered here."""


BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, TimeoutError, OSError)


class Answer:
    """What the other hub says; `pieces` are its body, as they come."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response
        self.status = response.status
        self.headers: between.Headers = [(name.lower(), value) for name, value in response.headers]
        self._named = dict(self.headers)

    def said(self, name: bytes) -> bytes:
        """A header's value, "" where there is none."""
        return self._named.get(name, b"")

    def pieces(self) -> AsyncIterator[bytes]:
        """The body."""
        return self._response.aiter_stream()

    async def whole(self) -> bytes:
        """All of the body."""
        return b"".join([piece async for piece in self.pieces()])

    async def close(self) -> None:
        """Nothing more of it is read."""
        await self._response.aclose()


@dataclass(slots=True)
class Asked:
    """A request to be passed on; `target` is its path and query as it came. `signed_body` for what is this hub's own word."""

    method: str
    target: bytes
    headers: between.Headers
    body: bytes
    told: PassedOn
    signed_body: bool = False


@dataclass(slots=True)
class _Leading:
    """The hub that leads, and what waits for its answers."""

    leader: Leader
    url: httpcore.URL
    http: httpcore.AsyncConnectionPool
    under_way: set[asyncio.Timeout] = field(default_factory=set)

    async def close(self) -> None:
        """It leads no more: its answers are not waited for."""
        for each in self.under_way:
            each.reschedule(0.0)
        for _ in range(TURNS):
            if not self.under_way:
                break
            await asyncio.sleep(0)
        await self.http.aclose()


class LeaderLink:
    """Knows who leads and speaks with them. `group.now` is looked at ten times a second."""

    def __init__(
        self,
        group: Group,
        *,
        context: Callable[[], ssl.SSLContext],
        clock: Callable[[], datetime],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._group, self._context, self._clock = group, context, clock
        self._patience = patience
        self._leading: _Leading | None = None
        self._changed = asyncio.Event()
        self._offset = 0.0
        self._places = asyncio.Semaphore(CONNECTIONS)
        self._ended, self._itself = False, False
        self.waiting = 0
        self.on_change: Callable[[], object] = lambda: None
        """Called when another hub leads, or the same one anew."""

    @property
    def leader(self) -> Leader | None:
        """Who leads, as far as anybody knows."""
        return self._group.now()

    @property
    def ended(self) -> bool:
        """Whether it is over with standing by."""
        return self._ended

    async def look(self) -> None:
        """See who leads, until cancelled."""
        while True:
            self._see()
            await asyncio.sleep(LOOK_SECONDS)

    async def stop(self) -> None:
        """Wait for nobody any more, and close."""
        self._ended = True
        self._wake()
        await self.leave()

    async def leave(self) -> None:
        """Whoever led leads no more: its answers are not waited for, and whoever had asked waits for the next one."""
        leading, self._leading = self._leading, None
        if leading is not None:
            await leading.close()

    def lead(self) -> None:
        """This hub leads, for good: whoever waits for one to lead, or asks from now on, is told so by LeadsItself."""
        self._itself = True
        self._wake()

    def deadline(self) -> float:
        """Until when somebody who asks now waits for a hub to lead, by the loop's clock."""
        return asyncio.get_running_loop().time() + self._patience

    async def found(self, deadline: float) -> Leader:
        """Who leads, as soon as somebody does. Raises Unavailable `hub-no-leader` at the deadline, or when too many wait, and
        LeadsItself."""
        self._require_other()
        if (leader := self._see()) is not None and not self._ended:
            return leader
        if self._ended or self.waiting >= MOST_WAITING:
            raise _nobody()
        self.waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                while True:
                    await self._changed.wait()
                    self._require_other()
                    if self._ended:
                        raise _nobody()
                    if (leader := self._see()) is not None:
                        return leader
        except TimeoutError:
            raise _nobody() from None
        finally:
            self.waiting -= 1

    async def pause(self, after: Leader, deadline: float) -> None:
        """`after` did not take a request: wait until another leads, or a moment. Raises as `found`."""
        self._require_other()
        if self._ended or asyncio.get_running_loop().time() + PAUSE_SECONDS > deadline or self.waiting >= MOST_WAITING:
            raise _nobody()
        self.waiting += 1
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(PAUSE_SECONDS):
                    while self._see() == after and not self._ended and not self._itself:
                        await self._changed.wait()
        finally:
            self.waiting -= 1

    @asynccontextmanager
    async def asked(self, leader: Leader, asked: Asked) -> AsyncIterator[Answer]:
        """Pass `asked` on to `leader`; its answer, of which only the head has come.

        Raises NotReached, and BrokenOff, also for what breaks off while the answer is read in the block.
        """
        async with self._place():
            leading = self._led_by(leader)
            async with self._until_left(leading) as sent:
                answer = await self._sent(leading, asked, sent)
                try:
                    yield answer
                finally:
                    with suppress(*BROKEN):
                        await answer.close()

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        if self._places.locked():
            if self.waiting >= MOST_WAITING:
                raise _nobody()
            self.waiting += 1
            try:
                await self._places.acquire()
            finally:
                self.waiting -= 1
        else:
            await self._places.acquire()
        try:
            yield
        finally:
            self._places.release()

    @asynccontextmanager
    async def _until_left(self, leading: _Leading) -> AsyncIterator[list[bool]]:
        """What is done in the block ends when another hub leads; the list says whether anything was sent."""
        sent: list[bool] = []
        bound = asyncio.timeout(None)
        try:
            async with bound:
                leading.under_way.add(bound)
                yield sent
        except BROKEN as fault:
            raise (BrokenOff() if sent else NotReached()) from fault
        finally:
            leading.under_way.discard(bound)

    async def _sent(self, leading: _Leading, asked: Asked, sent: list[bool]) -> Answer:
        for again in (True, False):
            try:
                answer = Answer(await leading.http.handle_async_request(self._request(leading.url, asked, sent)))
            except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.PoolTimeout):
                raise NotReached from None
            told = answer.said(between.SAYS)
            if told == between.CLOCK and again:
                await answer.close()
                self._offset = float(answer.said(between.NOW)) - self._clock().timestamp()
                sent.clear()
                continue
            if told in (between.NOT_LEADING, between.NO_TRUNK, between.CLOCK):
                await answer.close()
                raise NotReached
            return answer
        raise AssertionError

    def _request(self, url: httpcore.URL, asked: Asked, sent: list[bool]) -> httpcore.Request:
        at = self._clock().timestamp() + self._offset
        value = signed(
            self._group.secret, asked.method, asked.target, asked.told, at=at, body=asked.body if asked.signed_body else b""
        )

        async def trace(event: str, _: object) -> None:
            if event == "http11.send_request_headers.started":
                sent.append(True)

        timeout = {"connect": CONNECT_SECONDS, "pool": CONNECT_SECONDS, "read": ANSWER_SECONDS, "write": ANSWER_SECONDS}
        return httpcore.Request(
            asked.method,
            url,
            headers=[*asked.headers, (HEADER, value)],
            content=asked.body,
            extensions={"target": asked.target, "timeout": timeout, "trace": trace},
        )

    def _require_other(self) -> None:
        if self._itself:
            raise LeadsItself

    def _led_by(self, leader: Leader) -> _Leading:
        if self._ended or self._see() != leader or self._leading is None:
            raise NotReached
        return self._leading

    def _see(self) -> Leader | None:
        leader = self._group.now()
        known = self._leading
        if leader is None or self._ended or (known is not None and known.leader == leader):
            return leader
        self._leading = _Leading(
            leader,
            httpcore.URL(leader.address),
            httpcore.AsyncConnectionPool(
                ssl_context=self._context(),
                max_connections=CONNECTIONS,
                max_keepalive_connections=CONNECTIONS // 8,
                keepalive_expiry=KEPT_SECONDS,
                network_backend=InOneWrite(),
            ),
        )
        if known is not None:
            aside(known.close())
        self._wake()
        self.on_change()
        return leader

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _nobody() -> Unavailable:
    return Unavailable("hub-no-leader", seconds=2)
