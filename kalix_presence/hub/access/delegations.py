"""Who lets whom act for them: given with an end, shown to both, ended by either at once, over by its day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, addressed
from kalix_presence.hub.store import Store, Transaction, delegations, idempotency
from kalix_presence.hub.store.holdings import require_holder
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.day import today
from kalix_presence.model.delegation import MOST_GIVEN, Delegation, Right, check
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Forbidden, NotFound

KEPT = timedelta(days=366)
"""How long one that is over is kept."""


class Delegations:
    """The one way in. The board's `delegated` is what is committed."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, *, clock: Callable[[], datetime]) -> None:
        self._board, self._store, self._event_bus, self._clock = board, store, event_bus, clock
        self._alarm = AlarmClock(clock)
        self._held: dict[str, Delegation] = {}

    async def load(self) -> None:
        """Take in those that are there; at the start."""
        now = self._clock()
        day = today(now, self._board.worktime)
        self._board.delegated.load(await self._store.read(lambda sql: delegations.read_open(sql, day)))
        self._held = self._holding(now)

    async def run(self) -> None:
        """Tell those concerned when the day begins or ends one, until cancelled."""
        await self._alarm.run(self.turn)

    async def turn(self, now: datetime) -> datetime:
        """What has begun or ended by `now` is told; when the day turns next."""
        held = self._holding(now)
        turned = {
            one.id: one for one in (*self._held.values(), *held.values()) if (one.id in self._held) is not (one.id in held)
        }
        if turned:
            known = self._board.identities
            concerned = dict.fromkeys(who for one in turned.values() for who in (one.giver, one.delegate))
            people = [known[who] for who in concerned if who in known]
            await self._store.write(lambda change: self._tell(change, people, now))
        self._held = self._holding(now)
        zone = self._board.worktime.tz
        return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(), zone)

    async def give(
        self, caller: Caller, wanted: wire.DelegationRequest, *, key: str | None, now: datetime
    ) -> wire.DelegationView:
        """Let somebody act for `caller`; what they were given before ends with it.

        Raises Forbidden `not-permitted` for an account without a person, NotFound `extension-unknown`, `delegation-unknown` for
        one that was ended since, BadInput `delegation-oneself`, `delegation-rights`, `delegation-days`, `delegation-too-many`,
        Conflict `idempotency-key-reused`, Unavailable `holder-changed`.
        """
        board, day = self._board, today(now, self._board.worktime)
        giver, delegate = self._own(caller), board.person(wanted.extension)
        if delegate.id == giver.id:
            raise BadInput("delegation-oneself", field="extension")
        rights = frozenset(right for right in Right if getattr(wanted, right.value))
        since = wanted.since or day
        check(rights, since, wanted.until, day)
        id_ = idempotency.id_for(caller.username, key, "delegation")
        one = Delegation(id_, giver.id, delegate.id, rights, since, wanted.until, now)

        def work(change: Transaction) -> Delegation:
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, ("delegate", wanted)), now=now):
                kept = delegations.read_delegation(change.sql, one.id)
                if kept is None:
                    raise NotFound("delegation-unknown")
                return kept
            for person in (giver, delegate):
                require_holder(change, person.extension, person.id)
            theirs = [each for each in delegations.read_open(change.sql, day) if each.giver == giver.id]
            before = [each for each in theirs if each.delegate == delegate.id]
            if len(theirs) - len(before) >= MOST_GIVEN:
                raise BadInput("delegation-too-many", field="extension", most=MOST_GIVEN)
            for each in before:
                delegations.end_delegation(change, each.id, now=now)
            delegations.forget_over(change, before=day - KEPT, moment=now - KEPT)
            delegations.put_delegation(change, one)
            _note(change, AuditAct.GIVE_DELEGATION, caller, delegate.extension, one, now)
            change.after_commit(lambda: self._took(before, one))
            self._tell(change, (giver, delegate), now)
            return one

        given = await self._store.write(work)
        return _view(given, board.identities)

    async def end(self, caller: Caller, delegation_id: str, *, now: datetime) -> None:
        """End one at once, as who gave it or who holds it; it is fine when it is over already.

        Raises Forbidden `not-permitted`, NotFound `delegation-unknown` for one that is none of the caller's.
        """
        own = self._own(caller)
        known = self._board.identities

        def work(change: Transaction) -> None:
            kept = delegations.read_delegation(change.sql, delegation_id)
            if kept is None:
                return
            if own.id not in (kept.giver, kept.delegate):
                raise NotFound("delegation-unknown")
            delegations.end_delegation(change, kept.id, now=now)
            both = [known[one] for one in (kept.giver, kept.delegate) if one in known]
            other = next((one.extension for one in both if one.id != own.id), "")
            _note(change, AuditAct.END_DELEGATION, caller, other, kept, now)
            change.after_commit(lambda: self._took((kept,), None))
            self._tell(change, both, now)

        await self._store.write(work)

    def of(self, caller: Caller, *, now: datetime) -> wire.DelegationsView:
        """What `caller` has given and received, and that is not over. Raises Forbidden `not-permitted`."""
        require(caller, Action.OWN_DELEGATIONS)
        day, known = today(now, self._board.worktime), self._board.identities
        found = [one for one in self._board.delegated.of(caller.person) if one.until >= day]
        given = [_view(one, known) for one in found if one.giver == caller.person]
        received = [_view(one, known) for one in found if one.delegate == caller.person]
        return wire.DelegationsView(
            sorted(given, key=lambda one: (one.delegate_name, one.delegate)),
            sorted(received, key=lambda one: (one.giver_name, one.giver)),
        )

    def acts_for(self, caller: Caller, *, now: datetime) -> list[wire.DelegationView]:
        """Those that let `caller` act for somebody today, by name."""
        day = today(now, self._board.worktime)
        return [one for one in self.of(caller, now=now).received if one.since <= day]

    def end_of(self, left: Leaving) -> None:
        """In memory, as it was done in the rows: whoever left gives and holds none."""
        self._board.delegated.end_of(person.id for person in left.ended.values())
        self._held = self._holding(self._clock())

    def _holding(self, now: datetime) -> dict[str, Delegation]:
        day = today(now, self._board.worktime)
        return {one.id: one for one in self._board.delegated.open(day) if one.holds(day)}

    def _own(self, caller: Caller) -> Person:
        """Raises Forbidden `not-permitted`: nobody but the person gives or ends theirs."""
        own = self._board.people.get(caller.extension or "")
        require(caller, Action.OWN_DELEGATIONS, own)
        if own is None or not own.id or own.id != caller.person:
            raise Forbidden("not-permitted", action=Action.OWN_DELEGATIONS.value)
        return own

    def _took(self, ended: Iterable[Delegation], one: Delegation | None) -> None:
        for each in ended:
            self._board.delegated.end(each.id)
        if one is not None:
            self._board.delegated.put(one)
        self._held = self._holding(self._clock())

    def _tell(self, change: Transaction, people: Iterable[Person], now: datetime) -> None:
        event = wire.DelegationsChanged(change.next_number(), now)
        self._event_bus.record(change, addressed(event, frozenset(person.extension for person in people)), now=now)


def _view(one: Delegation, known: Mapping[str, Person]) -> wire.DelegationView:
    giver, delegate = known.get(one.giver), known.get(one.delegate)
    return wire.DelegationView(
        id=one.id,
        giver="" if giver is None else giver.extension,
        giver_name="" if giver is None else giver.name,
        delegate="" if delegate is None else delegate.extension,
        delegate_name="" if delegate is None else delegate.name,
        since=one.since,
        until=one.until,
        absence=Right.ABSENCE in one.rights,
        messages=Right.MESSAGES in one.rights,
        plans=Right.PLANS in one.rights,
    )


def _note(change: Transaction, act: AuditAct, caller: Caller, other: str, one: Delegation, now: datetime) -> None:
    """Who let whom do what, or ended that: told of the other one, who reads it."""
    rights = " ".join(right.value for right in Right if right in one.rights)
    change.audit(act, now=now, by=caller.extension or caller.username, about=other, subject=one.id, detail=rights)
