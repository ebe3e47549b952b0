"""A newcomer's own first steps: what is true ticks them, the trial of their telephone too, and the rest they say themselves."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import structlog

from kalix_presence import shipped, wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.calls.actions import CallActions
from kalix_presence.hub.officer.rights import own_person
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.pbx.protocol import Pbx, PlacedCallEnded
from kalix_presence.hub.store import Store, Transaction, newcomers
from kalix_presence.hub.store.holdings import require_holder
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.callback import Outcome
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from kalix_presence.model.newcomer import (
    SAID,
    STEPS,
    FirstStep,
    Newcomer,
    PolicyText,
    Seen,
    is_walked_through,
    missing,
    steps_done,
)
from kalix_presence.model.policy import Policy

log = structlog.get_logger("kalix.newcomers")

MOST_TRIALS = 200
"""Trials of telephones, and ends of calls that nobody asked about, that are remembered at a time."""


class FirstStepsService:
    """Nothing of the steps is held in memory but which telephones ring now."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, pbx: Pbx, calls: CallActions) -> None:
        self._board, self._store, self._event_bus, self._pbx, self._calls = board, store, event_bus, pbx, calls
        self._ringing: OrderedDict[str, Person] = OrderedDict()
        self._early: OrderedDict[str, Outcome] = OrderedDict()

    def join(self, hooks: PbxHooks) -> None:
        """Hear how calls end that the PBX was asked for; whoever heard it before goes on hearing it."""
        before = hooks.on_placed_call_ended

        async def ended(event: PlacedCallEnded) -> None:
            await before(event)
            await self._ended(event.call_id, event.outcome)

        hooks.on_placed_call_ended = ended

    async def own(self, caller: Caller, *, language: str, now: datetime) -> wire.FirstSteps:
        """The steps of `caller`, with the policy to read in `language`; none for who is no newcomer.

        Raises Forbidden `not-permitted`.
        """
        known, person = self._board.moment(), self._board.people.get(caller.extension or "")
        require(caller, Action.OWN_FIRST_STEPS, person)
        own = own_person(self._board, caller)
        if own is None or not own.id:
            return wire.FirstSteps()
        return await self._store.read(lambda sql: self._view(sql, known, own, language, now))

    async def take(self, caller: Caller, wish: wire.StepSaid, *, language: str, now: datetime) -> wire.FirstSteps:
        """Tick a step that only the newcomer knows, or take the tick back; accept the policy that they were shown.

        Raises Forbidden `not-permitted`, NotFound `newcomer-none`, BadInput `newcomer-step-seen` for what ticks itself,
        Conflict `newcomer-policy-changed` for another policy than the one that counts now, Unavailable `holder-changed`.
        """
        known, own = self._board.moment(), self._own(caller)
        policy = policy_text(known.policy, language)
        accepts = wish.step is FirstStep.POLICY and wish.done
        if wish.step not in SAID and not accepts:
            raise BadInput("newcomer-step-seen", field="step")

        def work(change: Transaction) -> wire.FirstSteps:
            require_holder(change, own.extension, own.id)
            before = newcomers.read_newcomer(change.sql, own.id)
            if before is None:
                raise NotFound("newcomer-none")
            if accepts:
                if wish.version != policy.version:
                    raise Conflict("newcomer-policy-changed", version=policy.version)
                after = replace(before, version=policy.version, day=policy.day)
            else:
                after = replace(before, done=before.done | {wish.step} if wish.done else before.done - {wish.step})
            if after != before:
                newcomers.keep_steps(change, after)
                detail = f"{wish.step.value} {wish.version}".strip() if wish.done else f"-{wish.step.value}"
                change.audit(AuditAct.TAKE_FIRST_STEP, now=now, by=own.extension, about=own.extension, detail=detail)
                change.after_commit(lambda: self._tell(own.extension))
            return self._view(change.sql, known, own, language, now)

        return await self._store.write(known.given(work))

    async def ring(self, caller: Caller, *, key: str | None) -> wire.CallBegun:
        """Ring the newcomer's own telephone; when it is picked up, that step is done. Raises NotFound `newcomer-none`, and as
        `CallActions.call`."""
        own = self._own(caller)
        if await self._store.read(lambda sql: newcomers.read_newcomer(sql, own.id)) is None:
            raise NotFound("newcomer-none")
        shown = shipped.words(own.language).say("own.trial-call")
        begun = await self._calls.ring_own(caller, shown, key=key)
        if begun.call in self._early:
            await self._note(own, self._early.pop(begun.call))
        else:
            self._ringing[begun.call] = own
            _bound(self._ringing)
        return begun

    async def _ended(self, call_id: str, outcome: Outcome) -> None:
        own = self._ringing.pop(call_id, None)
        if own is None:  # none of these, or one whose beginning is not known here yet
            self._early[call_id] = outcome
            _bound(self._early)
            return
        await self._note(own, outcome)

    async def _note(self, own: Person, outcome: Outcome) -> None:
        """Only an answer is kept, and who rings is told how it ended in any case."""

        def work(change: Transaction) -> None:
            before = newcomers.read_newcomer(change.sql, own.id)
            if before is not None:
                newcomers.keep_steps(change, replace(before, done=before.done | {FirstStep.CALL}))

        try:
            if outcome is Outcome.ANSWERED:
                await self._store.write(work)
        except Unavailable as refusal:
            log.warning("trial-call-not-noted", trouble=refusal.code)
            outcome = Outcome.UNKNOWN
        now_at = self._board.identities.get(own.id)
        if now_at is not None:
            self._tell(now_at.extension, outcome)

    def _own(self, caller: Caller) -> Person:
        """Raises Forbidden `not-permitted`: nobody takes the steps of somebody else."""
        own = self._board.people.get(caller.extension or "")
        require(caller, Action.OWN_FIRST_STEPS, own)
        if own is None or not own.id or own.id != caller.person:
            raise Forbidden("not-permitted", action=Action.OWN_FIRST_STEPS.value)
        return own

    def _view(self, sql: Sql, known: Known, own: Person, language: str, now: datetime) -> wire.FirstSteps:
        one, rules = newcomers.read_newcomer(sql, own.id), known.policy
        if one is None or rules.newcomer_days == 0:
            return wire.FirstSteps()
        policy = policy_text(rules, language)
        done, can_ring = done_of(sql, known, own, one, policy), self._pbx.capabilities.place_call
        return wire.FirstSteps(
            steps=[wire.FirstStepView(step, step in done) for step in STEPS],
            walked=bool(missing(done, can_ring=can_ring)) and is_walked_through(one, rules.newcomer_days, now),
            policy=wire.PolicyToRead(policy.version, policy.day, policy.link, policy.text, one.version),
            can_ring=can_ring,
            code_set=rules.code_set,
            code_back=rules.code_back,
        )

    def _tell(self, extension: str, rang: Outcome | None = None) -> None:
        self._event_bus.publish(addressed(wire.NewcomerChanged(rang), frozenset({extension})))


