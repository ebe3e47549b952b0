"""Reading who changed what. Raises what the hub refuses."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient

AT_ONCE = 500


async def read_audit(hub: HubClient, about: str = "", *, most: int) -> tuple[list[wire.AuditLineView], bool]:
    """The newest lines about oneself, or about the extension `about`, newest first; and whether there are older ones."""
    found: list[wire.AuditLineView] = []
    below: int | None = None
    while len(found) < most:
        params = {"limit": str(min(AT_ONCE, most - len(found))), "about": about}
        page = await hub.request(
            "GET", "/audit", wire.AuditPage, params=params if below is None else {**params, "below": str(below)}
        )
        found += page.lines
        below = page.next
        if below is None:
            break
    return found, below is not None
