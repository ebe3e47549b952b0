"""The second factor of a local account: codes of an authenticator (TOTP, RFC 6238), and recovery codes for a lost one."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from kalix_presence.hub.store import Store, Transaction, second_factors
from kalix_presence.hub.store.sealing import Sealer
from kalix_presence.hub.store.second_factors import KeptFactor
from kalix_presence.model.errors import BadInput, SignInNeeded
from kalix_presence.model.fours import in_fours

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
"""Seconds that a code is shown."""
DIGITS = 6
AROUND = 1
"""Steps before and after the present one whose codes are taken: clocks differ, and typing takes time."""
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_SIGNS = 12
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Signs of recovery codes: none that is taken for another."""
OFFER_LASTS = timedelta(minutes=15)
ISSUER = "Kalix Presence"


class Ticket(msgspec.Struct, frozen=True):
    """What was offered to whom, until when (aware, UTC); it goes to the client sealed and comes back with the first code."""

    username: str
    secret: bytes
    until: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A new secret: `ticket` comes back with the first code; `secret` (base32) and `uri` are for the authenticator."""

    ticket: str
    secret: str
    uri: str


class SecondFactors:
    """Offers, takes and asks for second factors; `sealer` keeps their secrets."""

    def __init__(self, store: Store, sealer: Sealer) -> None:
        self._store, self._sealer = store, sealer

    async def of(self, username: str) -> KeptFactor | None:
        """The factor that `username` has."""
        return await self._store.read(lambda sql: second_factors.find_factor(sql, username))

    def offer(self, username: str, *, now: datetime) -> Offer:
        """A new secret for `username`. Nothing holds until its first code has come back (`taken`)."""
        secret = secrets.token_bytes(SECRET_BYTES)
        ticket = self._sealer.seal(msgspec.json.encode(Ticket(username, secret, now + OFFER_LASTS)).decode()).decode()
        text = base64.b32encode(secret).decode()
        return Offer(ticket, text, _codes(secret).get_provisioning_uri(username, ISSUER))

    def taken(self, username: str, ticket: str, code: str, *, now: datetime) -> tuple[KeptFactor, list[str]]:
        """The factor that was offered by `ticket`, whose `code` shows that the authenticator has it; and its recovery codes.

        Raises BadInput `factor-offer-over`, `factor-code-wrong`.
        """
        try:
            offered = msgspec.json.decode(self._sealer.open(ticket.encode()), type=Ticket)
        except (BadInput, msgspec.MsgspecError):
            raise BadInput("factor-offer-over", field="ticket") from None
        if offered.username != username or offered.until <= now:
            raise BadInput("factor-offer-over", field="ticket")
        step = _step_of(offered.secret, code, now)
        if step is None:
            raise BadInput("factor-code-wrong", field="code")
        recovery = ["".join(secrets.choice(_LETTERS) for _ in range(RECOVERY_SIGNS)) for _ in range(RECOVERY_CODES)]
        sealed = self._sealer.seal(base64.b32encode(offered.secret).decode())
        return KeptFactor(username, sealed, step, frozenset(map(_digest, recovery)), now), [
            in_fours(one, "-") for one in recovery
        ]

    def use(self, change: Transaction, factor: KeptFactor, code: str, *, now: datetime) -> str:
        """Use up `code` in `change`, once and for all; "code" or "recovery". Raises SignInNeeded `factor-code-wrong`."""
        step = _step_of(base64.b32decode(self._sealer.open(factor.sealed)), code, now)
        if step is not None and second_factors.use_step(change, factor.username, factor.sealed, step):
            return "code"
        if step is None and second_factors.use_recovery(change, factor.username, _digest(code)):
            return "recovery"
        raise SignInNeeded("factor-code-wrong")


def _codes(secret: bytes) -> TOTP:
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 - what authenticators know; HMAC with SHA-1 is not broken


def _step_of(secret: bytes, code: str, now: datetime) -> int | None:
    """The step around `now` whose code this is, the newest first; None when it is of none."""
    typed = "".join(sign for sign in code if sign not in " -").encode("ascii", "replace")
    if len(typed) != DIGITS or not typed.isdigit():
        return None
    codes, present = _codes(secret), int(now.timestamp()) // STEP
    matches = [
        step
        for step in range(present + AROUND, present - AROUND - 1, -1)
        if secrets.compare_digest(codes.generate(step * STEP), typed)
    ]
    return matches[0] if matches else None


def _digest(code: str) -> str:
    plain = "".join(sign for sign in code.lower() if sign in _LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()
