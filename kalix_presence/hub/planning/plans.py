"""Planned absences: checked, kept, their deputies asked; a source of absences for the planner."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.absences.request import forward_of
from kalix_presence.hub.board.acting import Leave, leave_to
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.planning.planner import Expected, Planner
from kalix_presence.hub.planning.request import changed, plan_of
from kalix_presence.hub.planning.views import plan_view
from kalix_presence.hub.store import Store, Transaction, events, idempotency, plans, taken_away
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import require_holder
from kalix_presence.hub.store.leaving import Leaving, plan_after
from kalix_presence.model.absence import Forward, ForwardKind, Way
from kalix_presence.model.access import Action, Caller, Role
from kalix_presence.model.delegation import Right, delegates_of
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound
from kalix_presence.model.plan import (
    DEPUTY,
    MOST_PLANS,
    DeputyState,
    Plan,
    ends_for_good,
    is_over,
    occurrences,
    refuse_too_often,
)
from kalix_presence.model.taken_away import TakenAway
from kalix_presence.model.taken_away import taken_away as of_plan
from kalix_presence.wire.event_kinds import EventKind

log = structlog.get_logger("kalix.plans")


class Plans:
    """The one way in for plans, from REST, command line and calendar files alike. `known` are all plans by id."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, planner: Planner) -> None:
        self._board, self._store, self._event_bus, self._planner = board, store, event_bus, planner
        self.known: dict[str, Plan] = {}
        self._by_extension: dict[str, dict[str, Plan]] = {}

    async def load(self) -> None:
        """Take over what is kept; at the start."""
        self.load_plans(await self._store.read(plans.read_plans))

    def load_plans(self, kept: Mapping[str, Plan]) -> None:
        """Let these be all the plans there are."""
        self.known, self._by_extension = {}, {}
        for plan in kept.values():
            self._remember(plan)

    def step_plans(self, touched: Collection[str], theirs: Mapping[str, Plan], left: Leaving) -> set[str]:
        """Let `theirs` be all plans at `touched`, and nobody of `left` stand in others'; whose those are."""
        for plan in [plan for extension in touched for plan in self._by_extension.pop(extension, {}).values()]:
            del self.known[plan.id]
        changed = [after for plan in self.known.values() if (after := plan_after(plan, left)) is not plan]
        for plan in (*changed, *theirs.values()):
            self._remember(plan)
        return {plan.extension for plan in changed}

    # what is asked for

    async def add(
        self,
        caller: Caller,
        extension: str,
        request: wire.PlanRequest,
        *,
        key: str | None,
        now: datetime,
        uid: str = "",
        whole_days: int = 0,
    ) -> Plan:
        """A new plan; what begins of it at once holds when this returns.

        Raises NotFound `extension-unknown`, Forbidden `not-permitted`, BadInput as `plan_wish.plan_of`,
        Conflict `idempotency-key-reused`, Unavailable `store-unwritable`.
        """
        person = self._board.person(extension)
        leave = leave_to(self._board, caller, Action.SET_ABSENCE, person, Right.ABSENCE, now=now)
        claimed = idempotency.claim_of(caller, key, ("plan", extension, request))
        plan_id = idempotency.id_for(caller.username, key)
        if plan_id in self.known and await self._store.read(lambda sql: idempotency.was_made(sql, claimed)):
            return self.known[plan_id]
        if len(self.of(extension, now)) >= MOST_PLANS:
            raise BadInput("plan-too-many", most=MOST_PLANS)
        plan = plan_of(self._board, person, request, id_=plan_id, by=_name(caller), uid=uid, whole_days=whole_days, now=now)
        plan = await self._as_it_was(plan)

        def claim(change: Transaction) -> None:
            leave.still(change)
            idempotency.is_first(change, claimed, now=now)
            if plan.uid:
                taken_away.forget_taken_away(change, extension, [plan.uid])

        await self._keep(None, plan, now, claim)
        return plan

    async def change(self, caller: Caller, plan_id: str, request: wire.PlanChange, *, now: datetime) -> Plan:
        """Change a plan. Raises as `add`, NotFound `plan-unknown`, Conflict `plan-changed` when somebody was first."""
        before = self.known.get(plan_id)
        if before is None or before.extension not in self._board.people:
            raise NotFound("plan-unknown")
        leave = self._leave(caller, before, now)
        after = changed(self._board, before, request, now=now)
        if after != before:
            await self._keep(before, replace(after, version=before.version + 1), now, leave.still)
        return self.known.get(plan_id, after)

    async def replace(self, before: Plan, after: Plan, *, now: datetime) -> Plan:
        """Put a checked plan in the place of one; for calendar files."""
        after = replace(after, version=before.version + 1)
        await self._keep(before, after, now, _nothing)
        return after

    async def remove(self, caller: Caller, plan_id: str, *, day: date | None, now: datetime) -> None:
        """Take a plan back, or only the occurrence that begins on `day`. It is fine when it is gone already.

        What a calendar file brought does not come back with it, as long as the file says of it what it said.
        """
        before = self.known.get(plan_id)
        if before is None:
            return
        leave = self._leave(caller, before, now)
        if day is not None and before.repeat:
            skipped = tuple(sorted({*before.skipped, day}))
            after = replace(before, skipped=skipped, version=before.version + 1)
            if not is_over(after, now=now, back=self._board.worktime_of(after.extension).back_after):
                await self._keep(before, after, now, leave.still)
                return

        def remember(change: Transaction) -> None:
            leave.still(change)
            gone = of_plan(before)
            if gone is not None:
                taken_away.put_taken_away(change, before.extension, gone, ends=ends_for_good(before))

        await self._keep(before, None, now, remember)

    async def withdraw(self, plan: Plan, *, now: datetime) -> None:
        """Take a plan back because its calendar file does."""
        await self._keep(plan, None, now, _nothing)

    async def taken_away(self, extension: str) -> dict[str, TakenAway]:
        """What `extension` took away of what calendar files brought, by `Plan.uid`."""
        return await self._store.read(lambda sql: taken_away.read_taken_away(sql, extension))

    async def let_come_back(self, extension: str, uids: Iterable[str]) -> None:
        """Forget that these were taken away: their entries are not what they were."""
        gone = list(uids)
        await self._store.write(lambda change: taken_away.forget_taken_away(change, extension, gone))

    async def answer(self, caller: Caller, plan_id: str, *, accept: bool, now: datetime) -> Plan:
        """Whoever was asked to cover says yes or no, and may say otherwise later.

        Raises NotFound `plan-unknown`, Forbidden `not-permitted` for anybody else.
        """
        before = self.known.get(plan_id)
        if before is None or before.extension not in self._board.people:
            raise NotFound("plan-unknown")
        if before.deputy is None or caller.extension != before.deputy:
            raise Forbidden("not-permitted", action="answer")
        state = DeputyState.ACCEPTED if accept else DeputyState.DECLINED
        if state is not before.deputy_state:
            await self._keep(before, replace(before, deputy_state=state, version=before.version + 1), now, _nothing)
        return self.known[plan_id]

    def of(self, extension: str, now: datetime) -> list[Plan]:
        """The plans of `extension` that are not over."""
        back = self._board.worktime_of(extension).back_after
        return [plan for plan in self._by_extension.get(extension, {}).values() if not is_over(plan, now=now, back=back)]

    def asked(self, extension: str, now: datetime) -> list[Plan]:
        """The plans in which `extension` is asked to cover, or covers, and that are not over."""
        found = (plan for plan in self.known.values() if plan.deputy == extension and plan.extension in self._board.people)
        return [plan for plan in found if not is_over(plan, now=now)]

    async def _as_it_was(self, plan: Plan) -> Plan:
        """`plan`, as the one of a calendar file that it is where somebody plans again what they took away."""
        if plan.uid:
            return plan
        gone = await self.taken_away(plan.extension)
        again = next((each for each in gone.values() if each.is_planned_again(plan)), None)
        if again is None:
            return plan
        return replace(plan, uid=again.uid, whole_days=again.whole_days, imported=again.imported)

    def _leave(self, caller: Caller, plan: Plan, now: datetime) -> Leave:
        """By what `caller` may change `plan`: whoever acts by the person's leave must be allowed to see it, or have made it.

        Raises Forbidden `not-permitted`.
        """
        rights = (Right.ABSENCE,) if plan.set_by == _name(caller) else (Right.ABSENCE, Right.PLANS)
        return leave_to(self._board, caller, Action.SET_ABSENCE, self._board.person(plan.extension), *rights, now=now)

    # a source for the planner

    def people(self) -> Iterable[str]:
        """Those who have plans."""
        return self._by_extension.keys()

    def expected(self, extension: str, first: datetime, last: datetime) -> Iterable[Expected]:
        """Each occurrence of each plan."""
        back = self._board.worktime_of(extension).back_after
        for plan in self._by_extension.get(extension, {}).values():
            accepted = plan.deputy if plan.deputy_state is DeputyState.ACCEPTED else None
            for occurrence in occurrences(plan, first, last, back=back):
                forward = self._forward(plan)
                yield Expected(occurrence, plan.reason, Way.PLAN, plan.set_by, forward, plan.note, plan.zone, accepted, plan.id)

    def _forward(self, plan: Plan) -> Forward:
        """Where its calls go now: to the deputy only once they have accepted, and never where it is no longer allowed."""
        person = self._board.people.get(plan.extension)
        if person is None or plan.reason not in self._board.reasons:
            return Forward()
        if plan.forward_to == DEPUTY:
            accepted = plan.deputy_state is DeputyState.ACCEPTED and plan.deputy in self._board.people
            return Forward(ForwardKind.COLLEAGUE, plan.deputy) if accepted else Forward()
        try:
            return forward_of(self._board, person, self._board.reasons.get(plan.reason), plan.forward_to)
        except BadInput:
            return Forward()

    # keeping

    async def _keep(self, before: Plan | None, after: Plan | None, now: datetime, also: Callable[[Transaction], None]) -> None:
        """Let `after` take the place of `before`; either may be missing, not both."""
        plan = after or before
        assert plan is not None  # noqa: S101 - see above
        if before is not None and self.known.get(before.id) is not before:
            raise Conflict("plan-changed")
        if after is not None and after.repeat and (before is None or _times_of(before) != _times_of(after)):
            others = (one for one in self._by_extension.get(after.extension, {}).values() if one.id != after.id)
            refuse_too_often((after, *others), now=now)
        person = self._board.person(plan.extension)
        holder, asked = person.id, None
        if after is not None and _asks_anew(before, after):
            asked = plan_view(self._board, after, full=False, numbers=False, now=now)

        def work(change: Transaction) -> None:
            require_holder(change, plan.extension, holder)
            change.concerns(plan.extension, plan.id)
            also(change)
            if after is not None:
                plans.put_plan(change, after)
            else:
                plans.remove_plan(change, plan.id)
            frames = [_told(change, plan, before, person, now)]
            if asked is not None:
                frames.append(_asking(change, asked, now))
            change.after_commit(lambda: self._took(plan, after, frames))

        await self._store.write(work)
        await self._planner.plan(plan.extension, now)

    def _took(self, plan: Plan, after: Plan | None, frames: list[Frame]) -> None:
        if after is not None:
            self._remember(after)
        else:
            self.known.pop(plan.id, None)
            theirs = self._by_extension.get(plan.extension, {})
            theirs.pop(plan.id, None)
            if not theirs:
                self._by_extension.pop(plan.extension, None)
        for frame in frames:
            self._event_bus.publish(frame)

    def _remember(self, plan: Plan) -> None:
        self.known[plan.id] = plan
        self._by_extension.setdefault(plan.extension, {})[plan.id] = plan


