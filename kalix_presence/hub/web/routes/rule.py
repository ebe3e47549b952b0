"""The forwarding rule as the PBX holds it, read at this moment."""

from __future__ import annotations

from litestar import get

from kalix_presence import wire
from kalix_presence.hub.access.private_numbers import sees_number
from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of
from kalix_presence.model.access import Action, require


@get("/api/v1/people/{extension:str}/rule", tags=["rule"], responses=refusals(400, 401, 403, 404, 503))
async def read_rule(request: Asking, extension: Extension) -> wire.RuleView:
    """What the PBX holds for this extension now; `matches` says whether it is what the hub wants there."""
    hub, caller = hub_of(request), caller_of(request)
    person = hub.board.person(extension)
    require(caller, Action.READ_RULE, person)
    rule = await hub.pbx.read(extension)
    wanted, now = hub.board.rules.get(extension), hub.clock()
    if rule is None:
        return wire.RuleView(extension, now, matches=wanted is None)
    if isinstance(rule, DamagedRule):
        return wire.RuleView(extension, now, present=True, damaged=True, matches=False)
    return wire.RuleView(
        extension,
        now,
        present=True,
        divert=rule.divert.value,
        target=rule.target if sees_number(hub.board, caller, person, rule.target) else None,
        until=rule.until,
        told=rule.told,
        id=rule.id,
        matches=rule == wanted,
    )
