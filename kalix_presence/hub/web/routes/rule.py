"""The forwarding rule as the PBX holds it, read at this moment, and what whoever calls at this moment hears."""

from __future__ import annotations

import asyncio
from datetime import datetime

from litestar import get

from kalix_presence import wire
from kalix_presence.hub.access.private_numbers import sees_number
from kalix_presence.hub.calls.announcement_sound import joined
from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.access import Action, require
from kalix_presence.model.announcement import LANGUAGE, spoken
from kalix_presence.model.errors import NotFound, Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule


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
        matches=wanted is not None and hub.pbx.capabilities.agrees(rule, wanted),
        clips=await _clips(hub, rule, now),
    )


@get(
    "/api/v1/people/{extension:str}/rule/sound",
    tags=["rule"],
    media_type="audio/wav",
    responses=refusals(400, 401, 403, 404, 503),
)
async def read_sound(request: Asking, extension: Extension) -> bytes:
    """What whoever calls this extension now hears, as the PBX says it, in a WAV file. 404 where the phone rings."""
    hub, caller = hub_of(request), caller_of(request)
    require(caller, Action.READ_RULE, hub.board.person(extension))
    if not hub.config.clips:
        raise Unavailable("clips-missing")
    rule = await hub.pbx.read(extension)
    clips = [] if rule is None or isinstance(rule, DamagedRule) else await _clips(hub, rule, hub.clock())
    if not clips:
        raise NotFound("nothing-announced", extension=extension)
    return await asyncio.to_thread(joined, hub.config.path(hub.config.clips), LANGUAGE, clips)


async def _clips(hub: Hub, rule: ForwardingRule, now: datetime) -> list[str]:
    if rule.divert is not Divert.ALWAYS or (rule.until is not None and rule.until <= now) or not hub.pbx.capabilities.announces:
        return []
    # A driver that was written before it was asked does not say: what nobody says is offered is not told as heard.
    asked = getattr(hub.pbx, "offers_callback", None)
    offers = asked is not None and await asked()
    return spoken(rule, language=LANGUAGE, now=now, zone=hub.policy.zone, name_clip=None, offers_callback=offers)
