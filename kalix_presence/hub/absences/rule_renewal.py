"""Renews every rule that ought to be another now: directory, policy or somebody else's rule has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime

import structlog

from kalix_presence.hub.absences.service import AbsenceService

log = structlog.get_logger("kalix.renewal")


async def renew_differing(
    service: AbsenceService, *, now: datetime, bent_only: bool = False, changed: Collection[str] | None = None
) -> int:
    """Renew every rule that ought to be another (`Board.differing`), of some only or of all; how many.

    One that cannot be written is shown as not in force, and the reconciler tries again.
    """
    waiting = [one for one in service.board.differing(bent_only=bent_only, changed=changed) if not service.in_flight(one)]
    done = await asyncio.gather(*(service.renew(one, now=now) for one in waiting), return_exceptions=True)
    for extension, outcome in zip(waiting, done, strict=True):
        if isinstance(outcome, BaseException):
            log.warning("rule-not-renewed", extension=extension, fault=type(outcome).__name__)
    if waiting:
        log.info("rules-renewed", count=done.count(True))
    return done.count(True)
