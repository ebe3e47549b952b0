"""Each claim of an ID token and its signature is looked at, on tokens signed with real keys."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from kalix_presence.hub.identity.id_token import claims_of
from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.model.errors import Unavailable
from tests.clocks import NINE

SITE = OidcSection(issuer="https://id.example", client_id="kalix")
NOW = int(NINE.timestamp())
OLD, NEW = RSAKey.generate_key(2048, {"kid": "old"}), RSAKey.generate_key(2048, {"kid": "new"})
GOOD = {"iss": "https://id.example", "aud": "kalix", "sub": "s", "iat": NOW, "exp": NOW + 3600, "nonce": "n"}


def checked(claims: dict[str, Any], key: Any = OLD, *, kid: str = "old", alg: str = "RS256", nonce: str | None = "n") -> Any:
    """What comes of a token signed so, at a service that publishes `OLD`, and `NEW` as well when it is asked again."""
    token = jwt.encode({"alg": alg, "kid": kid}, claims, key, algorithms=[alg])

    async def keys(but: KeySet | None) -> KeySet:
        known = [OLD] if but is None else [OLD, NEW]
        return KeySet.import_key_set({"keys": [each.as_dict(private=False) for each in known]})

    return asyncio.run(claims_of(token, keys, SITE, nonce=nonce, now=NINE))


def refused(claims: dict[str, Any], key: Any = OLD, **how: Any) -> object:
    with pytest.raises(Unavailable) as fault:
        checked(claims, key, **how)
    return fault.value.params.get("problem", fault.value.code)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"aud": ["kalix"]},
        {"azp": "kalix"},
        {"aud": ["kalix", "other"], "azp": "kalix"},
        {"iat": NOW - 120},
        {"iat": NOW + 120},
        {"exp": NOW - 119},
        {"nbf": NOW + 120},
    ],
)
def test_what_holds_is_believed(change: dict[str, Any]) -> None:
    assert checked(GOOD | change)["sub"] == "s"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"iss": "https://id.example/"}, "iss"),
        ({"iss": ["https://id.example"]}, "iss"),
        ({"iss": None}, "iss"),
        ({"aud": "other"}, "aud"),
        ({"aud": []}, "aud"),
        ({"aud": None}, "aud"),
        ({"aud": ["kalix", "other"]}, "azp"),
        ({"azp": "other"}, "azp"),
        ({"azp": ""}, "azp"),
        ({"sub": ""}, "sub"),
        ({"sub": None}, "sub"),
        ({"sub": 7}, "sub"),
        ({"exp": NOW - 120}, "exp"),
        ({"exp": None}, "exp"),
        ({"exp": "later"}, "exp"),
        ({"iat": None}, "iat"),
        ({"iat": "now"}, "iat"),
        ({"iat": NOW - 121}, "organisation-clock"),
        ({"iat": NOW + 121}, "organisation-clock"),
        ({"iat": 1e300}, "organisation-clock"),
        ({"nbf": NOW + 121}, "nbf"),
        ({"nonce": "other"}, "nonce"),
        ({"nonce": ""}, "nonce"),
        ({"nonce": None}, "nonce"),
    ],
)
def test_what_does_not_hold_is_refused_by_name(change: dict[str, Any], problem: str) -> None:
    assert refused({name: value for name, value in (GOOD | change).items() if value is not None}) == problem


def test_a_sign_in_by_code_has_no_nonce() -> None:
    assert checked({name: value for name, value in GOOD.items() if name != "nonce"}, nonce=None)["sub"] == "s"


def test_a_key_that_is_new_is_asked_for_and_one_that_is_nobodys_refused() -> None:
    assert checked(GOOD, NEW, kid="new")["sub"] == "s"
    assert refused(GOOD, NEW, kid="never") == "key"
    assert refused(GOOD, NEW) == "signature"


def test_no_secret_that_two_know_and_nothing_unsigned_signs() -> None:
    assert refused(GOOD, OctKey.generate_key(256), alg="HS256") == "algorithm"
    assert refused(GOOD, alg="RS512") == "algorithm"


@pytest.mark.parametrize("token", ["eyJhbGciOiJub25lIiwia2lkIjoib2xkIn0.e30.", "", "a.b.c", "e30.e30.e30", "ö", "." * 9])
def test_what_is_no_token_is_refused(token: str) -> None:
    async def keys(but: KeySet | None) -> KeySet:
        return KeySet.import_key_set({"keys": [OLD.as_dict(private=False)]})

    with pytest.raises(Unavailable, match="organisation-token"):
        asyncio.run(claims_of(token, keys, SITE, nonce="n", now=NINE))
