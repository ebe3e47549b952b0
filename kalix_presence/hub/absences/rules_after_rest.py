"""Policy, reasons or directory changed while the hub rested: every rule is confirmed anew, beside everybody's own changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

import structlog

from kalix_presence.hub.absences.rule_renewal import PORTION
from kalix_presence.hub.absences.rule_synchroniser import RuleSynchroniser
from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.supervision.faults import described

log = structlog.get_logger("kalix.renewal")

_NEVER = datetime.max.replace(tzinfo=UTC)


class RulesAfterRest:
    """Which rules are still to be confirmed anew. They are shown as not in force until then, and the reconciler leaves them to
    this; a change that somebody makes meanwhile brings its own rule, and is left as it is."""

    def __init__(
        self,
        service: AbsenceService,
        synchroniser: RuleSynchroniser,
        *,
        limits: HubLimits,
        clock: Callable[[], datetime],
    ) -> None:
        self._service, self._synchroniser = service, synchroniser
        self._limits, self._clock = limits, clock
        self._waiting: dict[str, int] = {}
        self._told = True
        self._begun = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, extension: object) -> bool:
        return extension in self._waiting

    @property
    def under_way(self) -> bool:
        """Until it is noted that all are done."""
        return not self._told

    def begin(self, extensions: Iterable[str]) -> None:
        """Have the rules of these confirmed anew: first those that end first, for they have the least time left to be right."""
        states = self._service.board.states

        def end(extension: str) -> tuple[datetime, str]:
            held = states[extension].held
            return (held.end if held is not None and held.end is not None else _NEVER), extension

        for extension in sorted(extensions, key=end):
            states[extension].in_force = False  # at once: the PBX does what was asked for before
            self._waiting[extension] = states[extension].changed
        self._told = False
        self._begun.set()

    async def run(self, done: Callable[[], Awaitable[None]]) -> None:
        """Confirm them as long as there are any, a portion after the other; `done` notes that all are."""
        wait = self._limits.retry_seconds
        while True:
            await self._begun.wait()
            try:
                failed = await self._portion()
                if not self._waiting:
                    await done()
                    self._told = True
                    self._begun.clear()
                    log.info("rules-renewed-after-rest")
            except Exception as fault:  # noqa: BLE001  (a full or locked disk for a moment: what is left is tried again)
                log.warning("rules-not-renewed", left=len(self._waiting), **described(fault))
                failed = True
            if failed:
                await asyncio.sleep(wait)
            wait = min(wait * 2, self._limits.retry_cap_seconds) if failed else self._limits.retry_seconds

    async def _portion(self) -> bool:
        """Whether one of them has to be tried again."""
        some = list(self._waiting)[:PORTION]
        ended = await asyncio.gather(*(self._one(extension) for extension in some), return_exceptions=True)
        failed = False
        for extension, fault in zip(some, ended, strict=True):
            number = self._waiting.pop(extension)
            if isinstance(fault, BaseException):
                log.warning("rule-not-renewed", extension=extension, fault=type(fault).__name__)
                failed, self._waiting[extension] = True, number  # after the others
        return failed

    async def _one(self, extension: str) -> None:
        state = self._service.board.states.get(extension)
        if state is None or state.in_force or state.changed != self._waiting[extension]:
            return
        if await self._service.renew(extension, now=self._clock()):
            await self._synchroniser.settled(extension)
