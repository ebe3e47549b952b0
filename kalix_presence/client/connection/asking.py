"""One request to a server, by whichever of its hubs answers: the one that answered last, else the next.

A token goes to the addresses that the settings name, or that DNS names for a service in them, and to no other: `pool` is the
one door. It has no own idea of a hub's REST API, which is `rest`'s.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.places import Places
from kalix_presence.client.connection.proxies import finder_for, goes_direct, proxy_of
from kalix_presence.client.connection.refusals import is_of_one_hub, refusal, seconds_asked, unreachable
from kalix_presence.client.connection.trust import trusted
from kalix_presence.client.gc_pause import import_httpx
from kalix_presence.model.errors import PresenceError, SignInNeeded, Unavailable

if TYPE_CHECKING:
    import ssl

    import httpx

T = TypeVar("T")

HURRIED = 2.5
"""Seconds for a connection to stand where there is another hub to turn to."""
_UNDONE = {"hub-no-leader", "hub-leads-no-longer"}
"""What a hub says of a request that it has not done."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `again`: it does nothing twice, also without a `key`; `at`: this hub is to answer and no other."""

    method: str
    path: str
    body: msgspec.Struct | None = None
    key: str | None = None
    params: dict[str, str] | None = None
    at: str = ""
    again: bool = False

    @property
    def repeatable(self) -> bool:
        """Whether it may be asked again of whom it is not known whether it was done."""
        return self.again or self.key is not None or self.method == "GET"


class Asking:
    """The connections to one server: a pool for each of its hubs."""

    def __init__(
        self,
        server: str,
        *,
        token: str | None = None,
        language: str = "sv",
        seconds: float = 10.0,
        site: str = "",
        first: str = "",
    ) -> None:
        """`server` is the setting: an address, several, the name of a service. `site` names what is kept of it on this
        computer, whichever addresses it has (the first of them unless said), and `first` the hub that answered last.

        Raises BadInput for an address that passwords must not travel to.
        """
        self.places = Places(server, first=first)
        self.server = ", ".join(self.places.entries)
        self.site = site or self.places.entries[0]
        self.token = token
        self.language = language
        self.renew: Callable[[str | None], Awaitable[bool]] | None = None
        """Asked for another token when the hub takes this one no longer; False when there is none to be had."""
        self.who: Callable[[], str] = lambda: ""
        """Who asks just now: what one person asked for is never asked again with another one's token."""
        self.on_answer: Callable[[str], None] = lambda _: None
        """Told which hub has answered, when it is another one than before."""
        self.asked_at = self.address
        """Which hub was asked last, whether it answered or not."""
        self._answered = ""
        self._seconds = seconds
        self._pools: dict[str, httpx.AsyncClient] = {}

    @property
    def address(self) -> str:
        """The hub that is asked: the one that answered last, or whose turn it is."""
        return self.places.turns.at or self.places.entries[0]

    def pool(self, address: str) -> httpx.AsyncClient:
        """The connections to one hub, made when first needed: httpx takes its time to import.

        Raises Unavailable `hub-not-listed` for an address that is none of the server's, `hub-proxy-unusable` (`proxy`) where
        this computer names a proxy of a kind that cannot be used, and as `trusted`.
        """
        if address not in self.places.turns.addresses:
            raise Unavailable("hub-not-listed", address=address)
        if address not in self._pools:
            self._pools[address] = _opened(address, self._seconds)
        return self._pools[address]

    def connecting(self, seconds: float) -> float:
        """How long a connection may take to stand, of the `seconds` for anything else: less where another hub may be asked."""
        turns = self.places.turns
        return seconds if turns.alone or all(turns.rests(each) for each in turns.addresses) else min(seconds, HURRIED)

    def worked(self, address: str) -> None:
        """This hub has answered."""
        self.places.turns.worked(address)
        if address != self._answered:
            self._answered = address
            self.on_answer(address)

    def headers(self) -> dict[str, str]:
        """What every request carries; raises SignInNeeded for a token that cannot be one."""
        named = {"Accept-Language": self.language}
        if not self.token:
            return named
        # A token from the environment may hold anything; only what fits in one header line may go there.
        if not all("!" <= letter <= "~" for letter in self.token):
            raise SignInNeeded("not-signed-in")
        return named | {"Authorization": f"Bearer {self.token}"}

    async def close(self) -> None:
        """Close the connections."""
        await self.places.close()
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            await pool.aclose()

    async def request(
        self,
        method: str,
        path: str,
        kind: type[T],
        *,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        params: dict[str, str] | None = None,
    ) -> T:
        """One request whose answer is a `kind`. Raises what the hub refuses."""
        return read_answer(await self.send(method, path, body=body, key=key, params=params), kind)

    async def send(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        params: dict[str, str] | None = None,
        at: str = "",
    ) -> bytes:
        """One request; the bytes of its answer. Raises what the hub refuses; a token that is over is renewed first.

        `at`: this hub is to answer and no other.
        """
        used, who = self.token, self.who()
        request = Request(method, path, body, key, params, at)
        try:
            return await self._send(request)
        except SignInNeeded as refused:
            if not await self.renewed(used, refused) or self.who() != who:
                raise
        return await self._send(request)

    async def renewed(self, used: str | None, refused: SignInNeeded) -> bool:
        """Whether there is another token than `used` now, which the hub `refused`. Raises what a renewal is refused for."""
        return refused.code == "sign-in-needed" and self.renew is not None and await self.renew(used)

    async def _send(self, request: Request) -> bytes:
        """What a hub may have done before it fell silent is asked of the next one only where that does nothing twice."""
        headers = self.headers()  # first, without a pause: by whoever asks now, at every hub that is tried
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        if request.key is not None:
            headers["Idempotency-Key"] = request.key
        content = None if request.body is None else msgspec.json.encode(request.body)
        turns = await self.places.ready()
        fault: PresenceError = Unavailable("hub-unreachable")
        for address in [request.at] if request.at else turns.order():
            try:
                return await self._ask(address, request, headers, content)
            except Unavailable as caught:
                fault = caught
                if not is_of_one_hub(caught):
                    raise
                turns.failed(address, least=seconds_asked(caught))
                if not request.repeatable and _may_be_done(caught):
                    raise
        raise fault

    async def _ask(self, address: str, request: Request, headers: dict[str, str], content: bytes | None) -> bytes:
        import_httpx()
        import httpx

        self.asked_at = address
        path = f"/api/v1{request.path}"
        limits = httpx.Timeout(self._seconds, connect=self.connecting(self._seconds))
        try:
            answer = await self.pool(address).request(
                request.method, path, content=content, headers=headers, params=request.params, timeout=limits
            )
        except httpx.HTTPError as fault:
            raise unreachable(fault) from fault
        if not answer.is_success:
            refused = refusal(answer.status_code, answer.content, answer.headers.get("retry-after", ""))
            if not is_of_one_hub(refused):
                self.worked(address)
            raise refused
        self.worked(address)
        return answer.content


