"""3CX's configuration interface: one token at a time, whose age nobody is told truly, and answers of bounded size."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import httpx
import msgspec

from kalix_presence.hub.supervision.answers import AnswerTooLarge, seconds_asked, whole
from kalix_presence.model.errors import Unavailable

SECONDS = 8.0
"""Longest wait for a whole answer."""
MOST_BYTES = 16 * 1024 * 1024
LONGEST_PAUSE = 3.0
"""Seconds that are waited when 3CX asks for a pause; who is to wait longer is told that it cannot be reached."""
AT_ONCE = 4
"""Requests that go on side by side."""


class Xapi:
    """`url` is where 3CX is, without a path. Each client has one live token: a new one ends the one before, so that it is asked
    for only when the old one is refused, by one task for all who wait."""

    def __init__(self, url: str, client: str, key: str, *, ca: str = "") -> None:
        self._url, self._client, self._key, self._ca = url.rstrip("/"), client, key, ca
        self._token = ""
        self._renewing = asyncio.Lock()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._http: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Let go."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    @property
    def url(self) -> str:
        """Where 3CX is, without a slash at its end."""
        return self._url

    def context(self) -> ssl.SSLContext:
        """Whom it is believed by."""
        return ssl.create_default_context(cafile=self._ca or None)

    async def token(self, refused: str = "") -> str:
        """The one that lives, or a new one in place of one that was refused. Raises Unavailable."""
        held = self._token
        return held if held and held != refused else await self._renewed(refused)

    async def ask(
        self, method: str, path: str, *, query: dict[str, str] | None = None, body: object = None, under: str = "/xapi/v1"
    ) -> Any:
        """What 3CX answers, decoded; None for an answer without a body. `under` is where `path` begins.

        Raises Unavailable `pbx-unreachable` (not there, too slow, too busy, or it answers nonsense) and `pbx-refused`.
        """
        async with self._turn:
            token = self._token
            for again in (True, False):
                token = token or await self._renewed(token)
                status, answer = await self._send(method, under + path, query, body, token)
                if status != 401 or not again:
                    break
                token = await self._renewed(token)
        if status in (408, 429) or status >= 500:
            raise Unavailable("pbx-unreachable")
        if status >= 300 or status < 200:
            raise Unavailable("pbx-refused", action=f"{method} {path.partition('(')[0]}")
        return _decoded(answer) if answer else None

    async def _renewed(self, refused: str) -> str:
        """A token other than the one that was refused; one that somebody else has fetched meanwhile counts."""
        async with self._renewing:
            if self._token == refused:
                fields = {"client_id": self._client, "client_secret": self._key, "grant_type": "client_credentials"}
                form: dict[str, Any] = {name: (None, value) for name, value in fields.items()}
                status, answer = await self._request("POST", "/connect/token", files=form)
                if status in (400, 401, 403):
                    raise Unavailable("pbx-refused", action="token")
                told = _decoded(answer) if status == 200 else None
                if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
                    raise Unavailable("pbx-unreachable")
                self._token = told["access_token"]
            return self._token

    async def _send(self, method: str, path: str, query: dict[str, str] | None, body: object, token: str) -> tuple[int, bytes]:
        more: dict[str, Any] = {"headers": {"Authorization": f"Bearer {token}"}}
        if query is not None:
            more["params"] = query
        if body is not None:
            more["content"] = msgspec.json.encode(body)
            more["headers"]["Content-Type"] = "application/json"
        return await self._request(method, path, **more)

    async def _request(self, method: str, path: str, **more: Any) -> tuple[int, bytes]:
        """Once more after a pause that 3CX asks for, when it is a short one."""
        for again in (True, False):
            status, answer, pause = await self._once(method, path, **more)
            if status not in (429, 503) or not again or not 0 <= pause <= LONGEST_PAUSE:
                break
            await asyncio.sleep(pause)
        return status, answer

    async def _once(self, method: str, path: str, **more: Any) -> tuple[int, bytes, int]:
        try:
            async with asyncio.timeout(SECONDS), self._connections().stream(method, self._url + path, **more) as answer:
                pause = seconds_asked(answer.headers.get("Retry-After", "1"))
                return answer.status_code, await whole(answer, most=MOST_BYTES), -1 if pause is None else pause
        except (httpx.HTTPError, httpx.InvalidURL, AnswerTooLarge, TimeoutError, ssl.SSLError):
            raise Unavailable("pbx-unreachable") from None

    def _connections(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(
                verify=self.context(),
                follow_redirects=False,  # the key goes to the address of the settings and nowhere else
                trust_env=False,
                timeout=SECONDS,
                headers={"User-Agent": "kalix-hub", "Accept": "application/json"},
                limits=httpx.Limits(max_connections=AT_ONCE),
            )
        return self._http


def _decoded(answer: bytes) -> Any:
    try:
        return msgspec.json.decode(answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unavailable("pbx-unreachable") from None
