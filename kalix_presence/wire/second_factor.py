"""The second factor of a local account: offered, taken, given up."""

from __future__ import annotations

import msgspec


class FactorState(msgspec.Struct, frozen=True):
    """Answer to GET /second-factor."""

    there: bool


class FactorOffer(msgspec.Struct, frozen=True):
    """Answer to POST /second-factor: `secret` (base32) and `uri` (otpauth, for a QR picture) go into an authenticator program,
    `ticket` comes back with its first code, within a quarter of an hour."""

    ticket: str
    secret: str
    uri: str


class FactorTaken(msgspec.Struct, frozen=True):
    """Body of PUT /second-factor."""

    password: str
    ticket: str
    code: str


class FactorGivenUp(msgspec.Struct, frozen=True):
    """Body of POST /second-factor/end; `code` is one of the authenticator or a recovery code."""

    password: str
    code: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Codes for a lost authenticator, each good once; they are shown this once."""

    codes: list[str]
