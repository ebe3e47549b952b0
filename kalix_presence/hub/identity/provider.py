"""The organisation's sign-in service as the hub asks it: what it publishes, its keys, and tokens for a code.

The hub asks by itself, not the person's computer: what the service answers is seen by the hub alone, and no computer needs
a way to it but the browser's own.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote_plus

import msgspec

from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.hub.supervision.answers import AnswerTooLarge, whole
from kalix_presence.model.errors import PresenceError, SignInNeeded, Unavailable
from kalix_presence.model.loopback import is_loopback, is_safe

if TYPE_CHECKING:
    import httpx
    from joserfc.jwk import KeySet

T = TypeVar("T")

KEPT_SECONDS = 3600.0
"""How long is believed what the service publishes; an unknown key is asked for at once."""
MOST_BYTES = 512 * 1024
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


class Published(msgspec.Struct, frozen=True):
    """What the service says of itself (OpenID Connect Discovery), as far as the hub needs it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    device_authorization_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class DeviceCode(msgspec.Struct, frozen=True):
    """A sign-in that somebody finishes in a browser elsewhere (RFC 8628); seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    expires_in: int
    verification_uri_complete: str = ""
    interval: int = 5


class _Tokens(msgspec.Struct, frozen=True):
    id_token: str


class _Refusal(msgspec.Struct, frozen=True):
    error: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    published: Published
    keys: KeySet
    until: float


class Provider:
    """Asks, and keeps what was published for an hour. `steady` gives seconds; `secret` is "" for a public client.

    Everything raises Unavailable when the service is away or says what nobody can use: `organisation-unreachable`,
    `organisation-unsafe`, `organisation-issuer`, `organisation-not-understood`.
    """

    def __init__(self, section: OidcSection, *, secret: str, ca: str, steady: Callable[[], float]) -> None:
        self._section, self._secret, self._ca, self._steady = section, secret, ca, steady
        self._http: httpx.AsyncClient | None = None
        self._kept: _Kept | None = None
        self._reading = asyncio.Lock()

    async def published(self) -> Published:
        """What the service says of itself."""
        return (await self._current()).published

    async def keys(self, *, but: KeySet | None = None) -> KeySet:
        """The keys that tokens are signed with; others than `but`, which lacked one: they are asked for anew."""
        kept = await self._current()
        if but is None or kept.keys is not but:
            return kept.keys
        async with self._reading:
            if self._kept is kept:
                self._kept = await self._read()
        return (await self._current()).keys

    async def id_token(self, *, code: str, verifier: str, redirect: str) -> str:
        """The ID token for an authorization code. Raises SignInNeeded `organisation-over` for a code that is none."""
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
        return await self._token(asked)

    async def begin_device(self) -> DeviceCode:
        """Begin a sign-in by code. Raises Unavailable `organisation-no-device` where the service knows none."""
        published = await self.published()
        if not published.device_authorization_endpoint:
            raise Unavailable("organisation-no-device")
        status, body = await self._post(published, published.device_authorization_endpoint, {"scope": self._section.scope})
        if status != 200:
            raise _refused(status, body)
        begun = _decoded(body, DeviceCode)
        for address in (begun.verification_uri, begun.verification_uri_complete):
            if address:
                _require_safe(address)
        return begun

    async def device_id_token(self, device_code: str) -> str:
        """The ID token once somebody has signed in elsewhere. Raises SignInNeeded `organisation-pending` until then."""
        return await self._token({"grant_type": DEVICE_GRANT, "device_code": device_code})

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _token(self, asked: dict[str, str]) -> str:
        published = await self.published()
        status, body = await self._post(published, published.token_endpoint, asked)
        if status != 200:
            raise _refused(status, body)
        return _decoded(body, _Tokens).id_token

    async def _current(self) -> _Kept:
        async with self._reading:
            if self._kept is None or self._kept.until <= self._steady():
                self._kept = await self._read()
            return self._kept

    async def _read(self) -> _Kept:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        address = f"{self._section.issuer.rstrip('/')}/.well-known/openid-configuration"
        published = _decoded(await self._get(address), Published)
        if published.issuer != self._section.issuer:
            raise Unavailable("organisation-issuer", said=published.issuer[:200])
        for endpoint in (published.authorization_endpoint, published.token_endpoint, published.jwks_uri):
            _require_safe(endpoint)
        if published.device_authorization_endpoint:
            _require_safe(published.device_authorization_endpoint)
        listed = _decoded(await self._get(published.jwks_uri), dict[str, Any])
        found = listed.get("keys")
        usable: list[Any] = []
        for key in found if isinstance(found, list) else []:
            try:  # a kind of key that we do not know is no reason to refuse the others
                KeySet.import_key_set({"keys": [key]})
            except (JoseError, ValueError, TypeError, KeyError, AttributeError):
                continue
            if key.get("kty") != "oct":  # a secret that everybody can read signs nothing
                usable.append(key)
        if not usable:
            raise Unavailable("organisation-not-understood", problem="keys")
        return _Kept(published, KeySet.import_key_set({"keys": usable}), self._steady() + KEPT_SECONDS)

    async def _get(self, address: str) -> bytes:
        status, body = await self._ask("GET", address, None, {})
        if status != 200:
            raise Unavailable("organisation-unreachable", problem=str(status))
        return body

    async def _post(self, published: Published, address: str, asked: dict[str, str]) -> tuple[int, bytes]:
        form, headers = {**asked, "client_id": self._section.client_id}, {}
        if self._secret and "client_secret_basic" in published.token_endpoint_auth_methods_supported:
            pair = f"{quote_plus(self._section.client_id)}:{quote_plus(self._secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        elif self._secret:
            form["client_secret"] = self._secret
        return await self._ask("POST", address, form, headers)

    async def _ask(self, method: str, address: str, form: dict[str, str] | None, headers: dict[str, str]) -> tuple[int, bytes]:
        import httpx

        if self._http is None:
            self._http = await asyncio.to_thread(self._connections)
        try:
            async with (
                asyncio.timeout(self._section.seconds),
                self._http.stream(method, address, data=form, headers=headers) as answer,
            ):
                return answer.status_code, await whole(answer, most=MOST_BYTES)
        except AnswerTooLarge:
            raise Unavailable("organisation-not-understood", problem="size") from None
        except TimeoutError:
            raise Unavailable("organisation-unreachable", problem="timeout") from None
        except httpx.HTTPError as fault:
            untrusted = "CERTIFICATE_VERIFY_FAILED" in str(fault)
            raise Unavailable(
                "organisation-untrusted" if untrusted else "organisation-unreachable", problem=type(fault).__name__
            ) from None

    def _connections(self) -> httpx.AsyncClient:
        import ssl

        import httpx

        return httpx.AsyncClient(
            verify=ssl.create_default_context(cafile=self._ca or None),
            follow_redirects=False,  # a code and a secret go to the address that was published and nowhere else
            trust_env=not is_loopback(httpx.URL(self._section.issuer).host),
            timeout=self._section.seconds,
            headers={"User-Agent": "kalix-hub", "Accept": "application/json"},
            limits=httpx.Limits(max_connections=16),
        )


def _require_safe(address: str) -> None:
    if not is_safe(address):
        raise Unavailable("organisation-unsafe", address=address[:200])


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unavailable("organisation-not-understood", problem="json") from None


def _refused(status: int, body: bytes) -> PresenceError:
    """What the service refused, as whoever signs in can understand it."""
    try:
        error = msgspec.json.decode(body, type=_Refusal).error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        error = ""
    if error in ("authorization_pending", "slow_down"):
        return SignInNeeded("organisation-pending", slower=error == "slow_down")
    if error in ("invalid_grant", "expired_token"):
        return SignInNeeded("organisation-over")
    if error == "access_denied":
        return SignInNeeded("organisation-denied")
    if status in (429, 500, 502, 503, 504) or not error:
        return Unavailable("organisation-unreachable", problem=str(status))
    return Unavailable("organisation-refuses", problem=error[:60])
