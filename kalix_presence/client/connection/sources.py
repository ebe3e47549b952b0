"""What is asked of the hub about the sources of its directory. Raises what the hub refuses."""

from __future__ import annotations

from urllib.parse import quote

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient


async def sources(hub: HubClient) -> wire.SourcesView:
    """How each stands; for officers and administrators."""
    return await hub.request("GET", "/sources", wire.SourcesView)


async def held_page(hub: HubClient, source: str, after: int = 0) -> wire.HeldPage:
    """A page of what a source would do and waits with."""
    return await hub.request("GET", f"/sources/{quote(source, safe='')}/held?after={after}", wire.HeldPage)


async def answer_held(hub: HubClient, source: str, said: wire.HeldAnswerRequest) -> wire.SourceView:
    """Yes or no to exactly what was shown."""
    return await hub.request("POST", f"/sources/{quote(source, safe='')}/held", wire.SourceView, body=said)
