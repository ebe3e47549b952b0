"""A transport that goes by whichever proxy the computer finds for the server, and asks anew when the way is no longer there.

Imported only where httpx is loaded already.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence

import httpx

NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)
"""Nothing was sent to the server yet: another way may be tried with the same request."""


class FoundProxies(httpx.AsyncBaseTransport):
    """`find` gives the proxies for an address in their order, none for directly; it may take seconds and runs in a thread."""

    def __init__(self, find: Callable[[str], Sequence[str]], verify: ssl.SSLContext | bool) -> None:
        self._find, self._verify = find, verify
        self._ways: dict[str, httpx.AsyncHTTPTransport] = {}
        self._order: list[str] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it the way that worked, or each way that is found; raises what the last one raised."""
        known = self._order is not None
        for way in self._order or await self._found(request.url):
            try:
                answer = await self._transport(way).handle_async_request(request)
            except NOT_REACHED as fault:
                last: Exception = fault
                continue
            self._order = [way]
            return answer
        self._order = None  # another network perhaps: what it says is asked for the next request
        if known:
            return await self.handle_async_request(request)
        raise last

    async def _found(self, url: httpx.URL) -> list[str]:
        found = await asyncio.to_thread(self._find, f"{url.scheme}://{url.netloc.decode('ascii')}/")
        return list(found) or [""]

    def _transport(self, way: str) -> httpx.AsyncHTTPTransport:
        if way not in self._ways:
            try:
                proxy = httpx.Proxy(way) if way else None
                self._ways[way] = httpx.AsyncHTTPTransport(verify=self._verify, proxy=proxy, trust_env=False)
            except (ImportError, ValueError, httpx.InvalidURL) as fault:
                raise httpx.ProxyError("a proxy that cannot be used") from fault
        return self._ways[way]

    async def aclose(self) -> None:
        """Close the connections of every way."""
        for way in self._ways.values():
            await way.aclose()
