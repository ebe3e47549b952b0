"""What is asked of the hub about the calendars that it reads for somebody; passwords go there and are kept nowhere here."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient


async def calendars_of(hub: HubClient, extension: str) -> wire.CalendarsView:
    """One's calendars, how they fare, and what the site allows."""
    return await hub.request("GET", f"/people/{quote(extension, safe='')}/calendars", wire.CalendarsView)


async def add_calendar(hub: HubClient, extension: str, request: wire.CalendarRequest) -> wire.CalendarView:
    """Have a calendar read from now on; it has been read once when this returns."""
    return await hub.request("POST", f"/people/{quote(extension, safe='')}/calendars", wire.CalendarView, body=request)


async def change_calendar(hub: HubClient, calendar_id: str, change: wire.CalendarChange) -> wire.CalendarView:
    """Choose among the calendars at the address, or give a new password."""
    return await hub.request("PATCH", f"/calendars/{quote(calendar_id, safe='')}", wire.CalendarView, body=change)


async def remove_calendar(hub: HubClient, calendar_id: str) -> None:
    """Have it read no more; what the hub knows of it is erased."""
    await hub.send("DELETE", f"/calendars/{quote(calendar_id, safe='')}")


def place_of(calendar: wire.CalendarView) -> str:
    """Whose it is and where it lies, without what may be secret in a link."""
    who = f"{calendar.username} · " if calendar.username else ""
    return f"{who}{urlsplit(calendar.address).hostname or calendar.address or 'Microsoft 365'}"
