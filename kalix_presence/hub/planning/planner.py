"""The planner: makes the absences that plans, calendars and working time ask for, some days ahead, for the clock to turn."""

from __future__ import annotations

import hmac
import secrets
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store import Store, plans, settings
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.plan import Occurrence
from kalix_presence.model.planned import Lift, lifted

log = structlog.get_logger("kalix.planner")

HORIZON = timedelta(days=7)
"""How far ahead absences are made: a hub that was down for less has them all."""
MARGIN = timedelta(days=3)
"""How long after the end of an absence another one is looked for that follows it without working time between."""
FARTHEST = timedelta(days=366)
"""Beyond this no return is looked for."""
AGAIN = timedelta(days=1)
"""How often somebody's are made anew without any change."""
SPREAD = timedelta(minutes=10)
"""Within what time after the start everybody is looked at."""
SOON = timedelta(milliseconds=50)
"""When somebody is looked at again whose change was in flight."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a source asks for at one occurrence."""

    occurrence: Occurrence
    reason: str
    way: Way
    set_by: str
    forward: Forward = field(default_factory=Forward)
    note: str = ""
    zone: str = "Europe/Stockholm"
    deputy: str | None = None
    plan: str | None = None


class PlanSource(Protocol):
    """Something that asks for absences by itself."""

    def people(self) -> Iterable[str]:
        """Extensions it may ever ask something for."""

    def expected(self, extension: str, first: datetime, last: datetime) -> Iterable[Expected]:
        """What it asks for that touches the time from `first` to `last` (aware)."""


