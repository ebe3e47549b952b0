"""Signing in, who one is, and what a refusal looks like."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.wire.delegations import DelegationView
from kalix_presence.wire.greetings import OwnGreeting
from kalix_presence.wire.people import PersonView


class SignIn(msgspec.Struct, frozen=True):
    """Body of POST /sign-in. `proof` is what the hub gave when this device signed in with this name before.

    `refreshing`: whoever asks can trade a refresh token for the next, and is given a short access token.
    `new_password`: to be the password from now on, where `password` is a code of the administrator's. `code`: of the second
    factor, or a recovery code; with the `ticket` of an offer the first code of a factor that begins with this.
    """

    username: str
    password: str
    device: str = ""
    proof: str = ""
    refreshing: bool = False
    new_password: str = ""
    code: str = ""
    ticket: str = ""


class Refresh(msgspec.Struct, frozen=True):
    """Body of POST /sign-in/refresh. The refresh token is good once; with the same `key`, chosen anew for each token, the
    question may be repeated when its answer was lost."""

    refresh: str
    key: str = ""


class SignedIn(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to POST /sign-in and /sign-in/refresh; the tokens are shown this once.

    `refresh` is there for whoever asked for it, `recovery` (codes for a lost authenticator) where a second factor began here.

    `username` is whose account it is, where the organisation's service said it. `proof` is kept by the device and sent at its
    next sign-in, so that others' guesses do not keep its owner out; it opens nothing by itself.
    """

    token: str
    expires: datetime
    proof: str = ""
    refresh: str = ""
    recovery: list[str] = []
    username: str = ""


class Me(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who is signed in. `may` are the actions of `model.access` with their scope: "self", "administration" or "all".

    `units` are the codes of the person's own unit and of every unit above it, `administration` the one
    that a telephone officer answers for.
    """

    username: str
    roles: list[str]
    may: dict[str, str]
    person: PersonView | None = None
    language: str = "sv"
    units: list[str] = []
    administration: str = ""
    acts_for: list[DelegationView] = []
    """What others let the reader do for them today, by name."""
    greeting: OwnGreeting | None = None
    """What the reader answers calls with; None for an account without a person, and from a hub that does not tell."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Problem details (RFC 9457). `detail` is a sentence in the reader's language; `code` is stable."""

    title: str
    status: int
    detail: str
    code: str
    type: str = "about:blank"
    field: str | None = None
    params: dict[str, str | int | bool | None] = {}
