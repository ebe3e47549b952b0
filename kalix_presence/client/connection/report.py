"""The policy report as the hub gives it: what there is, a unit with the next ones below it, its history. Raises refusals."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient


async def report_periods(hub: HubClient) -> list[str]:
    """The weeks and months that there are reports of, the newest first."""
    return (await hub.request("GET", "/report", wire.ReportPeriods)).periods


async def unit_report(hub: HubClient, period: str, unit: str | None) -> tuple[wire.PolicyReport, wire.UnitHistory]:
    """A unit in `period` with the next ones below it, and in the twelve periods before; None is one's topmost."""
    params = {"direct": "true"} if unit is None else {"direct": "true", "unit": unit}
    report = await hub.request("GET", f"/report/{period}", wire.PolicyReport, params=params)
    code = report.units[0].code if report.units else unit or ""
    history = await hub.request("GET", f"/report/{period}/history", wire.UnitHistory, params={"unit": code})
    return report, history