class Planner:
    """Compares what the sources ask for with what is there, and lets the absence service make the difference."""

    def __init__(self, board: Board, store: Store, absences: AbsenceService, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._absences, self._clock = board, store, absences, clock
        self.sources: list[PlanSource] = []
        self.lifts: dict[str, list[Lift]] = {}
        self._again: dict[str, datetime] = {}
        self._key = secrets.token_bytes(32)
        absences.on_lifted = self._put_lifts
        absences.on_overtaken = lambda extension: self._look_at(extension, clock() + SOON)
        absences.on_announced = self._look_farther

    async def load(self) -> None:
        """Take over who was back during what, and look at everybody who has something planned; at the start."""
        kept = await self._store.read(settings.plan_key)
        self._key = kept if kept is not None else await self._store.write(settings.make_plan_key)
        self.lifts = await self._store.read(plans.read_lifts)
        now = self._clock()
        for extension in {one for source in self.sources for one in source.people()}:
            state = self._board.states.get(extension)
            ahead = state is not None and any(each.source and each.start > now for each in state.absences)
            # Who has the next days made already is looked at later: a hub with thousands of people must answer at once.
            self._look_at(extension, now + SPREAD * _part(extension) if ahead else now)

    def step_lifts(self, touched: Collection[str], lifts: Mapping[str, list[Lift]]) -> None:
        """Let these be all the lifts at `touched`, where nobody is looked at any longer."""
        for extension in touched:
            self.lifts.pop(extension, None)
            self._again.pop(extension, None)
        self.lifts.update(lifts)

    def poke(self, extension: str) -> None:
        """Something that `extension` has planned changed: look at it at once."""
        self._look_at(extension, self._clock())

    async def look_ahead(self, extension: str, now: datetime) -> None:
        """Make what is wanted for `extension` when it is time to; the clock asks before each turn."""
        again = self._again.get(extension)
        if again is None or again > now:
            return
        try:
            await self.plan(extension, now)
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001  (the odd plan of one person must not stop everybody's clock)
            log.error("not-planned", extension=extension, kind=type(fault).__name__)
            self._look_at(extension, now + AGAIN)

    async def plan(self, extension: str, now: datetime) -> None:
        """Make what the sources ask for, and take back what they ask for no longer. Raises `Unavailable`."""
        state = self._board.states.get(extension)
        if state is None:
            self._again.pop(extension, None)
            return
        if self._absences.in_flight(extension):
            self._look_at(extension, now + SOON)
            return
        by_hand = [absence for absence in state.absences if not absence.source]
        wanted = {absence.id: absence for absence in self._wanted_to_the_end(extension, by_hand, now)}
        there = {absence.id: absence for absence in state.absences if absence.source}
        add = [absence for key, absence in wanted.items() if key not in there]
        # Over ones are left to the clock's turn, which also says what comes after them.
        drop = [one for key, one in there.items() if key not in wanted and (one.end is None or one.end > now)]
        if any(extension in source.people() for source in self.sources):
            self._look_at(extension, now + AGAIN * (1 - _part(extension) / 4))
        else:
            self._again.pop(extension, None)
        # What is told may be other than it was although nothing is to be made: the working time between two absences has
        # changed.
        same = state.held == self._board.held_of(state.absences, now)
        retold = same and state.announced != self._board.announced_of(extension, state.absences, now)
        if add or drop or retold:
            try:
                await self._absences.plan(extension, add, drop, now=now)
            except Unavailable:
                self._look_at(extension, now + timedelta(seconds=1))
                raise

    def _wanted_to_the_end(self, extension: str, by_hand: list[Absence], now: datetime) -> list[Absence]:
        """What is wanted within the horizon, and what follows the absence that holds however long that is: callers are told
        when somebody is back (P5), not when the first part of the holiday ends."""
        last = now + HORIZON
        while True:
            wanted = self.wanted(extension, now, last)
            announced = self._board.announced_of(extension, [*by_hand, *wanted], now)
            if announced is None or announced.end is None or announced.end + MARGIN <= last or last > now + FARTHEST:
                return wanted
            if announced.end > now + FARTHEST:
                return wanted  # the end is farther away than anything is looked for: years of days would be gone through
            # Twice as far at least, so that a chain of many short ones is not gone through anew for each.
            last = max(announced.end, min(last + (last - now), now + FARTHEST)) + HORIZON

    def _look_farther(self, extension: str) -> None:
        """Something else is told of `extension`: what may follow its end has not been looked at yet, if that is far away."""
        announced, now = self._board.states[extension].announced, self._clock()
        if announced is not None and announced.end is not None and announced.end + MARGIN > now + HORIZON:
            self.poke(extension)

    def wanted(self, extension: str, first: datetime, last: datetime) -> list[Absence]:
        """The absences that the sources ask for from `first` to `last`, less what somebody was back from."""
        lifts = self.lifts.get(extension, ())
        found: list[Absence] = []
        for each in self.expected(extension, first, last):
            occurrence = lifted(each.occurrence, lifts)
            if occurrence is not None and occurrence.end > first:
                found.append(self.absence_of(extension, each, occurrence))
        return found

    def expected(self, extension: str, first: datetime, last: datetime) -> list[Expected]:
        """All that the sources ask for."""
        return [each for source in self.sources for each in source.expected(extension, first, last)]

    def absence_of(self, extension: str, expected: Expected, occurrence: Occurrence) -> Absence:
        """The absence that an occurrence is; the same one has the same id whenever it is made.

        The id is told to everybody, and made of what most may not know: without the key nobody can try reasons against it.
        """
        forward = expected.forward
        what = (
            occurrence.key,
            occurrence.start.isoformat(),
            occurrence.end.isoformat(),
            expected.reason,
            forward.kind.value,
            forward.number or "",
            expected.note,
            expected.deputy or "",
            expected.set_by,
        )
        return Absence(
            id=hmac.new(self._key, "\0".join((extension, *what)).encode(), "sha256").hexdigest()[:32],
            extension=extension,
            reason=expected.reason,
            start=occurrence.start,
            end=occurrence.end,
            forward=forward,
            note=expected.note,
            set_by=expected.set_by,
            way=expected.way,
            zone=expected.zone,
            source=occurrence.key,
            deputy=expected.deputy,
        )

    def _look_at(self, extension: str, moment: datetime) -> None:
        self._again[extension] = moment
        self._board.look_again(moment, extension)

    def _put_lifts(self, extension: str, lifts: list[Lift]) -> None:
        named = {lift.key for lift in lifts}
        now = self._clock()
        kept = [lift for lift in self.lifts.get(extension, ()) if lift.key not in named and lift.ends > now]
        self.lifts[extension] = [*kept, *lifts]
        self.poke(extension)


def _part(extension: str) -> float:
    """From 0 to 1, the same for the same person: so that not everybody comes at once."""
    return zlib.crc32(extension.encode()) / 2**32
