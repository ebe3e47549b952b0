"""Signing in by the organisation's own service: in this computer's browser, or by a code in a browser elsewhere."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from kalix_presence import wire
from kalix_presence.client.connection.loopback import Loopback
from kalix_presence.client.connection.organisation import (
    begin_by_code,
    begin_in_browser,
    finish_by_code,
    finish_in_browser,
    read_ways,
)
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.errors import NotFound, PresenceError, SignInNeeded, Unavailable
from kalix_presence.model.loopback import is_loopback
from kalix_presence.model.words import Words

PATIENCE = 15 * 60.0
"""Seconds that somebody may take in the browser; the hub takes no answer after that."""

pause = asyncio.sleep

Browse = Callable[[str], Awaitable[None]]
"""Shows an address in a browser. Raises Unavailable `browser-not-opened` with `address` when there is none."""


async def prove_in_browser(
    hub: HubClient, browse: Browse, words: Words, *, device: str, refreshing: bool = True, patience: float = PATIENCE
) -> wire.SignedIn:
    """Tokens for whoever signs in in the browser. Raises what the hub refuses, NotFound `organisation-none`, SignInNeeded
    `organisation-late` and `organisation-denied`, Unavailable `organisation-port-taken` and `browser-not-opened`."""
    ways = await read_ways(hub)
    if not ways.organisation:
        raise NotFound("organisation-none")

    def page(name: str) -> str:
        return words.say(f"client.sign-in-{name}")

    async with Loopback(ways.redirect, ways.ports, page) as back:
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        begun = await begin_in_browser(hub, wire.BrowserBegin(back.redirect, challenge))
        require_web(begun.address)
        waiting = asyncio.ensure_future(back.wait(begun.state, patience))  # before the browser can be faster
        try:
            await browse(begun.address)
            brought = await waiting
        finally:
            waiting.cancel()
        try:
            signed = await _traded(hub, begun, brought.params, verifier, device=device, refreshing=refreshing)
        except PresenceError:
            brought.tell(page("failed"))
            raise
        brought.tell(page("signed-in"))
        return signed


async def _traded(
    hub: HubClient, begun: wire.BrowserBegun, params: dict[str, str], verifier: str, *, device: str, refreshing: bool
) -> wire.SignedIn:
    fault = params.get("error", "")
    if fault == "access_denied":
        raise SignInNeeded("organisation-denied")
    if fault or not params.get("code"):
        raise Unavailable("organisation-refuses", problem=fault[:60] or "code")
    answer = wire.BrowserAnswer(begun.ticket, verifier, params["code"], params.get("iss", ""), device, refreshing)
    return await finish_in_browser(hub, answer)


async def prove_by_code(
    hub: HubClient, show: Callable[[wire.DeviceBegun], None], *, device: str, refreshing: bool = True
) -> wire.SignedIn:
    """Tokens for whoever types the code that `show` shows in a browser elsewhere. Raises what the hub refuses."""
    begun = await begin_by_code(hub)
    require_web(begun.address)
    show(begun)
    while True:
        try:
            return await finish_by_code(hub, wire.DeviceAnswer(begun.ticket, device, refreshing))
        except SignInNeeded as refused:
            if refused.code != "organisation-pending":
                raise
            await pause(max(1, int(str(refused.params.get("seconds", begun.seconds)))))


def require_web(address: str) -> None:
    """Raise Unavailable `hub-not-understood` for what a browser, or another program, must not be told to open."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise Unavailable("hub-not-understood") from None
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        raise Unavailable("hub-not-understood")
