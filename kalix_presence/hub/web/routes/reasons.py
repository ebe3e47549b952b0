"""The site's reasons and the policy facts a client shows."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from zoneinfo import ZoneInfo

from litestar import get

from kalix_presence import __version__, wire
from kalix_presence.hub.access.who_sees import who_sees
from kalix_presence.hub.board.senders import sender_view
from kalix_presence.hub.pbx.capabilities import EndKept, ForeignChanges
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.model.access import Action, require
from kalix_presence.model.days_off import days_off
from kalix_presence.model.eves import eves
from kalix_presence.model.policy import Policy
from kalix_presence.model.versions import OLDEST_CLIENT

POLL = ForeignChanges.POLL


@get("/api/v1/reasons", tags=["reasons"], responses=refusals(401, 403))
async def list_reasons(request: Asking) -> wire.ReasonsView:
    """All reasons in the order in which they are offered."""
    require(caller_of(request), Action.SEE_REASONS)
    hub = hub_of(request)
    policy, able = hub.policy, hub.pbx.capabilities
    off = await asyncio.to_thread(_days_off, policy, hub.clock())  # the first time it reads a calendar library
    return wire.ReasonsView(
        reasons=[
            wire.ReasonView(
                code=reason.code,
                names=dict(reason.names),
                icon=reason.icon,
                colour=reason.colour,
                shape=reason.shape,
                digit=reason.digit,
                usual=reason.usual,
                forward=reason.forward,
                end=reason.end.value,
                shown_as=reason.shown_as if reason.sensitive else None,
                aliases=list(reason.aliases),
                selectable=reason.selectable,
                told_as=reason.told_as,
            )
            for reason in hub.reasons
        ],
        switchboard=policy.switchboard,
        zone=policy.zone,
        country=policy.country,
        note_limit=policy.note_limit,
        day_starts=policy.day_start,
        day_ends=policy.day_end,
        lunch_at=policy.lunch_at,
        lunch_until=policy.lunch_until,
        days_off=off,
        short_days=short_days(policy, hub.clock()),
        signals=policy.signals,
        unable=able.unable(),
        ended_by_hub=able.end is not EndKept.EXACT,
        end_kept=able.end.value,
        by_hand_seen=able.foreign_changes.value,
        by_hand_seconds=max(able.poll_seconds, hub.core.limits.reconcile_seconds) if able.foreign_changes is POLL else 0.0,
        at=hub.clock(),
        own_time=hub.config.pbx.begins is not None,
        sound=bool(hub.config.clips),
        version=__version__,
        clients_from=OLDEST_CLIENT,
        newest_client=policy.client_version,
        newest_from=policy.client_from,
        newest_feed=policy.client_feed,
        duties={duty: list(words) for duty, words in hub.duties.synonyms.items()},
        sender=sender_view(hub.board),
        seen=who_sees(hub.board),
    )


def _days_off(policy: Policy, now: datetime) -> list[date]:
    """Those of these years: desks then need no calendar of their own."""
    years = _years(policy, now)
    return days_off(policy, date(years[0], 1, 1), date(years[-1], 12, 31))


def short_days(policy: Policy, now: datetime) -> dict[date, str]:
    """Eves of these years on which work ends early."""
    named = (eves(policy.eves, year) for year in _years(policy, now))
    return {day: f"{ends:%H:%M}" for known in named for day, ends in known.items() if ends is not None}


def _years(policy: Policy, now: datetime) -> range:
    """This year and the two after it."""
    year = now.astimezone(ZoneInfo(policy.zone)).year
    return range(year, year + 3)
