"""A sign-in by the organisation's service, from the button to a session of ours.

Nothing waits here between the two halves: what the first half knows goes to the client in a sealed ticket and comes back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.access.rate_limit import Guessing, Trying
from kalix_presence.hub.access.sessions import Sessions
from kalix_presence.hub.identity.id_token import claims_of
from kalix_presence.hub.identity.joining import account_for, claimed_by, require_second_factor
from kalix_presence.hub.identity.provider import Provider
from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.accounts import Account
from kalix_presence.model.errors import BadInput, NotFound, SignInNeeded, TooMany, Unavailable

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

T = TypeVar("T", bound="_Ticket")

LASTS = timedelta(minutes=15)
"""How long somebody may take in the browser."""
MOST_DEVICE_MINUTES = 60
AT_ONCE = 32
"""Questions to the service that may be on their way."""

_log = structlog.get_logger("kalix.sign-in")


class _Ticket(msgspec.Struct, frozen=True):
    """`mark` tells one sign-in from another; it ends at `until` (aware, UTC)."""

    mark: str
    until: datetime


class BrowserTicket(_Ticket, frozen=True, tag="browser"):
    """A sign-in in the browser of whoever knows the verifier of `challenge`."""

    nonce: str
    challenge: str
    redirect: str


class DeviceTicket(_Ticket, frozen=True, tag="device"):
    """A sign-in that is finished in a browser elsewhere."""

    device_code: str
    interval: int


class OrganisationSignIn:
    """Begins and finishes sign-ins. Where the site has none, everything raises NotFound `organisation-none`."""

    def __init__(
        self,
        provider: Provider | None,
        section: OidcSection,
        store: Store,
        sessions: Sessions,
        guessing: Guessing,
        *,
        must_have: frozenset[str],
        steady: Callable[[], float],
    ) -> None:
        self._provider, self._section, self._store, self._sessions = provider, section, store, sessions
        self._guessing, self._must_have, self._steady = guessing, must_have, steady
        self._asking = 0
        self._key: Fernet | None = None

    def seal_with(self, key: bytes) -> None:
        """What was begun at another hub with the same `key` (32 bytes) may be finished here; one of its own is made else."""
        from cryptography.fernet import Fernet

        self._key = Fernet(base64.urlsafe_b64encode(key))

    def ways(self, language: str) -> wire.SignInWays:
        """How one may sign in here, in words for `language`."""
        section = self._section
        if self._provider is None:
            return wire.SignInWays()
        button = section.button.get(language) or next(iter(section.button.values()), "") or _host(section.issuer)
        return wire.SignInWays(button, section.redirect, list(section.redirect_ports), section.device)

    async def begin(self, asked: wire.BrowserBegin, *, now: datetime) -> wire.BrowserBegun:
        """Where the browser is to go. Raises BadInput `organisation-redirect` for a place that is not on one's own computer."""
        provider, section = self._there(), self._section
        self._refuse_redirect(asked.redirect)
        if not 43 <= len(asked.challenge) <= 128:
            raise BadInput("organisation-redirect", field="challenge")
        published = await provider.published()
        state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        ticket = BrowserTicket(secrets.token_hex(8), now + LASTS, nonce, asked.challenge, asked.redirect)
        question = urlencode(
            {
                "response_type": "code",
                "client_id": section.client_id,
                "redirect_uri": asked.redirect,
                "scope": section.scope,
                "state": state,
                "nonce": nonce,
                "code_challenge": asked.challenge,
                "code_challenge_method": "S256",
            }
        )
        joint = "&" if urlsplit(published.authorization_endpoint).query else "?"
        return wire.BrowserBegun(self._seal(ticket), f"{published.authorization_endpoint}{joint}{question}", state)

    async def finish(self, answer: wire.BrowserAnswer, *, address: str, now: datetime) -> wire.SignedIn:
        """A session for what came back to the computer. Raises as `claims_of`, `account_for` and
        `require_second_factor`, SignInNeeded `organisation-over`, Unavailable as `Provider`, TooMany `sign-in-wait` and
        `sign-in-busy`."""
        provider, ticket = self._there(), self._open(answer.ticket, BrowserTicket, now=now)
        verified = base64.urlsafe_b64encode(hashlib.sha256(answer.verifier.encode()).digest()).rstrip(b"=").decode()
        if not hmac.compare_digest(verified.encode(), ticket.challenge.encode()):
            raise SignInNeeded("organisation-over")
        published = await provider.published()
        if (answer.issuer or published.authorization_response_iss_parameter_supported) and answer.issuer != published.issuer:
            raise Unavailable("organisation-issuer", said=answer.issuer[:200])  # RFC 9207: it came from another service
        trying = self._try(ticket.mark, address)
        with _Turn(self):
            token = await provider.id_token(code=answer.code, verifier=answer.verifier, redirect=ticket.redirect)
            return await self._signed_in(
                provider, token, trying, nonce=ticket.nonce, device=answer.device, refreshing=answer.refreshing, now=now
            )

    async def begin_device(self, *, address: str, now: datetime) -> wire.DeviceBegun:
        """A code to type in a browser elsewhere. Raises Unavailable `organisation-no-device` where the site wants none."""
        provider = self._there()
        if not self._section.device:
            raise Unavailable("organisation-no-device")
        self._try(secrets.token_hex(8), address)
        with _Turn(self):
            begun = await provider.begin_device()
        minutes, interval = min(begun.expires_in / 60, MOST_DEVICE_MINUTES), max(begun.interval, 1)
        ticket = DeviceTicket(secrets.token_hex(8), now + timedelta(minutes=minutes), begun.device_code, interval)
        whole = begun.verification_uri_complete
        return wire.DeviceBegun(self._seal(ticket), begun.user_code, begun.verification_uri, ticket.until, interval, whole)

    async def finish_device(self, answer: wire.DeviceAnswer, *, address: str, now: datetime) -> wire.SignedIn:
        """A session once somebody has signed in elsewhere. Raises SignInNeeded `organisation-pending` (`seconds`) before."""
        provider, ticket = self._there(), self._open(answer.ticket, DeviceTicket, now=now)
        with _Turn(self):
            try:
                token = await provider.device_id_token(ticket.device_code)
            except SignInNeeded as refused:
                if refused.code == "organisation-pending":
                    slower = 5 if refused.params.get("slower") else 0
                    raise SignInNeeded("organisation-pending", seconds=ticket.interval + slower) from None
                raise
            trying = self._try(ticket.mark, address)
            return await self._signed_in(
                provider, token, trying, nonce=None, device=answer.device, refreshing=answer.refreshing, now=now
            )

    async def stop(self) -> None:
        """Close the connections."""
        if self._provider is not None:
            await self._provider.close()

    async def _signed_in(
        self, provider: Provider, token: str, trying: Trying, *, nonce: str | None, device: str, refreshing: bool, now: datetime
    ) -> wire.SignedIn:
        claims = await claims_of(token, lambda but: provider.keys(but=but), self._section, nonce=nonce, now=now)
        claimed = claimed_by(claims, self._section)

        def work(change: Transaction) -> Account:
            found = account_for(change, claimed, self._section, now=now)
            require_second_factor(claims, found, self._section, must_have=self._must_have)  # refused, nothing is bound either
            return found

        account = await self._store.write(work)
        given = await self._sessions.begin(account, device=device, address=trying.address, refreshing=refreshing, now=now)
        self._guessing.forgive(trying)
        return wire.SignedIn(given.token, given.expires, refresh=given.refresh, username=account.username)

    def _there(self) -> Provider:
        if self._provider is None:
            raise NotFound("organisation-none")
        return self._provider

    def _try(self, mark: str, address: str) -> Trying:
        """Each try asks the service something: an address from which many were in vain waits, as for passwords."""
        trying = Trying(f"\0{mark}", address)
        self._guessing.refuse(trying, self._steady())
        self._guessing.count(trying, self._steady())
        return trying

    def _refuse_redirect(self, redirect: str) -> None:
        wanted, said = urlsplit(self._section.redirect), urlsplit(redirect)
        try:
            port = said.port
        except ValueError:
            port = None
        expected = f"{wanted.scheme}://{wanted.netloc}:{port}{wanted.path}"
        if port is None or redirect != expected or (self._section.redirect_ports and port not in self._section.redirect_ports):
            raise BadInput("organisation-redirect", field="redirect")

    def _seal(self, ticket: _Ticket) -> str:
        return self._fernet().encrypt(msgspec.json.encode(ticket)).decode()

    def _open(self, sealed: str, kind: type[T], *, now: datetime) -> T:
        """The ticket again; one of before this hub was started, or of another kind, is over."""
        from cryptography.fernet import InvalidToken

        try:
            ticket = msgspec.json.decode(self._fernet().decrypt(sealed.encode("utf-8", "surrogateescape")), type=kind)
        except (InvalidToken, msgspec.MsgspecError):
            raise SignInNeeded("organisation-over") from None
        if ticket.until <= now:
            raise SignInNeeded("organisation-over")
        return ticket

    def _fernet(self) -> Fernet:
        if self._key is None:
            from cryptography.fernet import Fernet

            self._key = Fernet(Fernet.generate_key())
        return self._key


class _Turn:
    """One of the questions that may be on their way to the service at once."""

    def __init__(self, signing: OrganisationSignIn) -> None:
        self._signing = signing

    def __enter__(self) -> None:
        if self._signing._asking >= AT_ONCE:
            raise TooMany("sign-in-busy", seconds=5)
        self._signing._asking += 1

    def __exit__(self, *fault: object) -> None:
        self._signing._asking -= 1


def _host(issuer: str) -> str:
    return urlsplit(issuer).hostname or issuer
