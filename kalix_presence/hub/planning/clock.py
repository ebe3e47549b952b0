"""The expiry clock: ends and starts absences at their moment, and sleeps exactly until the next one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.absences.signs_of_life import SignsOfLife
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.planning.planner import Planner
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import (
    Store,
    Transaction,
    absences,
    audit_trail,
    event_days,
    events,
    holdings,
    idempotency,
    kept_sessions,
    mirrored,
    plans,
    taken_away,
)
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.hub.supervision.faults import apart, described
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.expiry")

SOON = timedelta(milliseconds=50)
"""A turn that met a change in flight comes again after this."""

NOT_KEPT = timedelta(milliseconds=400)
"""What could not be kept is tried again after this: an absence is to end within two seconds of the store's recovery."""

AFTER_FAULT = timedelta(seconds=15)

HOUSEKEEPING = timedelta(hours=1)

NOT_TAKEN_BACK = timedelta(days=7)
"""What was written elsewhere and is over is looked for there so long: a hub that was away for days takes it back as it begins,
and until its mirror has read what is kept, nobody else knows of it."""

SLICE_PAUSE = timedelta(milliseconds=20)
"""Between two slices of much that is deleted: what people do goes between."""


class AbsenceClock:
    """Turns each absence at its start and end, by the injected clock."""

    def __init__(
        self,
        board: Board,
        store: Store,
        absences: AbsenceService,
        signs: SignsOfLife,
        planner: Planner,
        *,
        limits: HubLimits,
        clock: Callable[[], datetime],
    ) -> None:
        self._board, self._store, self._absences, self._signs = board, store, absences, signs
        self._planner, self._limits, self._alarm = planner, limits, AlarmClock(clock)
        self._housekeeping: datetime | None = None
        self._not_kept: Counter[str] = Counter()
        board.on_due_time = self._alarm.ring

    async def run(self) -> None:
        """Run until cancelled."""
        await self._alarm.run(self._do_due)

    async def _do_due(self, now: datetime) -> datetime:
        await self.apply_due(now)
        if self._housekeeping is None or now >= self._housekeeping:
            self._housekeeping = now + (SLICE_PAUSE if await self._forget(now) else HOUSEKEEPING)
        due = self._board.due_times
        return min(self._housekeeping, due[0][0]) if due else self._housekeeping

    async def apply_due(self, now: datetime) -> None:
        """Turn everybody whose moment has come by `now`; many share one commit."""
        due = self._board.due(now)
        self._not_kept.clear()
        results = await asyncio.gather(*(self._apply_due_of(extension, now) for extension in due))
        for trouble, count in self._not_kept.items():  # a line a turn: at noon there are hundreds
            log.error("turns-not-saved", count=count, trouble=trouble)
        if any(results):
            log.info("absences-turned", count=sum(results))

    async def _apply_due_of(self, extension: str, now: datetime) -> bool:
        if self._absences.in_flight(extension):
            self._board.look_again(now + SOON, extension)
            return False
        try:
            await self._planner.look_ahead(extension, now)
            turned = await self._absences.apply_due(extension, now=now)
            if not turned and self._is_due(extension, now):  # overtaken by a change while it waited for its commit
                self._board.look_again(now + SOON, extension)
        except Unavailable as refusal:
            self._not_kept[refusal.code] += 1
            self._board.look_again(now + NOT_KEPT, extension)
            return False
        except Exception as fault:  # noqa: BLE001  (one person must not stop everybody's clock)
            log.error("turn-failed", extension=extension, **described(fault))
            self._board.look_again(now + AFTER_FAULT, extension)
            return False
        if turned:
            with apart("sign-of-life-failed", extension=extension):
                await self._signs.absence_ended(extension)
        return turned

    def _is_due(self, extension: str, now: datetime) -> bool:
        state = self._board.states.get(extension)
        return state is not None and self._board.held_of(state.absences, now) != state.held

    async def _forget(self, now: datetime) -> bool:
        """Delete what is too old; whether there is more of it than fits in one short transaction."""
        limits = self._limits
        # An event holds a message as it was: none is kept longer than a message that is done.
        oldest = now - timedelta(days=min(limits.event_days, self._board.policy.callback_kept_days))
        # Who left a number is known for as long as it rests.
        holding_days = max(limits.absence_days, self._board.policy.number_quarantine_days)

        def work(change: Transaction) -> bool:
            more = events.forget_events(change, before=oldest) >= events.SLICE
            idempotency.forget_keys(change, before=now - timedelta(days=limits.key_days))
            absences.forget_ended(change, before=now - timedelta(days=limits.absence_days))
            kept_sessions.forget_expired(change, now=now)
            plans.forget_lifts(change, before=now)
            taken_away.forget_over(change, before=now)
            mirrored.forget_over(change, before=now - NOT_TAKEN_BACK)
            more |= change.forget_audit(before=now - timedelta(days=limits.audit_days)) >= audit_trail.SLICE
            holdings.forget_holdings(change, before=now - timedelta(days=holding_days))
            return more

        def turn_days(change: Transaction) -> None:
            event_days.make_days(change, now=now)
            event_days.forget_days(change, before=oldest)

        try:
            with apart("housekeeping-failed", but=Unavailable):
                more = await self._store.write(work)
                if not more:
                    await self._store.write(turn_days)
                    aside(self._clear_away())
                return more
        except Unavailable as refusal:
            log.warning("housekeeping-failed", trouble=refusal.code)
        return False

    async def _clear_away(self) -> None:
        """A large table takes its time to go: no change and no end of an absence waits for it."""
        try:
            await asyncio.to_thread(self._store.database.clear_away)
        except Unavailable as refusal:
            log.warning("events-not-cleared-away", trouble=refusal.code)
