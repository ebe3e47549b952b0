"""Renews every rule that ought to be another now: directory, policy or somebody else's rule has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime

import structlog

from kalix_presence.hub.absences.service import AbsenceService

log = structlog.get_logger("kalix.renewal")

PORTION = 50
"""Rules that are renewed at once: what somebody sets meanwhile waits for no more than these, in the database and at the PBX."""


async def renew_differing(
    service: AbsenceService, *, now: datetime, bent_only: bool = False, changed: Collection[str] | None = None
) -> int:
    """Renew every rule that ought to be another (`Board.differing`), of some only or of all, portion by portion; how many.

    They are all shown as not in force at once. One that cannot be written stays so, and the reconciler tries again.
    """
    board = service.board
    found = [one for one in board.differing(bent_only=bent_only, changed=changed) if not service.in_flight(one)]
    waiting = {one: board.states[one].changed for one in found}
    for one in waiting:
        board.states[one].in_force = False
    renewed, there = 0, True
    while waiting:
        some = list(waiting)[:PORTION]
        numbers = {one: waiting.pop(one) for one in some}
        # What somebody has changed meanwhile, or is about to, has brought its own rule.
        same = [one for one in some if one in board.states and board.states[one].changed == numbers[one]]
        left = [one for one in same if not service.in_flight(one)]
        done = await asyncio.gather(*(service.renew(one, now=now) for one in left), return_exceptions=True)
        for extension, outcome in zip(left, done, strict=True):
            if isinstance(outcome, BaseException):
                log.warning("rule-not-renewed", extension=extension, fault=type(outcome).__name__)
        renewed += done.count(True)
        if waiting and there:  # a PBX that takes none keeps nobody waiting
            there = not any(await asyncio.gather(*(service.settled(one) for one in left)))
    if found:
        log.info("rules-renewed", count=renewed)
    return renewed
