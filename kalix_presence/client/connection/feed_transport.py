"""How a feed's files come here: by httpx as everything else does, with the same trust and proxies, and bounded in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kalix_presence.client.connection.proxies import goes_direct
from kalix_presence.client.connection.trust import trusted
from kalix_presence.client.gc_pause import import_httpx

if TYPE_CHECKING:
    import httpx
    from tuf.ngclient import FetcherInterface

SILENCE = 10.0
"""Seconds without a byte."""


class FeedAway(Exception):
    """It could not be asked."""


class FeedTransport:
    """Connections to one feed, closed when the block ends; `seconds` is for all that is asked in it."""

    def __init__(self, address: str, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._address, self._clock, self._until = address, clock, clock() + seconds
        self._http: httpx.Client | None = None

    def __enter__(self) -> FeedTransport:
        import_httpx()
        import httpx

        try:
            self._http = httpx.Client(
                timeout=SILENCE,
                headers={"User-Agent": "kalix-presence", "Accept-Encoding": "identity"},
                verify=trusted(self._address),
                trust_env=not goes_direct(urlsplit(self._address).hostname or ""),
                follow_redirects=False,
            )
        except (ImportError, ValueError, httpx.InvalidURL):
            raise FeedAway from None  # a proxy of a kind that cannot be used
        return self

    def __exit__(self, *_: object) -> None:
        if self._http is not None:
            self._http.close()

    def fetcher(self) -> FetcherInterface:
        """As the library wants to be given it."""
        from tuf.ngclient import FetcherInterface

        pieces = self._pieces

        class Fetcher(FetcherInterface):  # type: ignore[misc]
            """By the connections above."""

            def _fetch(self, url: str) -> Iterator[bytes]:
                return pieces(url)

        return Fetcher()

    def _pieces(self, url: str) -> Iterator[bytes]:
        import httpx
        from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError

        if self._http is None:
            raise DownloadError("closed")
        try:
            with self._http.stream("GET", url) as answer:
                if answer.status_code != HTTPStatus.OK:
                    raise DownloadHTTPError("refused", answer.status_code)
                for piece in answer.iter_raw():  # as it lies there: what a compressed answer would become has no bound
                    if self._clock() > self._until:
                        raise SlowRetrievalError
                    yield piece
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise DownloadError("away") from None
