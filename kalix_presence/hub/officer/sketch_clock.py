"""What the calendar does with the sketch: changes begin on their day, and owners are asked once a time to review their part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.board.names import lies_in, unit_name
from kalix_presence.hub.notices.rights import administration_of
from kalix_presence.hub.officer.sketch_rights import present
from kalix_presence.hub.officer.sketches import Sketches, put_in_force
from kalix_presence.hub.store import Store, Transaction, appointments, sketches
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.day import today
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.sketch import Part, ProposalState
from kalix_presence.model.sketch_faults import remind_now

log = structlog.get_logger("kalix.officer")

KEPT = timedelta(days=366)
"""How long a proposal that is over is kept."""
AFTER_TROUBLE = timedelta(minutes=1)


class SketchClock:
    """Looks at midnight where the site is, and at the start."""

    def __init__(
        self, board: Board, store: Store, event_bus: EventBus, sketch: Sketches, *, clock: Callable[[], datetime]
    ) -> None:
        self._board, self._store, self._event_bus, self._sketch = board, store, event_bus, sketch
        self._alarm = AlarmClock(clock)

    async def run(self) -> None:
        """Until cancelled."""
        await self._alarm.run(self.turn)

    async def turn(self, now: datetime) -> datetime:
        """Do what is due by `now`; when to look again."""
        known = self._board.moment()

        def work(change: Transaction) -> None:
            self._begin(change, now)
            self._remind(change, now)
            sketches.forget_proposals(change, before=now - KEPT)

        try:
            await self._store.write(known.given(work))
        except Unavailable as refusal:
            log.warning("sketch-not-turned", trouble=refusal.code)
            return now + AFTER_TROUBLE
        following = today(now, known.worktime) + timedelta(1)
        return datetime.combine(following, time(), known.worktime.tz).astimezone(UTC)

    def _begin(self, change: Transaction, now: datetime) -> None:
        day = today(now, change.known.worktime)
        for one in sketches.read_proposals(change.sql):
            if one.state is ProposalState.WAITING and one.since <= day:
                sketches.put_proposal(change, put_in_force(change, one, day, now))
                self._sketch.tell(change, change.known, one.unit, now)

    def _remind(self, change: Transaction, now: datetime) -> None:
        known, day = change.known, today(now, change.known.worktime)
        appointed = appointments.read_holding(change.sql, day)
        for part in sketches.read_parts(change.sql).values():
            if part.unit in known.units and remind_now(part.reviewed, part.reminded, day, known.policy.sketch_review_days):
                sketches.note_reminded(change, part.unit, day)
                self._ask(change, part, appointed, now)

    def _ask(self, change: Transaction, part: Part, appointed: list[Appointment], now: datetime) -> None:
        """The owner; where nobody owns the part, the officers of the unit."""
        known, administration = change.known, administration_of(change.known, part.unit)
        owner = present(known, part.unit, part.sheet).owner
        hear = {
            each.extension
            for each in known.groups.by_unit.get(administration, ())
            if owner is not None and each.id == owner.person
        }
        if not hear:
            hear = {each.extension for each in appointed if lies_in(known, part.unit, each.unit)}
            hear.add(f"officer:{administration}")
        due = wire.DueReview(part.unit, unit_name(known, part.unit), part.reviewed)
        event = wire.SketchChanged(change.next_number(), now, administration, [due])
        self._event_bus.record(change, addressed(event, frozenset(hear)), now=now)
