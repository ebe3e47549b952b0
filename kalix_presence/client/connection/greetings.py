"""What is asked of the hub about the line that units answer calls with. Raises what the hub refuses."""

from __future__ import annotations

from urllib.parse import quote

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient


async def greetings(hub: HubClient) -> wire.GreetingsView:
    """The lines of the units that one keeps them for."""
    return await hub.request("GET", "/greetings", wire.GreetingsView)


async def set_greeting(hub: HubClient, unit: str, wish: wire.GreetingWish) -> wire.UnitGreeting:
    """Let a unit answer with another line, or with that of the unit above."""
    return await hub.request("PUT", f"/units/{quote(unit, safe='')}/greeting", wire.UnitGreeting, body=wish)
