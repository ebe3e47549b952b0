"""What is asked of the hub about acting for one another. Raises what the hub refuses."""

from __future__ import annotations

from urllib.parse import quote

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient, new_key


async def delegations(hub: HubClient) -> wire.DelegationsView:
    """Who may act for oneself, and for whom one may."""
    return await hub.request("GET", "/delegations", wire.DelegationsView)


async def give(hub: HubClient, wanted: wire.DelegationRequest) -> wire.DelegationView:
    """Let a colleague act for oneself; what they had before ends."""
    return await hub.request("POST", "/delegations", wire.DelegationView, body=wanted, key=new_key())


async def end(hub: HubClient, one: str) -> None:
    """End one at once, given or received."""
    await hub.send("DELETE", f"/delegations/{quote(one, safe='')}")