def read_answer(content: bytes, kind: type[T]) -> T:
    """`content` as a `kind`; raises Unavailable `hub-not-understood`."""
    try:
        return msgspec.json.decode(content, type=kind)
    except wire.UNREADABLE:
        raise Unavailable("hub-not-understood") from None


def _may_be_done(fault: Unavailable) -> bool:
    """Whether the hub may have done what it was asked for, though nobody knows."""
    import httpx

    if fault.code in _UNDONE:
        return False
    unsent = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.PoolTimeout)
    return not isinstance(fault.__cause__, unsent)


def _opened(address: str, seconds: float) -> httpx.AsyncClient:
    import_httpx()
    import httpx

    try:
        verify, find = trusted(address), finder_for(address)
        return httpx.AsyncClient(
            base_url=address,
            timeout=seconds,
            headers={"User-Agent": "kalix-presence"},
            verify=verify,
            trust_env=find is None and not goes_direct(urlsplit(address).hostname or ""),
            transport=None if find is None else _transport(find, verify),
            follow_redirects=False,  # a hub cannot send a token anywhere else
        )
    except (ImportError, ValueError, httpx.InvalidURL):
        # Desktops set socks:// for everything, and httpx makes no pool at all of a proxy that it cannot use.
        proxy = proxy_of(address)
        raise Unavailable("hub-proxy-unusable", proxy="" if proxy is None else proxy.address) from None


def _transport(find: Callable[[str], list[str]], verify: ssl.SSLContext | bool) -> httpx.AsyncBaseTransport:
    from kalix_presence.client.connection.found_proxies import FoundProxies  # needs httpx, which takes its time to import

    return FoundProxies(find, verify)
