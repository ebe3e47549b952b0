"""Who is signed in, what they may do, and what is held on them."""

from __future__ import annotations

from litestar import get, post

from kalix_presence import wire
from kalix_presence.hub.board.names import units_of
from kalix_presence.hub.board.views import person_view
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.model.access import Action, scope


@get("/api/v1/me", tags=["me"], responses=refusals(401))
async def me(request: Asking) -> wire.Me:
    """The signed-in account, its person in the directory and what it may do."""
    hub, caller = hub_of(request), caller_of(request)
    board = hub.board
    person = board.people.get(caller.extension or "")
    allowed = {action.value: scope(caller, action) for action in Action}
    return wire.Me(
        username=caller.username,
        roles=sorted(role.value for role in caller.roles),
        may={action: reach.name.lower() for action, reach in allowed.items() if reach},
        person=None if person is None else person_view(board, caller, person),
        language="sv" if person is None else person.language,
        units=[] if person is None else list(units_of(board, person)),
        administration=caller.administration or "",
        greeting=await hub.core.officer.greetings.own(caller),
        acts_for=hub.core.delegations.acts_for(caller, now=hub.clock()) if caller.roles else [],
    )


@post("/api/v1/me/copy", status_code=200, tags=["me"], responses=refusals(401, 403, 503, 507))
async def copy_own_data(request: Asking) -> wire.OwnCopy:
    """All that is held on the person who asks, a few times an hour; nobody gets another's. The audit trail tells of it."""
    hub = hub_of(request)
    return await hub.own_copies.make(caller_of(request), now=hub.clock())
