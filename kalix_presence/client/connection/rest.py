"""The hub's REST API, as a client calls it. Everything it raises is a `PresenceError`."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.address import hub_address
from kalix_presence.client.connection.answers import NOTHING_MORE, Answers
from kalix_presence.client.connection.own_certificate import show_own
from kalix_presence.client.connection.proxies import finder_for, goes_direct, proxy_of
from kalix_presence.client.connection.unreachable import told_apart
from kalix_presence.client.gc_pause import import_httpx, many_objects
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import (
    BadInput,
    Conflict,
    Forbidden,
    NotFound,
    PresenceError,
    SignInNeeded,
    TooMany,
    Unavailable,
)

if TYPE_CHECKING:
    import ssl

    import httpx

T = TypeVar("T")
_KINDS: dict[int, type[PresenceError]] = {
    401: SignInNeeded,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    429: TooMany,
}


def new_key() -> str:
    """An idempotency key: one per change a person asks for, kept through every retry of it."""
    return uuid.uuid4().hex


class HubClient:
    """One connection pool to one hub. Use it inside one event loop and `close` it there."""

    def __init__(self, address: str, *, token: str | None = None, language: str = "sv", seconds: float = 10.0) -> None:
        """Raises BadInput for an address that passwords must not travel to."""
        self.address = hub_address(address)
        self.token = token
        self.language = language
        self.renew: Callable[[str | None], Awaitable[bool]] | None = None
        """Asked for another token when the hub takes this one no longer; False when there is none to be had."""
        self.who: Callable[[], str] = lambda: ""
        """Who asks just now: what one person asked for is never asked again with another one's token."""
        self._seconds = seconds
        self._pool: httpx.AsyncClient | None = None

    @property
    def http(self) -> httpx.AsyncClient:
        """The connection pool, made when first needed: httpx takes its time to import.

        Raises Unavailable `hub-proxy-unusable` (`proxy`) where this computer names a proxy of a kind that cannot be used, and
        as `trusted`.
        """
        if self._pool is None:
            import_httpx()
            import httpx

            try:
                verify, find = trusted(self.address), finder_for(self.address)
                self._pool = httpx.AsyncClient(
                    base_url=self.address,
                    timeout=self._seconds,
                    headers={"User-Agent": "kalix-presence"},
                    verify=verify,
                    trust_env=find is None and not goes_direct(urlsplit(self.address).hostname or ""),
                    transport=None if find is None else _transport(find, verify),
                )
            except (ImportError, ValueError, httpx.InvalidURL):
                # Desktops set socks:// for everything, and httpx makes no pool at all of a proxy that it cannot use.
                proxy = proxy_of(self.address)
                raise Unavailable("hub-proxy-unusable", proxy="" if proxy is None else proxy.address) from None
        return self._pool

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
        if self._pool is not None:
            await self._pool.aclose()
            self._pool = None

    async def sign_in(
        self,
        username: str,
        password: str,
        *,
        device: str = "",
        proof: str = "",
        refreshing: bool = False,
        answers: Answers = NOTHING_MORE,
    ) -> wire.SignedIn:
        """Trade username and password for a token, which this client uses from then on. Says why the hub is not reached."""
        more = (answers.new_password, answers.code, answers.ticket)
        wish = wire.SignIn(username, password, device, proof, refreshing, *more)
        try:
            signed = _read(await self._send("POST", "/sign-in", body=wish), wire.SignedIn)
        except PresenceError as fault:
            raise await asyncio.to_thread(told_apart, fault, self.address) from fault
        self.token = signed.token
        return signed

    async def refresh(self, refresh: str, key: str) -> wire.SignedIn:
        """Trade a refresh token for new tokens; whoever asks says whether they are used."""
        return _read(await self._send("POST", "/sign-in/refresh", body=wire.Refresh(refresh, key)), wire.SignedIn)

    async def change_password(self, current: str, password: str) -> None:
        """Choose another password; all other sessions end."""
        await self.send("PUT", "/password", body=wire.PasswordChange(current, password))

    async def second_factor(self) -> bool:
        """Whether a code is asked for when one signs in."""
        return (await self.request("GET", "/second-factor", wire.FactorState)).there

    async def offer_second_factor(self) -> wire.FactorOffer:
        """A second factor, which holds once its first code has come back."""
        return await self.request("POST", "/second-factor", wire.FactorOffer)

    async def set_second_factor(self, taken: wire.FactorTaken) -> list[str]:
        """Have the offered one hold; its recovery codes."""
        return (await self.request("PUT", "/second-factor", wire.RecoveryCodes, body=taken)).codes

    async def end_second_factor(self, given_up: wire.FactorGivenUp) -> None:
        """Let the password be enough again."""
        await self.send("POST", "/second-factor/end", body=given_up)

    async def sessions(self) -> list[wire.SessionView]:
        """Where one is signed in."""
        return (await self.request("GET", "/sessions", wire.SessionsView)).sessions

    async def end_session(self, session: str) -> None:
        """Sign out there."""
        await self.send("DELETE", f"/sessions/{quote(session, safe='')}")

    async def end_other_sessions(self) -> int:
        """Sign out everywhere but here; of how many sessions."""
        return (await self.request("DELETE", "/sessions", wire.SessionsEnded, params={"others": "true"})).ended

    async def sign_out(self) -> None:
        """Make the token worthless at the hub."""
        await self.send("DELETE", "/sign-in")
        self.token = None

    async def me(self) -> wire.Me:
        """Who is signed in and what they may do."""
        return await self.request("GET", "/me", wire.Me)

    async def reasons(self) -> wire.ReasonsView:
        """The site's reasons and the policy facts a client shows."""
        return await self.request("GET", "/reasons", wire.ReasonsView)

    async def person(self, extension: str) -> wire.PersonView:
        """One person of the directory."""
        return await self.request("GET", f"/people/{quote(extension, safe='')}", wire.PersonView)

    async def people(
        self, query: str = "", *, limit: int = 100, after: str | None = None, standings: bool = True
    ) -> wire.PeoplePage:
        """A page of people that match `query`, best first, or all of them."""
        params = {"q": query, "limit": str(limit), "after": after or "", "standings": "" if standings else "false"}
        return await self.request("GET", "/people", wire.PeoplePage, params={key: text for key, text in params.items() if text})

    async def everybody(self, *, standings: bool = True) -> list[wire.PersonView]:
        """The whole directory, page by page; a hub that is older tells `standings` all the same."""
        found: list[wire.PersonView] = []
        after: str | None = None
        with many_objects():
            while True:
                page = await self.people(limit=500, after=after, standings=standings)
                found += page.people
                after = page.next
                if after is None:
                    return found

    async def rule(self, extension: str) -> wire.RuleView:
        """The rule as the PBX holds it, read now."""
        return await self.request("GET", f"/people/{quote(extension, safe='')}/rule", wire.RuleView)

    async def announcement(self, extension: str) -> bytes:
        """What somebody who calls now hears, as a WAV file. Raises NotFound where the phone rings."""
        return await self.send("GET", f"/people/{quote(extension, safe='')}/rule/sound")

    async def preferences(self, extension: str) -> wire.PreferencesView:
        """What somebody has chosen about their time."""
        return await self.request("GET", f"/people/{quote(extension, safe='')}/preferences", wire.PreferencesView)

    async def set_preferences(self, extension: str, request: wire.PreferencesRequest) -> wire.PreferencesView:
        """Change what somebody has chosen; what the wish leaves out stays."""
        return await self.request("PUT", f"/people/{quote(extension, safe='')}/preferences", wire.PreferencesView, body=request)

    async def set_absence(self, extension: str, request: wire.AbsenceRequest, *, key: str) -> wire.StatusReply:
        """Ask for an absence; a retry with the same `key` does nothing twice."""
        path = f"/people/{quote(extension, safe='')}/absence"
        return await self.request("PUT", path, wire.StatusReply, body=request, key=key)

    async def end_absence(self, extension: str, *, key: str, way: Way = Way.TRAY) -> wire.StatusReply:
        """Ask to be back."""
        path = f"/people/{quote(extension, safe='')}/absence"
        return await self.request("DELETE", path, wire.StatusReply, key=key, params={"way": way.value})

    async def share_asked(self, extension: str, asked: wire.AskedDay) -> wire.AskedDay:
        """Tell which of today's questions were answered here; those answered on any of one's computers."""
        return await self.request("PUT", f"/people/{quote(extension, safe='')}/asked", wire.AskedDay, body=asked)

    async def show_life(self, extension: str) -> wire.StatusReply:
        """Say that this computer has seen its owner come back."""
        return await self.request("POST", f"/people/{quote(extension, safe='')}/sign-of-life", wire.StatusReply)

    async def leave_message(self, request: wire.MessageRequest, *, key: str) -> wire.MessageView:
        """Leave a callback message; durable at the hub when this returns."""
        return await self.request("POST", "/messages", wire.MessageView, body=request, key=key)

    async def messages(
        self, *, state: str = "open", query: str = "", after: str | None = None, limit: int = 200
    ) -> wire.MessagesPage:
        """A page of the messages that concern one: open by due time, or done, newest first."""
        params = {"state": state, "q": query, "after": after or "", "limit": str(limit)}
        return await self.request(
            "GET", "/messages", wire.MessagesPage, params={name: text for name, text in params.items() if text}
        )

    async def message(self, message_id: str) -> wire.MessageView:
        """One message."""
        return await self.request("GET", f"/messages/{quote(message_id, safe='')}", wire.MessageView)

    async def message_history(self, message_id: str) -> wire.MessageHistory:
        """Everything that happened to a message."""
        return await self.request("GET", f"/messages/{quote(message_id, safe='')}/steps", wire.MessageHistory)

    async def callback_advice(self, extension: str, *, urgent: bool = False) -> wire.CallbackAdvice:
        """What to know before a message is left for this person."""
        path = f"/people/{quote(extension, safe='')}/callback-advice"
        return await self.request("GET", path, wire.CallbackAdvice, params={"urgent": "true"} if urgent else None)

    async def step_message(self, message_id: str, step: wire.MessageStep, *, key: str) -> wire.MessageView:
        """One step of a message; how it stands after it."""
        return await self.request("PATCH", f"/messages/{quote(message_id, safe='')}", wire.MessageView, body=step, key=key)

    async def ring_message(self, message_id: str, *, way: Way = Way.TRAY) -> wire.CallBegun:
        """Have one's own phone rung, then the caller."""
        path = f"/messages/{quote(message_id, safe='')}/ring"
        return await self.ask_twice(path, wire.CallBegun, params={"way": way.value})

    async def ask_twice(
        self, path: str, kind: type[T], *, body: msgspec.Struct | None = None, params: dict[str, str] | None = None
    ) -> T:
        """POST what must not be done twice: when the connection breaks it is asked once more with the same key, and what the
        hub had begun by then is that one. Raises as `request`."""
        key = new_key()
        try:
            return await self.request("POST", path, kind, body=body, key=key, params=params)
        except Unavailable as fault:
            if fault.code != "hub-unreachable":
                raise
        return await self.request("POST", path, kind, body=body, key=key, params=params)

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
        return _read(await self.send(method, path, body=body, key=key, params=params), kind)

    async def send(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        params: dict[str, str] | None = None,
    ) -> bytes:
        """One request; the bytes of its answer. Raises what the hub refuses; a token that is over is renewed first."""
        used, who = self.token, self.who()
        try:
            return await self._send(method, path, body=body, key=key, params=params)
        except SignInNeeded as refused:
            if not await self.renewed(used, refused) or self.who() != who:
                raise
        return await self._send(method, path, body=body, key=key, params=params)

    async def renewed(self, used: str | None, refused: SignInNeeded) -> bool:
        """Whether there is another token than `used` now, which the hub `refused`. Raises what a renewal is refused for."""
        return refused.code == "sign-in-needed" and self.renew is not None and await self.renew(used)

    async def _send(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        key: str | None = None,
        params: dict[str, str] | None = None,
    ) -> bytes:
        import_httpx()
        import httpx

        headers = self.headers()
        if body is not None:
            headers["Content-Type"] = "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        content = None if body is None else msgspec.json.encode(body)
        try:
            answer = await self.http.request(method, f"/api/v1{path}", content=content, headers=headers, params=params)
        except httpx.HTTPError as fault:
            raise unreachable(fault) from fault
        if not answer.is_success:
            raise refusal(answer.status_code, answer.content)
        return answer.content


