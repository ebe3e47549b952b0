"""CUCM's administrative interface (AXL) over HTTPS: few requests side by side, answers of bounded size, pauses it asks for."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any

import httpx

from kalix_presence.hub.supervision.answers import AnswerTooLarge, seconds_asked, whole
from kalix_presence.model.errors import Unavailable

if TYPE_CHECKING:
    from kalix_presence.hub.pbx.cucm.messages import Messages

SECONDS = 8.0
"""Longest wait for a whole answer."""
MOST_BYTES = 8 * 1024 * 1024
LONGEST_PAUSE = 3.0
"""Seconds that are waited when CUCM is too busy; who is to wait longer is told that it cannot be reached."""
AT_ONCE = 2
"""Requests that go on side by side: CUCM slows down whoever asks for more, and all others with them."""
NO_SUCH_LINE = 5007


class Axl:
    """`url` is where CUCM is, without a path."""

    def __init__(self, url: str, user: str, password: str, messages: Messages, *, ca: str = "") -> None:
        self._url, self._ca = f"{url.rstrip('/')}/axl/", ca
        self._auth = httpx.BasicAuth(user, password)
        self._messages, self._actions = messages, messages.actions
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._http: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Let go."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def ask(self, operation: str, **fields: Any) -> Any:
        """What CUCM answers, by its schema.

        Raises Unavailable `pbx-unreachable` (not there, too slow, too busy, or it answers nonsense) and `pbx-refused`, whose
        `action` is "sign-in", "number" where there is no such line, or the operation.
        """
        from kalix_presence.hub.pbx.cucm.messages import Fault

        asked = self._messages.written(operation, **fields)
        async with self._turn:
            status, answer = await self._request(operation, asked)
        if status in (401, 403):
            raise Unavailable("pbx-refused", action="sign-in")
        if status not in (200, 500):  # 500 comes with a fault that says why
            raise Unavailable("pbx-unreachable")
        try:
            return self._messages.read(operation, answer)
        except Fault as fault:
            raise Unavailable("pbx-refused", action="number" if fault.code == NO_SUCH_LINE else operation) from None

    async def _request(self, operation: str, asked: bytes) -> tuple[int, bytes]:
        """Once more after a pause, when CUCM says that it is too busy and for no long time."""
        for again in (True, False):
            status, answer, pause = await self._once(operation, asked)
            if status not in (429, 503) or not again or not 0 <= pause <= LONGEST_PAUSE:
                break
            await asyncio.sleep(pause)
        return status, answer

    async def _once(self, operation: str, asked: bytes) -> tuple[int, bytes, int]:
        heads = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": self._actions[operation]}
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._connections().stream("POST", self._url, content=asked, headers=heads, auth=self._auth) as answer,
            ):
                pause = seconds_asked(answer.headers.get("Retry-After", "1"))
                return answer.status_code, await whole(answer, most=MOST_BYTES), -1 if pause is None else pause
        except (httpx.HTTPError, httpx.InvalidURL, AnswerTooLarge, TimeoutError, ssl.SSLError):
            raise Unavailable("pbx-unreachable") from None

    def _connections(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(
                verify=ssl.create_default_context(cafile=self._ca or None),
                follow_redirects=False,  # the password goes to the address of the settings and nowhere else
                trust_env=False,
                timeout=SECONDS,
                headers={"User-Agent": "kalix-hub", "Accept": "text/xml"},
                limits=httpx.Limits(max_connections=AT_ONCE),
            )
        return self._http
