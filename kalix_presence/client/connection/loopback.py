"""Where the browser comes back to after a sign-in: an address that only this computer reaches, for one answer (RFC 8252)."""

from __future__ import annotations

import asyncio
import hmac
import html
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from kalix_presence.model.errors import SignInNeeded, Unavailable

LONGEST = 16_384
"""Bytes of what a browser asks; an authorization code can be long."""
SECONDS = 10.0
"""How long a browser may take to say what it wants."""
_HOST = "127.0.0.1"
_HEADERS = (
    "Content-Type: text/html; charset=utf-8",
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy: no-referrer",
    "Cache-Control: no-store",
    "Connection: close",
)

Page = Callable[[str], str]
"""The text of a page: `signed-in`, `failed` or `elsewhere`."""


class Brought:
    """What a browser brought back. It waits until it is told how it went: nothing is said to be done before it is."""

    def __init__(self, params: dict[str, str]) -> None:
        self.params = params
        self.told: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def tell(self, text: str) -> None:
        """Show `text` in the browser."""
        if not self.told.done():
            self.told.set_result(text)


class Loopback:
    """Listens on a free port, or on one of `ports`, while it is entered. `redirect` is the site's, without a port."""

    def __init__(self, redirect: str, ports: Sequence[int], page: Page) -> None:
        self._wanted, self._ports, self._page = urlsplit(redirect), ports or (0,), page
        self._server: asyncio.Server | None = None
        self._state = ""
        self._brought: asyncio.Future[Brought] | None = None
        self._talking: set[asyncio.Task[None]] = set()
        self.redirect = ""
        """With the port it got."""

    async def __aenter__(self) -> Loopback:
        """Raises Unavailable `organisation-port-taken` where every port that the site allows is another program's."""
        for port in self._ports:
            with suppress(OSError):
                self._server = await asyncio.start_server(self._talk, _HOST, port, limit=LONGEST)
                break
        if self._server is None:
            raise Unavailable("organisation-port-taken", ports=", ".join(map(str, self._ports)))
        self._brought = asyncio.get_running_loop().create_future()
        port = self._server.sockets[0].getsockname()[1]
        self.redirect = f"{self._wanted.scheme}://{self._wanted.hostname}:{port}{self._wanted.path}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None  # noqa: S101 - it was entered
        self._server.close()
        if self._brought is not None and self._brought.done() and not self._brought.cancelled():
            self._brought.result().tell(self._page("failed"))  # whatever kept us from saying how it went
        if self._talking:
            await asyncio.wait(self._talking, timeout=2.0)  # a last page reaches the browser
        for task in self._talking:
            task.cancel()

    async def wait(self, state: str, seconds: float) -> Brought:
        """What the browser brings back with `state`. Raises SignInNeeded `organisation-late` when it does not come."""
        assert self._brought is not None  # noqa: S101 - it was entered
        self._state = state
        try:
            return await asyncio.wait_for(self._brought, seconds)
        except TimeoutError:
            raise SignInNeeded("organisation-late") from None

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - the server made it
        self._talking.add(task)
        try:
            with suppress(OSError, TimeoutError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                async with asyncio.timeout(SECONDS):
                    head = await reader.readuntil(b"\r\n\r\n")
                status, text = await self._answer(head.decode("ascii", "replace").split("\r\n", 1)[0])
                body = _shown(text).encode()
                lines = (f"HTTP/1.1 {status}", *_HEADERS, f"Content-Length: {len(body)}", "", "")
                writer.write("\r\n".join(lines).encode() + body)
                await writer.drain()
        finally:
            self._talking.discard(task)
            writer.close()

    async def _answer(self, line: str) -> tuple[str, str]:
        method, _, rest = line.partition(" ")
        asked = urlsplit(rest.partition(" ")[0])
        if method != "GET" or (asked.path or "/") != (self._wanted.path or "/"):
            return "404 Not Found", ""
        params = dict(parse_qsl(asked.query, keep_blank_values=True))
        known = self._state and hmac.compare_digest(params.get("state", "").encode(), self._state.encode())
        assert self._brought is not None  # noqa: S101 - it was entered
        if not known or self._brought.done():
            # Of another sign-in, or made up by a page: the one that is waited for still comes.
            return "400 Bad Request", self._page("elsewhere")
        brought = Brought(params)
        self._brought.set_result(brought)
        return "200 OK", await brought.told


def _shown(text: str) -> str:
    style = "font:1.2em system-ui,sans-serif;margin:4em auto;max-width:32em;padding:0 1em"
    return f'<!doctype html><meta charset="utf-8"><title>Kalix Presence</title><p style="{style}">{html.escape(text)}</p>'