def _read(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except wire.UNREADABLE:
        raise Unavailable("hub-not-understood") from None


def unreachable(fault: Exception) -> Unavailable:
    """The hub cannot be reached: a certificate that is not trusted is said apart, for it needs an administrator."""
    return Unavailable("hub-untrusted" if "CERTIFICATE_VERIFY_FAILED" in str(fault) else "hub-unreachable")


def refusal(status: int, content: bytes) -> PresenceError:
    """The refusal in a problem+json answer; its own sentence, in the reader's language, is `params["detail"]`.

    What is no such answer did not come from the hub but from something on the way (a proxy, a hotel's sign-in page).
    """
    try:
        problem = msgspec.json.decode(content, type=wire.Problem)
    except wire.UNREADABLE:
        if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            return Unavailable("hub-proxy")
        behind = status in (HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)
        return Unavailable("hub-unreachable" if behind or status == HTTPStatus.INTERNAL_SERVER_ERROR else "hub-not-understood")
    kind = _KINDS.get(status) or (Unavailable if status >= 500 else BadInput)
    error = kind(problem.code, field=problem.field)
    error.params |= problem.params
    error.params["detail"] = problem.detail
    return error


def _transport(find: Callable[[str], list[str]], verify: ssl.SSLContext | bool) -> httpx.AsyncBaseTransport:
    from kalix_presence.client.connection.found_proxies import FoundProxies  # needs httpx, which takes its time to import

    return FoundProxies(find, verify)


def trusted(address: str) -> ssl.SSLContext:
    """The certificates to trust: the system's, where a municipality puts its own, and those that come with httpx; on macOS the
    system itself judges, by its keychain. A hub that asks for one is shown this computer's own.

    Raises Unavailable `hub-own-certificate` where that cannot be shown.
    """
    import ssl

    if not address.startswith("https:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and saves reading 140 certificates
    if sys.platform == "darwin":
        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        import certifi

        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
    show_own(context)
    return context
