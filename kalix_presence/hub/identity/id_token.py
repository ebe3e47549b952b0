"""Whether an ID token is what it must be: signed by the service, for us, for this sign-in, now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.model.errors import Unavailable

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

Keys = Callable[["KeySet | None"], Awaitable["KeySet"]]
"""The service's keys; others than the given ones, which lacked one."""


async def claims_of(token: str, keys: Keys, section: OidcSection, *, nonce: str | None, now: datetime) -> dict[str, Any]:
    """What a token claims that holds. `nonce` is what this sign-in began with, None for one that has none (by code).

    Raises Unavailable `organisation-token` (`problem` names the claim, or `signature`, `algorithm`, `key`), and
    `organisation-clock` (`minutes`) when it was made at another time than now: then one of the two clocks is wrong.
    """
    from joserfc import errors

    known = await keys(None)
    try:
        claims = _signed(token, known, section)
    except errors.InvalidKeyIdError:  # the service signs with another key by now
        try:
            claims = _signed(token, await keys(known), section)
        except errors.InvalidKeyIdError:
            raise Unavailable("organisation-token", problem="key") from None
    _require(claims, section, nonce=nonce, now=now)
    return claims


def _signed(token: str, keys: KeySet, section: OidcSection) -> dict[str, Any]:
    from joserfc import errors, jwt

    try:
        return dict(jwt.decode(token, keys, algorithms=list(section.algorithms)).claims)
    except errors.InvalidKeyIdError:
        raise
    except errors.BadSignatureError:
        raise Unavailable("organisation-token", problem="signature") from None
    except errors.UnsupportedAlgorithmError:
        raise Unavailable("organisation-token", problem="algorithm") from None
    except (errors.JoseError, ValueError, TypeError, KeyError) as fault:
        raise Unavailable("organisation-token", problem=type(fault).__name__) from None


def _require(claims: dict[str, Any], section: OidcSection, *, nonce: str | None, now: datetime) -> None:
    """OpenID Connect Core 3.1.3.7. The library checks neither `azp` nor that a token is fresh."""
    from joserfc.errors import ClaimError
    from joserfc.jwt import JWTClaimsRegistry

    seconds, leeway = int(now.timestamp()), section.leeway_seconds
    made = claims.get("iat")
    if isinstance(made, int | float) and abs(seconds - made) > leeway:
        # It was made in answer to the question of just now: an old one is of another clock, or was kept by somebody.
        raise Unavailable("organisation-clock", minutes=round(min(abs(seconds - made), 1e9) / 60) or 1)
    audience, party = claims.get("aud"), claims.get("azp")
    if party is None and isinstance(audience, list) and len(audience) > 1:
        raise Unavailable("organisation-token", problem="azp")
    if party is not None and party != section.client_id:
        raise Unavailable("organisation-token", problem="azp")
    wanted: dict[str, Any] = {
        "iss": {"essential": True, "value": section.issuer},
        "aud": {"essential": True, "value": section.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
    }
    if nonce is not None:
        wanted["nonce"] = {"essential": True, "value": nonce}
    try:
        JWTClaimsRegistry(now=seconds, leeway=leeway, **wanted).validate(claims)
    except ClaimError as fault:
        raise Unavailable("organisation-token", problem=str(getattr(fault, "claim", "") or "claims")) from None
