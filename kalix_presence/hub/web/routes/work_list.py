"""What a telephone officer should see to (P15)."""

from __future__ import annotations

from litestar import get

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of


@get("/api/v1/work-list", tags=["officer"], responses=refusals(401, 403, 503))
async def read_work_list(request: Asking) -> wire.WorkList:
    """Telephones not connected now, or never, lines on which nobody answers, forwards that nothing ends, phone hours that are
    over, and goals of the policy report that were not reached, by unit: for the officer of it."""
    hub = hub_of(request)
    return await hub.core.officer.work.seen_by(caller_of(request), now=hub.clock())