def done_of(sql: Sql, known: Known, own: Person, one: Newcomer, policy: PolicyText) -> frozenset[FirstStep]:
    """What is done, by what the hub knows of `own` now and what was kept of `one`."""
    kept, chosen = {FirstStep.ABSENCE, FirstStep.CODES} <= one.done, known.preferences_of(own.extension)
    ways: frozenset[Way] = frozenset() if kept else newcomers.ways_set(sql, own.extension)
    hours = chosen.hours is not None or chosen.phone_hours is not None or "hours" in known.policy.locked
    return steps_done(one, Seen(hours=hours, absence=bool(ways), coded=Way.PHONE in ways), policy)


def policy_text(policy: Policy, language: str) -> PolicyText:
    """The telephone policy that counts: the site's own, or ours in `language`."""
    own = policy.telephone_policy.strip()
    if not own:
        return shipped.telephone_policy(language)
    link = own if own.startswith(("https://", "http://")) and not any(sign.isspace() for sign in own) else ""
    day = date.fromisoformat(policy.telephone_policy_day)
    return PolicyText(policy.telephone_policy_version, day, link, "" if link else own)


def _bound(remembered: OrderedDict[str, Any]) -> None:
    while len(remembered) > MOST_TRIALS:
        remembered.popitem(last=False)