def _times_of(plan: Plan) -> tuple[object, ...]:
    return plan.repeat, plan.starts, plan.ends, plan.zone


def _told(change: Transaction, plan: Plan, before: Plan | None, person: Person, now: datetime) -> Frame:
    number = change.next_number()
    hear = {
        plan.extension,
        delegates_of(Right.PLANS, plan.extension),
        f"role:{Role.RECEPTIONIST.value}",
        f"officer:{person.administration}",
    }
    hear.add(delegates_of(Right.PLANS, plan.extension))
    hear.update(each.deputy for each in (plan, before) if each is not None and each.deputy is not None)
    event = wire.PlansChanged(number, now, plan.extension)
    return _logged(change, Frame(EventKind.PLANS, number, None, msgspec.json.encode(event), None, frozenset(hear)), now)


def _asking(change: Transaction, plan: wire.PlanView, now: datetime) -> Frame:
    event = wire.DeputyAsked(change.next_number(), now, plan)
    return _logged(change, addressed(event, frozenset({plan.deputy or ""})), now)


def _logged(change: Transaction, frame: Frame, now: datetime) -> Frame:
    events.add_event(change, frame, now=now)
    return frame


def _asks_anew(before: Plan | None, after: Plan) -> bool:
    asked = after.deputy is not None and after.deputy_state is DeputyState.ASKED
    return asked and (before is None or (before.deputy, before.deputy_state) != (after.deputy, DeputyState.ASKED))


def _name(caller: Caller) -> str:
    return caller.extension or caller.username


def _nothing(change: Transaction) -> None:
    """Nothing else is to be written with it."""
