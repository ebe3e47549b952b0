"""Asking the hub about sign-ins by the organisation's own service. Raises what the hub refuses."""

from __future__ import annotations

import asyncio

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.connection.unreachable import told_apart
from kalix_presence.model.errors import NotFound, PresenceError


async def read_ways(hub: HubClient) -> wire.SignInWays:
    """How one may sign in there; an older hub knows passwords alone. Says why the hub is not reached."""
    try:
        return await hub.request("GET", "/sign-in/ways", wire.SignInWays)
    except NotFound:
        return wire.SignInWays()
    except PresenceError as fault:
        raise await asyncio.to_thread(told_apart, fault, hub.asked_at) from fault


async def begin_in_browser(hub: HubClient, asked: wire.BrowserBegin) -> wire.BrowserBegun:
    """Where the browser is to go."""
    return await hub.request("POST", "/sign-in/browser", wire.BrowserBegun, body=asked)


async def finish_in_browser(hub: HubClient, answer: wire.BrowserAnswer) -> wire.SignedIn:
    """Trade what the browser brought back for tokens."""
    return await hub.request("POST", "/sign-in/browser/answer", wire.SignedIn, body=answer)


async def begin_by_code(hub: HubClient) -> wire.DeviceBegun:
    """A code to type in a browser elsewhere."""
    return await hub.request("POST", "/sign-in/device", wire.DeviceBegun)


async def finish_by_code(hub: HubClient, answer: wire.DeviceAnswer) -> wire.SignedIn:
    """Trade a code that was typed elsewhere for tokens. Raises SignInNeeded `organisation-pending` until it was."""
    return await hub.request("POST", "/sign-in/device/answer", wire.SignedIn, body=answer)
