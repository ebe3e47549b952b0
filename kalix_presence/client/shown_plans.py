"""One's plans as a window or a command shows them: by the hub, or without contact as they were known last."""

from __future__ import annotations

from datetime import datetime, timedelta

from kalix_presence.client.connection import plans
from kalix_presence.client.local.known_plans import ShownPlans
from kalix_presence.client.session import Session
from kalix_presence.model.errors import Unavailable

BACK, AHEAD = timedelta(days=7), timedelta(days=91)
"""How much is kept, around the moment at which it was fetched."""


async def learn_plans(session: Session, extension: str) -> None:
    """Fetch one's own plans and remember them. Raises what the hub refuses."""
    now = session.time()
    view = await plans.plans_of(session.hub, extension, since=now - BACK, until=now + AHEAD)
    session.known_plans.keep(session.account, extension, view, now)


async def shown_plans(
    session: Session, extension: str, *, since: datetime | None = None, until: datetime | None = None
) -> ShownPlans:
    """What comes from `since` until `until` (as `plans_of`), by the hub or, without contact, as it was known last.

    Raises what the hub refuses, and that there is no contact where nothing was known.
    """
    try:
        return ShownPlans(await plans.plans_of(session.hub, extension, since=since, until=until))
    except Unavailable:
        known = session.known_plans.recall(session.account, extension)
        if known is None:
            raise
        return known
