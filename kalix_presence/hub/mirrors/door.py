"""The way to one server of another program: its own address only, encrypted outside this machine, no redirects, bounded."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from kalix_presence.hub.supervision.acting import ACTING
from kalix_presence.hub.supervision.answers import AnswerTooLarge, seconds_asked, whole
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.loopback import is_loopback, is_safe

MOST_BYTES = 4 * 1024 * 1024
USUAL_REST = 30
LONGEST_REST = 600


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    content: bytes

    def json(self) -> Any:
        """What it says. Raises Unavailable `mirror-unreachable` for what is none."""
        try:
            return msgspec.json.decode(self.content) if self.content else {}
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise Unavailable("mirror-unreachable", problem="json") from None


class Door:
    """Requests to `address` and what lies below it. `close` it in the loop it was used in.

    Raises BadInput `mirror-address` for an address that a secret must not be sent to.
    """

    def __init__(self, address: str, *, seconds: float, ca: str = "") -> None:
        if not is_safe(address):
            raise BadInput("mirror-address", address=address[:80])
        self.address, self._seconds, self._ca = address.rstrip("/"), seconds, ca
        self._place = urlsplit(self.address)[:2]
        self._http: httpx.AsyncClient | None = None

    async def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request; `path` begins with "/", or is a whole address that this server has given. Raises Unavailable
        `mirror-unreachable`, which a write may have been done in spite of, or `mirror-busy` (`seconds`)."""
        target = f"{self.address}{path}" if path.startswith("/") else path
        try:
            own = urlsplit(target)[:2] == self._place
        except ValueError:  # "https://["
            own = False
        if not own:
            raise Unavailable("mirror-unreachable", problem="elsewhere")  # a token is for the server it was got for
        if method != "GET" and form is None:
            ACTING.require()
        sent = dict(headers or {})
        content = None
        if body is not None:
            content, sent["Content-Type"] = msgspec.json.encode(body), "application/json"
        try:
            async with asyncio.timeout(self._seconds):
                answer, rest = await self._one(method, target, sent, content, dict(form) if form is not None else None)
        except TimeoutError:
            raise Unavailable("mirror-unreachable", problem="timeout") from None
        except AnswerTooLarge:
            raise Unavailable("mirror-unreachable", problem="size") from None
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Unavailable("mirror-unreachable", problem=type(fault).__name__) from None
        return judged(answer, rest)

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _one(
        self, method: str, target: str, headers: dict[str, str], body: bytes | None, form: dict[str, str] | None
    ) -> tuple[Answer, str]:
        if self._http is None:
            self._http = await asyncio.to_thread(self._connections)
        async with self._http.stream(method, target, headers=headers, content=body, data=form) as response:
            content = await whole(response, most=MOST_BYTES)
            return Answer(response.status_code, content), response.headers.get("retry-after", "")

    def _connections(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            verify=ssl.create_default_context(cafile=self._ca or None),
            follow_redirects=False,
            trust_env=not is_loopback(urlsplit(self.address).hostname or ""),
            timeout=self._seconds,
            headers={"User-Agent": "kalix-hub", "Accept": "application/json", "Accept-Encoding": "gzip"},
            limits=httpx.Limits(max_connections=32),
        )


def judged(answer: Answer, rest: str) -> Answer:
    """`answer`, where it is one. Raises Unavailable `mirror-busy` when the server asks for a rest (of `rest` seconds, as it
    says), `mirror-unreachable` when it fails or sends us elsewhere."""
    if answer.status in (429, 503):
        raise Unavailable("mirror-busy", seconds=_seconds(rest))
    if 300 <= answer.status < 400 or answer.status >= 500:
        raise Unavailable("mirror-unreachable", problem=str(answer.status))
    return answer


def _seconds(text: str) -> int:
    asked = seconds_asked(text)
    return USUAL_REST if asked is None else min(max(asked, 1), LONGEST_REST)
