"""What is asked of the hub about cards of a whole unit. Raises what the hub refuses."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient


async def cards(hub: HubClient, unit: str = "", *, below: bool = True) -> wire.CardsView:
    """Which units one makes cards of and, where `unit` is named, everybody of it, with those `below` it."""
    params = {"unit": unit, "below": "true" if below else "false"}
    return await hub.request("GET", "/cards", wire.CardsView, params=params)
