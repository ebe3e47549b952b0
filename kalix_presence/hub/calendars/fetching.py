"""The one door to other servers: only allowed hosts, https outside this machine, no redirects elsewhere, size and time limits.

A calendar's address comes from a person, and whoever fetches addresses for others can be made to reach into a network (SSRF).
"""

from __future__ import annotations

import asyncio
from collections.abc import Container, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.supervision.answers import AnswerTooLarge, seconds_asked, whole
from kalix_presence.model.errors import BadInput, Unavailable

MOST_REDIRECTS = 3
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered, after redirects; `address` is where it was."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    address: str


@dataclass(frozen=True, slots=True)
class Login:
    """User name and password, and the address they were given for: no other server, port or scheme is told them."""

    address: str
    username: str
    password: str

    def auth_for(self, address: str) -> httpx.BasicAuth | None:
        """What to sign in with at `address`; None anywhere but where it belongs."""
        return httpx.BasicAuth(self.username, self.password) if _place(address) == _place(self.address) else None


class Fetcher:
    """Requests to the hosts of the settings. `close` it in the loop it was used in."""

    def __init__(self, settings: CalendarsSection, *, also: tuple[str, ...] = ()) -> None:
        """`also` are hosts that the site itself names elsewhere, such as those of Microsoft 365."""
        self._settings = settings
        self._hosts = {host.casefold() for host in (*settings.hosts, *also) if host}
        self._http: httpx.AsyncClient | None = None

    def check(self, address: str) -> str:
        """`address` when it may be asked, in https where it was copied as webcal://.

        Raises BadInput `calendar-address` or `calendar-host` (`host`).
        """
        address = as_https(address)
        try:
            parts = urlsplit(address)
            host, port = (parts.hostname or "").casefold(), parts.port
        except ValueError:
            raise BadInput("calendar-address", field="address") from None
        if parts.username or parts.password or not host or parts.fragment:
            raise BadInput("calendar-address", field="address")
        named = host if port is None else f"{host}:{port}"
        if host not in self._hosts and named not in self._hosts:
            raise BadInput("calendar-host", field="address", host=host[:100])
        if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
            raise BadInput("calendar-address", field="address")
        return address

    async def request(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        login: Login | None = None,
        judged: Container[int] = (),
    ) -> Fetched:
        """One request; at the statuses `judged` whoever asks looks themselves.

        Raises BadInput as `check`, `calendar-too-large`, `calendar-sign-in`, Unavailable `calendar-unreachable` or
        `calendar-busy` (`seconds`).
        """
        try:
            async with asyncio.timeout(self._settings.seconds):
                answer = await self._follow(method, address, dict(headers or {}), content, login)
        except TimeoutError:
            raise Unavailable("calendar-unreachable") from None
        except AnswerTooLarge:
            raise BadInput("calendar-too-large") from None
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Unavailable("calendar-unreachable", problem=type(fault).__name__) from None
        if answer.status in judged:
            return answer
        if answer.status in (401, 403):
            raise BadInput("calendar-sign-in")
        if answer.status in (429, 503):
            raise Unavailable("calendar-busy", seconds=_seconds(answer.headers.get("retry-after", "")))
        return answer

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _follow(
        self, method: str, address: str, headers: dict[str, str], content: bytes | None, login: Login | None
    ) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._one(method, self.check(address), headers, content, login)
            if answer.status not in (301, 302, 303, 307, 308):
                return answer
            try:
                following = urljoin(address, answer.headers.get("location", ""))
                elsewhere = _place(following) != _place(address)
            except ValueError:  # "http://[", "http://a:b/"
                raise Unavailable("calendar-unreachable", problem="redirects") from None
            if elsewhere:
                headers.pop("Authorization", None)  # a token is for the server it was got for
            address = following
        raise Unavailable("calendar-unreachable", problem="redirects")

    async def _one(
        self, method: str, address: str, headers: dict[str, str], content: bytes | None, login: Login | None
    ) -> Fetched:
        if self._http is None:
            self._http = httpx.AsyncClient(
                follow_redirects=False,
                timeout=self._settings.seconds,
                trust_env=False,
                headers={"User-Agent": "kalix-hub", "Accept-Encoding": "gzip"},
                limits=httpx.Limits(max_connections=16),
            )
        auth = None if login is None else login.auth_for(address)
        async with self._http.stream(method, address, headers=headers, content=content, auth=auth) as response:
            found = await whole(response, most=self._settings.most_bytes)
            return Fetched(response.status_code, response.headers, found, address)


def as_https(address: str) -> str:
    """The address that programs mean by webcal:// and webcals://."""
    scheme, colon, rest = address.strip().partition(":")
    return f"https:{rest}" if colon and scheme.casefold() in ("webcal", "webcals") else address.strip()


def _place(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port."""
    parts = urlsplit(as_https(address))
    return parts.scheme, (parts.hostname or "").casefold(), parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _seconds(text: str) -> int:
    asked = seconds_asked(text)
    return 60 if asked is None else min(max(asked, 1), 3600)
