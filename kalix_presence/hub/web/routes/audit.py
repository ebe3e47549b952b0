"""The audit trail: who changed what for whom, when, by which way and from which session."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from kalix_presence import wire
from kalix_presence.hub.store.audit_lines import Search
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput

MOST = 500
LARGEST = 2**62

_ACT = f"^({'|'.join(act.value for act in AuditAct)})?$"


@get("/api/v1/audit", tags=["audit"], responses=refusals(400, 401, 403, 422, 503, 507))
async def read_audit(
    request: Asking,
    about: Annotated[str, QueryParameter(description="Whose: an extension; one's own when left out.", max_length=10)] = "",
    by: Annotated[str, QueryParameter(description="Who did it: an extension or a username.", max_length=80)] = "",
    act: Annotated[str, QueryParameter(description="What was done.", pattern=_ACT)] = "",
    since: Annotated[datetime | None, QueryParameter(description="From when (aware).")] = None,
    until: Annotated[datetime | None, QueryParameter(description="Before when (aware).")] = None,
    below: Annotated[int | None, QueryParameter(description="The `next` of the page before.", ge=1, le=LARGEST)] = None,
    limit: Annotated[int, QueryParameter(description="Most lines of one answer.", ge=1, le=MOST)] = 100,
) -> wire.AuditPage:
    """Lines newest first: everybody reads those about themselves, administrators all of them."""
    if any(moment is not None and moment.tzinfo is None for moment in (since, until)):
        raise BadInput("until-naive", field="since")
    search = Search(about=about, by=by, act=AuditAct(act) if act else None, since=since, until=until, below=below)
    return await hub_of(request).audit.page(caller_of(request), search, limit=limit)
