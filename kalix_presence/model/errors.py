"""Everything that can be refused, as one typed tree with stable codes.

PresenceError
├── BadInput        what was typed or sent cannot be used (HTTP 422)
├── SignInNeeded    nobody is signed in, or no longer (401)
├── Forbidden       signed in, but may not do this (403)
├── NotFound        no such person, absence, ... (404)
├── Conflict        someone else was first, or it clashes with what holds (409)
├── TooMany         slow down (429)
└── Unavailable     not our fault: PBX, hub or keyring cannot be reached (503)
    └── StoreFull   there is no room left to keep it in (507)

`code` is stable and names the sentence in the catalogue (`resources/words/*/errors.toml`, key = the code);
`params` fill its blanks. `str(error)` is the English sentence's code and parameters, for logs: it holds no personal detail
unless a parameter does, so parameters carry extensions and field names, never notes or reasons.
"""

from __future__ import annotations

from typing import ClassVar


class PresenceError(Exception):
    """Base of all refusals. `field` names the input at fault, when one is."""

    status: ClassVar[int] = 500

    def __init__(self, code: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.field = field
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({shown})" if shown else self.code


class BadInput(PresenceError):
    """What was typed or sent cannot be used; the sentence says what to write instead."""

    status = 422


class SignInNeeded(PresenceError):
    """Nobody is signed in, or the token is no longer good."""

    status = 401


class Forbidden(PresenceError):
    """Signed in, but this role may not do this to this person."""

    status = 403


class NotFound(PresenceError):
    """No such person, absence or thing."""

    status = 404


class Conflict(PresenceError):
    """Somebody else was first, or it clashes with what holds now."""

    status = 409


class TooMany(PresenceError):
    """Asked too often; `params["seconds"]` says how long to wait."""

    status = 429


class Unavailable(PresenceError):
    """Not our fault: the PBX, the hub or the keyring cannot be reached just now."""

    status = 503


class StoreFull(Unavailable):
    """The hub's disk has no room left: nothing was kept, and the sender keeps it until there is."""

    status = 507
