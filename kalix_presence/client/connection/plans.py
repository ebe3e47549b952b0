"""What is asked of the hub about planned absences. Raises what the hub refuses; none waits here to be sent later."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import quote

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient


async def plans_of(
    hub: HubClient, extension: str, *, since: datetime | None = None, until: datetime | None = None
) -> wire.PlansView:
    """The plans of `extension`, and all that comes from `since` until `until` (aware); six weeks from now when left out."""
    window = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    params = {name: text for name, text in window.items() if text}
    return await hub.request("GET", f"/people/{quote(extension, safe='')}/plans", wire.PlansView, params=params)


async def add_plan(hub: HubClient, extension: str, request: wire.PlanRequest, *, key: str) -> wire.PlanView:
    """Plan an absence; a retry with the same `key` does nothing twice."""
    return await hub.request("POST", f"/people/{quote(extension, safe='')}/plans", wire.PlanView, body=request, key=key)


async def change_plan(hub: HubClient, plan_id: str, change: wire.PlanChange) -> wire.PlanView:
    """Change a plan that was seen at a version."""
    return await hub.request("PATCH", f"/plans/{quote(plan_id, safe='')}", wire.PlanView, body=change)


async def remove_plan(hub: HubClient, plan_id: str, *, day: date | None = None) -> None:
    """Take a plan back, or only the occurrence that begins on `day`."""
    params = None if day is None else {"day": day.isoformat()}
    await hub.send("DELETE", f"/plans/{quote(plan_id, safe='')}", params=params)


async def answer_plan(hub: HubClient, plan_id: str, *, accept: bool) -> wire.PlanView:
    """Say yes or no to covering for somebody."""
    return await hub.request("POST", f"/plans/{quote(plan_id, safe='')}/answer", wire.PlanView, body=wire.DeputyAnswer(accept))


async def asked_plans(hub: HubClient) -> list[wire.PlanView]:
    """The plans in which one is asked to cover, or does."""
    return (await hub.request("GET", "/plans/asked", wire.PlansView)).plans


async def holding(hub: HubClient, extension: str) -> wire.HoldingView:
    """What holds for `extension` now, why, what stands behind it and what comes after."""
    return await hub.request("GET", f"/people/{quote(extension, safe='')}/holding", wire.HoldingView)


async def import_plans(hub: HubClient, extension: str, calendar: str, *, again: bool = False) -> wire.ImportReport:
    """Make plans of the entries of a calendar file (RFC 5545); `again`: also of those that were taken away before."""
    path = f"/people/{quote(extension, safe='')}/plans/import"
    return await hub.request("POST", path, wire.ImportReport, body=wire.PlanImport(calendar, again))
