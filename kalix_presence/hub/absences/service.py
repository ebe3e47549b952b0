"""The absence service: the one way in for a status change, from REST, phone code and clock alike."""

from __future__ import annotations

import asyncio
import uuid
from collections import ChainMap
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.absences.change import PLANS, Change
from kalix_presence.hub.absences.request import absence_of, why_of
from kalix_presence.hub.absences.rule_synchroniser import RuleSynchroniser
from kalix_presence.hub.board.absence_notice import set_for_you, with_undo
from kalix_presence.hub.board.acting import leave_to
from kalix_presence.hub.board.board import Board, State
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.board.event_record import Views, record_standing, views
from kalix_presence.hub.store import Store, Transaction, absences, idempotency, jobs, plans
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import require_holder
from kalix_presence.hub.store.idempotency import ChangeKey, claim_of
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.absence import Absence, Way
from kalix_presence.model.access import Action, Caller
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.delegation import Right
from kalix_presence.model.errors import Conflict, NotFound, PresenceError
from kalix_presence.model.forwarding import ForwardingRule, refuse_loop
from kalix_presence.model.holding import holding_at
from kalix_presence.model.planned import Lift, lift_until

log = structlog.get_logger("kalix.switchboard")


class AbsenceService:
    """Access, policy, target and loop check; one durable transaction; then the PBX; then the answer.

    Changes for one person take effect in the order they came, the newest wins. Only the commit changes the board, and only
    the event paints: the reply says what the sender needs to know.
    """

    def __init__(self, board: Board, store: Store, event_bus: EventBus, synchroniser: RuleSynchroniser) -> None:
        self.board, self._store, self._event_bus, self._synchroniser = board, store, event_bus, synchroniser
        self._claims: dict[str, ForwardingRule] = {}
        self._in_flight: dict[str, int] = {}
        self.on_lifted: Callable[[str, list[Lift]], None] = _nobody
        """Hears, after the commit, which occurrences somebody was back from."""
        self.on_overtaken: Callable[[str], None] = _not_told
        """Hears for whom the planner was too late: somebody has changed something meanwhile."""
        self.on_announced: Callable[[str], None] = _not_told
        """Hears, after the commit, of whom another absence or another return is told."""

    async def set_absence(
        self, caller: Caller, extension: str, request: wire.AbsenceRequest, *, key: str | None, now: datetime
    ) -> wire.StatusReply:
        """Let `request` hold for `extension` from `now` on.

        It replaces what was set by hand before; planned absences stay behind it. Raises `Forbidden("not-permitted")`,
        `NotFound("extension-unknown")`, `BadInput` for reason, end, note or target, `Conflict("forward-loop")`,
        `Conflict("idempotency-key-reused")`, `Unavailable("store-unwritable")`.
        """
        person = self.board.person(extension)
        leave = leave_to(self.board, caller, Action.SET_ABSENCE, person, Right.ABSENCE, now=now)
        claim = claim_of(caller, key, ("set", extension, request))
        try:
            own = caller.extension == extension
            way = (request.way if request.way is Way.CLI else Way.TRAY) if own else leave.way
            by = caller.extension or caller.username
            absence = absence_of(self.board, person, request, by=by, way=way, id_=uuid.uuid4().hex, now=now)
            rule = self._checked_rule(extension, absence)
        except PresenceError:
            if await self._was_made(claim):
                return self.reply(extension)
            raise
        stood: list[Absence | None] = []
        also = set_for_you(self.board, self._event_bus, caller, extension, absence, absence.why, now)
        await self._make(Change(extension, absence, rule, by, now, claim, stood.append, also, way=way, still=leave.still))
        return with_undo(self.board, await self._answer(extension), absence, stood)

    async def end_absence(
        self, caller: Caller, extension: str, *, way: Way, key: str | None, now: datetime, why: str = ""
    ) -> wire.StatusReply:
        """ "Back": end everything that holds for `extension`, and any "overdue"; it is fine when nothing holds.

        What was planned ends for what is left of the day: a holiday goes on tomorrow, for a forgotten plan must not ring in an
        empty room. Who means the rest of it as well changes the plan. Somebody else than the person may say `why`.

        Raises `Forbidden("not-permitted")`, `NotFound("extension-unknown")`, `BadInput("note-too-long")`,
        `Unavailable("store-unwritable")`.
        """
        leave = leave_to(self.board, caller, Action.SET_ABSENCE, self.board.person(extension), Right.ABSENCE, now=now)
        way = way if caller.extension == extension else leave.way
        said = why_of(self.board, why)
        claim = claim_of(caller, key, ("end", extension, way.value))
        stood: list[Absence | None] = []
        also = set_for_you(self.board, self._event_bus, caller, extension, None, said, now)
        by = caller.extension or caller.username
        done = Change(
            extension, None, None, by, now, claim, stood.append, also, act=AuditAct.END_ABSENCE, way=way, still=leave.still
        )
        await self._make(done)
        return with_undo(self.board, await self._answer(extension), None, stood)

    async def undo(
        self, caller: Caller, extension: str, undo: wire.AbsenceUndo, *, key: str | None, now: datetime
    ) -> wire.StatusReply:
        """Take back a change that `caller` made: what stood before it holds again, for as long as it was to last.

        Raises `Forbidden("not-permitted")`, `NotFound("extension-unknown")`, `NotFound("absence-unknown")` for one that this
        caller did not end, `Conflict("absence-changed-since")`, `Conflict("absence-over")`, `Conflict("forward-loop")`,
        `Unavailable("store-unwritable")`.
        """
        leave = leave_to(self.board, caller, Action.SET_ABSENCE, self.board.person(extension), Right.ABSENCE, now=now)
        claim = claim_of(caller, key, ("undo", extension, undo))
        if await self._was_made(claim):
            return self.reply(extension)
        kept = await self._store.read(lambda sql: absences.read_kept(sql, undo.before)) if undo.before else None
        names = {caller.username, caller.extension}
        if undo.before and (kept is None or kept.absence.extension != extension or kept.ended_by not in {None, *names}):
            raise NotFound("absence-unknown")
        back, way = None, Way.TRAY if caller.extension == extension else leave.way
        if kept is not None and kept.ended_by is not None:
            if kept.absence.end is not None and kept.absence.end <= now:
                raise Conflict("absence-over")
            back = replace(kept.absence, id=uuid.uuid4().hex, start=now)
            if back.way in PLANS:  # the planner knows nothing of it: it holds as if it were set by hand
                back = replace(back, way=way, source="")
        rule = self._checked_rule(extension, back)
        by = caller.extension or caller.username
        also = set_for_you(self.board, self._event_bus, caller, extension, back, "", now)
        # What was set goes, and plans that stood behind it or have begun meanwhile stay.
        stay = PLANS if back is None and undo.made else None

        def still(change: Transaction) -> None:
            leave.still(change)
            held = holding_at(absences.read_open_of(change.sql, extension), now)
            if (held.id if held is not None else "") != undo.made:
                raise Conflict("absence-changed-since")
            if undo.before and absences.read_kept(change.sql, undo.before) != kept:
                raise Conflict("absence-changed-since")

        act = AuditAct.UNDO_ABSENCE
        await self._make(Change(extension, back, rule, by, now, claim, also=also, stay=stay, still=still, act=act, way=way))
        return await self._answer(extension)

    async def take_over(self, extension: str, absence: Absence | None, *, by: str, journal_key: str, now: datetime) -> bool:
        """Make durable what a phone code already did in the PBX; False when it was taken over before.

        Raises `Conflict("forward-loop")` and what the policy refuses.
        """
        rule = self._checked_rule(extension, absence)
        claim = ChangeKey("pbx", journal_key, b"code")
        act = AuditAct.END_ABSENCE if absence is None else AuditAct.SET_ABSENCE
        return await self._make(Change(extension, absence, rule, by, now, claim, act=act, way=Way.PHONE))

    async def apply_due(self, extension: str, *, now: datetime) -> bool:
        """The clock: end what ends and start what starts for `extension` by `now`; whether anything changed.

        Compare-and-set in the transaction: when somebody has changed anything meanwhile, nothing is done, and that change has a
        turn of its own.
        """
        state = self.board.states.get(extension)
        if state is None:
            return False
        over = [absence for absence in state.absences if absence.end is not None and absence.end <= now]
        staying = [absence for absence in state.absences if absence not in over]
        held = self.board.held_of(staying, now)
        if not over and held == state.held:
            return False
        by_hand = [absence.id for absence in over if absence.way not in PLANS]
        by_plan = [absence.id for absence in over if absence.way in PLANS]
        overdue, there = held is None and bool(by_hand), _ids(state.absences)
        announced = self.board.announced_of(extension, staying, now)
        seen = self._seen(extension, held, announced, overdue=overdue)

        def work(change: Transaction) -> bool:
            if _ids(absences.read_open_of(change.sql, extension)) != there:
                return False
            absences.end_absences(change, by_hand, by=absences.EndedBy.CLOCK, now=now, awaited=True)
            absences.end_absences(change, by_plan, by=absences.EndedBy.CLOCK, now=now)
            self._log_change(change, extension, seen, lambda state: _without(state, over), overdue=overdue, now=now)
            return True

        return await self._submit(extension, work)

    async def plan(self, extension: str, add: list[Absence], drop: list[Absence], *, now: datetime) -> bool:
        """The planner: `add` what plans now ask for, `drop` what they ask for no longer; whether what holds has changed.

        Compare-and-set as `turn`; the planner hears of it (`overtaken`), and plans anew.

        Raises `Unavailable("store-unwritable")`.
        """
        state = self.board.states[extension]
        gone = {absence.id for absence in drop}

        def left(state: State) -> list[Absence]:
            kept = [absence for absence in state.absences if absence.id not in gone]
            return [*kept, *add]

        held, announced = self.board.held_of(left(state), now), self.board.announced_of(extension, left(state), now)
        changes, there = (held, announced) != (state.held, state.announced), _ids(state.absences)
        overdue = held is None and state.overdue
        seen = self._seen(extension, held, announced, overdue=overdue)

        def work(change: Transaction) -> bool:
            if _ids(absences.read_open_of(change.sql, extension)) != there:
                change.after_commit(lambda: self.on_overtaken(extension))
                return False
            absences.drop_planned(change, gone, now=now)
            for absence in add:
                absences.add_planned(change, absence, now=now)
            if changes:
                self._log_change(change, extension, seen, left, overdue=overdue, now=now)
            else:
                change.after_commit(lambda: self._put_quietly(extension, left, now))
            return changes

        return await self._submit(extension, work)

    async def end_overdue(self, extension: str, *, now: datetime) -> bool:
        """There was a sign of life of `extension`; whether it was overdue. What holds or is being set is left alone."""
        state = self.board.states.get(extension)
        if state is None or not state.overdue:
            return False
        seen = views(self.board, extension, state.held, in_force=False, announced=state.announced, bent=state.bent)
        there = _ids(state.absences)

        def work(change: Transaction) -> bool:
            if _ids(absences.read_open_of(change.sql, extension)) != there:
                return False
            absences.confirm_ended(change, extension, now=now)
            self._log_change(change, extension, seen, lambda state: state.absences, overdue=False, now=now)
            return True

        return await self._submit(extension, work)

    async def renew(self, extension: str, *, now: datetime) -> bool:
        """The directory, the policy or somebody else's rule has changed, or the PBX holds another rule than is shown: bring the
        rule that ought to hold, and until it is confirmed show that it is not. Whether there was anything to bring.

        Raises `Unavailable("store-unwritable")`, `NotFound("extension-unknown")`.
        """
        state = self.board.states[extension]
        state.in_force = False  # at once: what is shown meanwhile is not what the PBX does
        there = _ids(state.absences)
        seen = self._seen(extension, state.held, state.announced, overdue=state.overdue)

        def work(change: Transaction) -> bool:
            if _ids(absences.read_open_of(change.sql, extension)) != there:
                return False  # a change that is under way brings its own rule
            self._log_change(change, extension, seen, lambda state: state.absences, overdue=state.overdue, now=now)
            return True

        return await self._submit(extension, work)

    def reply(self, extension: str) -> wire.StatusReply:
        """The reply that the board gives now."""
        standing = self.board.standing(extension, full=True)
        return wire.StatusReply(standing.in_force, standing, standing.trouble)

    async def settled(self, extension: str) -> str | None:
        """Wait until the PBX has been asked to take the rule of `extension`: None when it has, else the code of why not yet."""
        return await self._synchroniser.settled(extension)

    def in_flight(self, extension: str) -> bool:
        """Whether a change of `extension` waits for its commit."""
        return extension in self._in_flight

    def _checked_rule(self, extension: str, absence: Absence | None) -> ForwardingRule | None:
        rule = self.board.rule_of(extension, absence)
        if rule is not None:
            refuse_loop(rule, ChainMap(self._claims, self.board.rules))
        return rule

    async def _was_made(self, claim: ChangeKey | None) -> bool:
        return claim is not None and await self._store.read(lambda sql: idempotency.was_made(sql, claim))

    async def _make(self, made: Change) -> bool:
        extension, absence, now, stay = made.extension, made.absence, made.now, made.staying
        holder = self.board.person(extension).id
        behind = [other for other in self.board.states[extension].absences if other.way in stay]
        lifts = self._lifts(extension, now) if absence is None and not stay else []

        def after(state: State) -> list[Absence]:
            staying = [other for other in state.absences if other.start > now or other.way in stay]
            return staying if absence is None else [*staying, absence]

        def left(state: State) -> list[Absence]:
            made.before(state.held)
            return after(state)

        announced = self.board.announced_of(extension, after(self.board.states[extension]), now)
        seen = self._seen(extension, absence or self.board.held_of(behind, now), announced)

        def work(change: Transaction) -> bool:
            if not idempotency.is_first(change, made.claim, now=now):
                return False
            made.still(change)
            set_id = absence.id if absence is not None else ""
            asker = change.asker  # who may have asked for a whole unit
            act = asker.act if asker is not None and asker.by == made.by else made.act
            change.audit(act, now=now, by=made.by, about=extension, way=made.way.value, subject=set_id, about_person=holder)
            absences.end_started(change, extension, except_ways=stay, by=made.by, now=now)
            for lift in lifts:
                plans.put_lift(change, extension, lift)
            if absence is not None:
                absences.add_absence(change, absence, now=now)
            self._log_change(change, extension, seen, left, overdue=False, now=now)
            if lifts:
                change.after_commit(lambda: self.on_lifted(extension, lifts))
            if made.also is not None:
                made.also(change)
            return True

        if made.rule is not None:
            self._claims[extension] = made.rule
        try:
            return await self._submit(extension, work)
        finally:
            if self._claims.get(extension) is made.rule:
                self._claims.pop(extension, None)

    def _seen(self, extension: str, held: Absence | None, announced: Absence | None, *, overdue: bool = False) -> Views:
        """What will be seen of it: not in force, until the PBX has confirmed it."""
        bent = self.board.bend_of(extension, held, announced)
        return views(self.board, extension, held, in_force=False, overdue=overdue, announced=announced, bent=bent)

    def _lifts(self, extension: str, now: datetime) -> list[Lift]:
        """What somebody is back from who comes back now."""
        until = lift_until(now, self.board.worktime_of(extension))
        return [
            Lift(absence.source, until, absence.end)
            for absence in self.board.states[extension].absences
            if absence.source and absence.end is not None and absence.holds_at(now)
        ]

    async def _submit(self, extension: str, work: Callable[[Transaction], bool]) -> bool:
        holder = self.board.person(extension).id

        def theirs(change: Transaction) -> bool:
            require_holder(change, extension, holder)
            return work(change)

        done = self._store.submit(theirs)  # refused, it is not under way
        self._in_flight[extension] = self._in_flight.get(extension, 0) + 1
        done.add_done_callback(lambda _: self._landed(extension))
        return await asyncio.shield(done)

    def _landed(self, extension: str) -> None:
        left = self._in_flight[extension] - 1
        if left:
            self._in_flight[extension] = left
        else:
            del self._in_flight[extension]

    def _log_change(
        self,
        change: Transaction,
        extension: str,
        seen: Views,
        left: Callable[[State], list[Absence]],
        *,
        overdue: bool,
        now: datetime,
    ) -> None:
        frame = record_standing(change, seen, now=now)
        number = frame.number or 0
        jobs.want(change, extension, number)
        change.after_commit(lambda: self._took(extension, left, frame, number, overdue, now))

    def _took(
        self,
        extension: str,
        left: Callable[[State], list[Absence]],
        frame: Frame,
        number: int,
        overdue: bool,
        now: datetime,
    ) -> None:
        state = self._put(extension, left, now)
        if state is not None:
            state.changed = state.version = number
            state.changed_at, state.in_force, state.trouble, state.overdue = now, False, None, overdue
            self._synchroniser.follow(extension)
        self._event_bus.publish(frame)
        if state is not None and state.announced is not None:
            self.on_announced(extension)

    def _put_quietly(self, extension: str, left: Callable[[State], list[Absence]], now: datetime) -> None:
        before = self.board.rules.get(extension)
        state = self._put(extension, left, now)
        if state is not None and state.rule != before:  # somebody else's change has freed or bent it
            aside(self.renew(extension, now=now))

    def _put(self, extension: str, left: Callable[[State], list[Absence]], now: datetime) -> State | None:
        """Let the open absences be what `left` leaves; None for somebody who has left the directory."""
        state = self.board.states.get(extension)
        if state is None:
            return None
        before = {absence.id for absence in state.absences}
        self.board.put(extension, left(state), now)
        for absence in state.absences:
            if absence.id not in before:
                self.board.remember_due_times(extension, absence, now)
        return state

    async def _answer(self, extension: str) -> wire.StatusReply:
        trouble = await self.settled(extension)
        standing = self.board.standing(extension, full=True)
        if trouble is None:
            standing = msgspec.structs.replace(standing, in_force=True, trouble=None)
        else:
            standing = msgspec.structs.replace(standing, in_force=False, trouble=trouble)
        return wire.StatusReply(standing.in_force, standing, standing.trouble)


def _without(state: State, over: list[Absence]) -> list[Absence]:
    gone = {absence.id for absence in over}
    return [absence for absence in state.absences if absence.id not in gone]


def _ids(those: Iterable[Absence]) -> set[str]:
    return {absence.id for absence in those}


def _not_told(extension: str) -> None:
    """Nobody plans here."""


def _nobody(extension: str, lifts: list[Lift]) -> None:
    """Nothing is planned by itself here."""
