"""What is done for others at once: a whole unit's phones forwarded and taken back, and "are you back?"."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from kalix_presence import wire
from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.board.names import name_of
from kalix_presence.hub.board.views import seen_reply
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.store import Store, Transaction
from kalix_presence.model.access import Action, Caller, Scope, require, scope
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, PresenceError, TooMany


class ForOthers:
    """Every change goes through the one switchboard, person by person, so that one refusal does not undo the others."""

    def __init__(
        self,
        board: Board,
        store: Store,
        event_bus: EventBus,
        absences: AbsenceService,
        *,
        limits: HubLimits,
        clock: Callable[[], datetime],
    ) -> None:
        self._board, self._store, self._event_bus = board, store, event_bus
        self._absences, self._limits, self._clock = absences, limits, clock
        self._nudged: dict[str, datetime] = {}

    def forget(self, extensions: Iterable[str]) -> None:
        """These are somebody else's now: nobody has asked them yet."""
        for extension in extensions:
            self._nudged.pop(extension, None)

    async def forward_unit(
        self, caller: Caller, unit: str, request: wire.UnitForward, *, key: str | None, language: str
    ) -> wire.UnitForwarded:
        """Everybody of the unit who is in is away by `request.reason`, with calls to `request.to`; who is away stays so.

        Raises NotFound `unit-unknown`, Forbidden `not-permitted`, BadInput `unit-too-large`, and what is refused for everybody
        alike (a reason or a number that cannot be): then nothing was changed. What is refused for some is in their results.
        """
        people = self._members(caller, unit)
        refused: list[PresenceError] = []
        target = request.to.strip()
        absence = wire.AbsenceRequest(request.reason, request.until, target, why=request.why)

        async def one(person: Person) -> wire.UnitForwardResult:
            if person.extension == target:
                return wire.UnitForwardResult(person.extension, person.name, skipped="target")
            if self._board.states[person.extension].held is not None:
                return wire.UnitForwardResult(person.extension, person.name, skipped="away")
            own = None if key is None else f"{key[:80]}-{person.extension}"
            setting = self._absences.set_absence(caller, person.extension, absence, key=own, now=self._clock())
            return await self._result(caller, person, setting, language, refused)

        results = list(await asyncio.gather(*map(one, people)))
        if not any(each.reply for each in results) and len({each.code for each in refused}) == 1:
            raise refused[0]
        return wire.UnitForwarded(results)

    async def undo_unit(
        self, caller: Caller, unit: str, undo: wire.UnitUndo, *, key: str | None, language: str
    ) -> wire.UnitForwarded:
        """Take back what a forward of the unit did, as far as it still holds. Raises as `forward_unit`."""
        people = {person.extension: person for person in self._members(caller, unit)}

        async def one(change: wire.UnitUndoOne) -> wire.UnitForwardResult:
            own = None if key is None else f"{key[:80]}-{change.extension}"
            back = wire.AbsenceUndo(change.made, change.before)
            undoing = self._absences.undo(caller, change.extension, back, key=own, now=self._clock())
            return await self._result(caller, people[change.extension], undoing, language, [])

        known = [change for change in undo.changes if change.extension in people]
        return wire.UnitForwarded(list(await asyncio.gather(*map(one, known))))

    async def nudge(self, caller: Caller, extension: str) -> None:
        """Ask somebody who is overdue whether they are back; durable, so that a computer that sleeps asks when it wakes.

        Raises Forbidden `not-permitted`, NotFound `extension-unknown`, Conflict `not-overdue`, TooMany `nudge-wait`.
        """
        require(caller, Action.NUDGE, self._board.person(extension))
        if not self._board.states[extension].overdue:
            raise Conflict("not-overdue")
        now, rest = self._clock(), timedelta(seconds=self._limits.nudge_seconds)
        self._nudged = {one: at for one, at in self._nudged.items() if at + rest > now}
        if extension in self._nudged:
            raise TooMany("nudge-wait", seconds=int((self._nudged[extension] + rest - now).total_seconds()) + 1)
        self._nudged[extension] = now
        by = caller.extension or caller.username
        name = name_of(self._board, by)

        def work(change: Transaction) -> None:
            event = wire.Nudge(change.next_number(), now, extension, by, name)
            self._event_bus.record(change, addressed(event, frozenset({extension})), now=now)

        try:
            await self._store.write(work)
        except PresenceError:
            self._nudged.pop(extension, None)
            raise

    async def _result(
        self, caller: Caller, person: Person, work: Awaitable[wire.StatusReply], language: str, refused: list[PresenceError]
    ) -> wire.UnitForwardResult:
        """What came of it; what is refused is also added to `refused`."""
        try:
            reply = await work
        except PresenceError as refusal:
            refused.append(refusal)
            said = sentence(refusal, language)
            return wire.UnitForwardResult(person.extension, person.name, problem=refusal.code, detail=said)
        return wire.UnitForwardResult(person.extension, person.name, seen_reply(self._board, caller, reply, language))

    def _members(self, caller: Caller, unit: str) -> list[Person]:
        """The people of the unit and of those below it, by name."""
        board = self._board
        if unit not in board.units:
            raise NotFound("unit-unknown")
        people = list(board.groups.by_unit.get(unit, ()))
        reach = scope(caller, Action.FORWARD_UNIT)
        own = caller.administration is not None and {person.administration for person in people} <= {caller.administration}
        if reach is not Scope.ALL and not (reach is Scope.ADMINISTRATION and own):
            raise Forbidden("not-permitted", action=Action.FORWARD_UNIT.value)
        if len(people) > self._limits.unit_people:
            raise BadInput("unit-too-large", field="unit", limit=self._limits.unit_people)
        return sorted(people, key=lambda person: (person.name, person.extension))
