"""What is asked of the hub at the telephone officer's desk. Raises what the hub refuses."""

from __future__ import annotations

from urllib.parse import quote

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient, new_key


async def appointments(hub: HubClient) -> wire.AppointmentsView:
    """Who is telephone officer of what, now and later."""
    return await hub.request("GET", "/appointments", wire.AppointmentsView)


async def appoint(hub: HubClient, wanted: wire.AppointmentRequest) -> wire.AppointmentView:
    """Let somebody be officer or deputy."""
    return await hub.request("POST", "/appointments", wire.AppointmentView, body=wanted, key=new_key())


async def change_appointment(hub: HubClient, one: str, change: wire.AppointmentChange) -> wire.AppointmentView:
    """Another last day, or none; or withdrawn."""
    path = f"/appointments/{quote(one, safe='')}"
    return await hub.request("PATCH", path, wire.AppointmentView, body=change, key=new_key())


async def extension_requests(hub: HubClient) -> wire.ExtensionRequestsView:
    """Requests that one has a part in, and for which units one may ask."""
    return await hub.request("GET", "/extension-requests", wire.ExtensionRequestsView)


async def ask_extension(hub: HubClient, wish: wire.ExtensionWish) -> wire.ExtensionRequestView:
    """Ask for an extension to be ordered, changed, moved or ended."""
    return await hub.request("POST", "/extension-requests", wire.ExtensionRequestView, body=wish, key=new_key())


async def step_extension(hub: HubClient, one: str, step: wire.ExtensionStep) -> wire.ExtensionRequestView:
    """One step of a request."""
    path = f"/extension-requests/{quote(one, safe='')}"
    return await hub.request("PATCH", path, wire.ExtensionRequestView, body=step, key=new_key())


async def numbers(hub: HubClient) -> wire.NumbersView:
    """Which extensions are free, reserved, or in quarantine."""
    return await hub.request("GET", "/numbers", wire.NumbersView)


async def work_list(hub: HubClient) -> wire.WorkList:
    """What there is to see to in the units that one is officer of."""
    return await hub.request("GET", "/work-list", wire.WorkList)
