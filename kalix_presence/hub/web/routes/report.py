"""The policy report: what was published of closed weeks and months."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar.params import PathParameter, QueryParameter

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.model.quality.periods import read_period

PeriodText = Annotated[
    str, PathParameter(description='A month ("2026-10") or a week ("2026-W41").', pattern=r"^[0-9]{4}-(W[0-9]{2}|[0-9]{2})$")
]
UnitCode = Annotated[str | None, QueryParameter(description="Code of a unit: only it and what is below it.", max_length=100)]
HistoryOf = Annotated[str, QueryParameter(description='Code of a unit; "" is the whole organisation.', max_length=100)]
Direct = Annotated[bool, QueryParameter(description="Only the unit (yours, when none is named) and the next ones below it.")]


@get("/api/v1/report", tags=["report"], responses=refusals(401, 403, 503))
async def list_reports(request: Asking) -> wire.ReportPeriods:
    """The weeks and months that there are reports of."""
    return await hub_of(request).core.quality.reports.periods(caller_of(request))


@get("/api/v1/report/{period:str}", tags=["report"], responses=refusals(400, 401, 403, 404, 422, 503))
async def read_report(request: Asking, period: PeriodText, unit: UnitCode = None, direct: Direct = False) -> wire.PolicyReport:
    """The figures of a closed week or month by unit: a head's unit, an officer's administration, all for an administrator."""
    return await hub_of(request).core.quality.reports.report(caller_of(request), read_period(period), unit, direct=direct)


@get("/api/v1/report/{period:str}/history", tags=["report"], responses=refusals(400, 401, 403, 404, 422, 503))
async def read_history(request: Asking, period: PeriodText, unit: HistoryOf = "") -> wire.UnitHistory:
    """The figures of one unit in a closed week or month and the twelve before it."""
    return await hub_of(request).core.quality.reports.history(caller_of(request), read_period(period), unit)
