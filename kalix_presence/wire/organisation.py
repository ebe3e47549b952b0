"""Signing in by the organisation's own service: how it is offered, begun and finished, in a browser here or elsewhere."""

from __future__ import annotations

from datetime import datetime

import msgspec


class SignInWays(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /sign-in/ways. `organisation` stands on the button; "": there are passwords alone.

    The browser comes back to `redirect` with a port of this computer's: one of `ports`, any where none is named. `device`: one
    may sign in by a code that is typed in a browser elsewhere.
    """

    organisation: str = ""
    redirect: str = ""
    ports: list[int] = []
    device: bool = False


class BrowserBegin(msgspec.Struct, frozen=True):
    """Body of POST /sign-in/browser. `challenge` is the SHA-256 of a verifier that never leaves this computer until the end."""

    redirect: str
    challenge: str


class BrowserBegun(msgspec.Struct, frozen=True):
    """The browser is to go to `address`, and comes back with `state`; `ticket` goes back to the hub with what it brings."""

    ticket: str
    address: str
    state: str


class BrowserAnswer(msgspec.Struct, frozen=True):
    """Body of POST /sign-in/browser/answer: `code` and `issuer` as the browser brought them. `device`, `refreshing` as in
    `SignIn`."""

    ticket: str
    verifier: str
    code: str
    issuer: str = ""
    device: str = ""
    refreshing: bool = False


class DeviceBegun(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to POST /sign-in/device: `code` is typed at `address` (`whole`: with the code in it) until `until` (aware, UTC);
    meanwhile the hub is asked every `seconds`."""

    ticket: str
    code: str
    address: str
    until: datetime
    seconds: int
    whole: str = ""


class DeviceAnswer(msgspec.Struct, frozen=True):
    """Body of POST /sign-in/device/answer. `device`, `refreshing` as in `SignIn`."""

    ticket: str
    device: str = ""
    refreshing: bool = False
