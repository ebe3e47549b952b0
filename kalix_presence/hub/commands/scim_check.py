"""What `kalix-hub check` says of a directory service that pushes people: its last push, what was refused, who waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from kalix_presence.hub.pbx.protocol import Remark
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store.scim_resources import REMOVAL_HELD, count_troubled
from kalix_presence.hub.store.scim_tokens import read_tokens
from kalix_presence.model.errors import BadInput, Conflict

SOON = timedelta(days=14)


def check_scim(config: Config, *, now: datetime) -> bool:
    """Whether the site has such a service. Raises a Remark with the last push, BadInput where a token is over soon or has been
    refused since, Conflict where removals wait."""
    kept = kept_of(config)
    kept.require_there()
    if not config.scim.enabled or kept.is_older():
        return False
    with kept.looking() as sql:
        tokens, troubles = read_tokens(sql), count_troubled(sql)
    held = troubles.pop(REMOVAL_HELD, 0)
    if held:
        raise Conflict("scim-check-held", count=held)
    if not tokens:
        raise BadInput("scim-check-no-token")
    if all(one.expires <= now + SOON for one in tokens):
        newest = max(one.expires for one in tokens)
        raise BadInput("scim-check-ends", day=newest.astimezone().strftime("%Y-%m-%d"))
    last = max((one.seen for one in tokens if one.seen is not None), default=None)
    if last is None:
        raise Remark("scim-check-never")
    refused = [one for one in tokens if one.refused_at is not None]
    when = last.astimezone().strftime("%Y-%m-%d %H:%M")
    waiting = sum(troubles.values())
    newest_refusal = max(refused, key=lambda one: one.refused_at or now, default=None)
    if newest_refusal is not None and newest_refusal.refused_at is not None:
        at = newest_refusal.refused_at.astimezone().strftime("%Y-%m-%d %H:%M")
        raise Remark("scim-check-refused", last=when, waiting=waiting, status=newest_refusal.refused, refused=at)
    raise Remark("scim-check-well", last=when, waiting=waiting)
