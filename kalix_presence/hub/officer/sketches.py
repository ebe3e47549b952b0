"""The sketch of each administration (P15): proposed by units, accepted by the officer, told to the switchboard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.hub.notices.rights import administration_of, named
from kalix_presence.hub.notices.service import NoticeService
from kalix_presence.hub.officer.sketch_notice import notice_of
from kalix_presence.hub.officer.sketch_rights import may_propose_sketch, may_see_sketch, parts_of, present
from kalix_presence.hub.officer.sketch_views import Drawing, people_view, proposal_view, sketch_view
from kalix_presence.hub.store import Store, Transaction, appointments, idempotency, sketches
from kalix_presence.hub.store.holdings import require_holder
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.people import read_known, touch_directory
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.access import Action, Caller
from kalix_presence.model.appointment import Appointment
from kalix_presence.model.day import today
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound
from kalix_presence.model.sketch import (
    LONGEST_WORDS,
    MOST_PROPOSALS,
    Placed,
    Proposal,
    ProposalState,
    ProposalStep,
    Sheet,
    SketchDuty,
    checked_sheet,
    line,
    stepped,
)
from kalix_presence.model.sketch_changes import differences
from kalix_presence.model.sketch_faults import out_of_reach

SHOWN = timedelta(days=30)
"""How long a proposal that is over is shown."""
FURTHEST = timedelta(days=365)
"""How far ahead a change may be accepted: as far as its notice may lie."""


class Sketches:
    """Nothing is held in memory: each step is compared and set in the transaction that makes it."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, notices: NoticeService) -> None:
        self._board, self._store, self._event_bus, self._notices = board, store, event_bus, notices

    async def seen_by(self, caller: Caller, administration: str, *, now: datetime) -> wire.SketchView:
        """The sketch of an administration, "" for the caller's own.

        Raises NotFound `unit-unknown`, Forbidden `not-permitted`.
        """
        known, pbx = self._board.moment(), self._board.pbx
        readable = [code for code in known.units if may_see_sketch(known, caller, code)]
        own = caller.administration if caller.administration in known.units else None
        chosen = administration or own or min(readable, default="")
        if chosen not in readable:
            if administration and administration not in known.units:
                raise NotFound("unit-unknown")
            raise Forbidden("not-permitted", action=Action.SEE_SKETCH.value)
        unreachable = self._unreachable(chosen, now)

        def work(sql: Sql) -> wire.SketchView:
            drawing = _drawing(sql, known, chosen, now, unreachable)
            seen = sketch_view(drawing, caller, sketches.read_proposals(sql, closed_since=now - SHOWN), pbx=pbx)
            others = sorted((known.units[code].name, code) for code in readable)
            return msgspec.structs.replace(seen, administrations=[wire.NamedUnit(code, name) for name, code in others])

        return await self._store.read(work)

    async def propose(
        self, caller: Caller, wish: wire.SketchWish, *, key: str | None, now: datetime
    ) -> wire.SketchProposalView:
        """A new proposal.

        Raises NotFound `unit-unknown`, `extension-unknown`, Forbidden `not-permitted`, BadInput `sketch-...`, Conflict
        `sketch-changed`, `sketch-proposals` or `idempotency-key-reused`, Unavailable `holder-changed`.
        """
        known, day = self._board.moment(), today(now, self._board.worktime)
        if wish.unit not in known.units:
            raise NotFound("unit-unknown")
        since = wish.since or day
        if not day <= since <= day + FURTHEST:
            raise BadInput("sketch-day", field="since")
        people = _people(known, wish)
        one = Proposal(
            id=idempotency.id_for(caller.username, key, "sketch"),
            version=1,
            unit=wish.unit,
            base=wish.version,
            sheet=_sheet(wish, people),
            since=since,
            words=line(wish.words, LONGEST_WORDS, "words"),
            state=ProposalState.PROPOSED,
            proposed_by=named(caller),
            proposed_at=now,
        )

        def work(change: Transaction) -> wire.SketchProposalView:
            drawing = _drawing(change.sql, known, administration_of(known, one.unit), now)
            part = drawing.parts[one.unit]
            if not may_propose_sketch(known, caller, one.unit, drawing.appointed, part.sheet.owner):
                raise Forbidden("not-permitted", action=Action.PROPOSE_SKETCH.value)
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, ("propose-sketch", wish)), now=now):
                return proposal_view(drawing, caller, _there(change, one.id))
            for person in people.values():
                require_holder(change, person.extension, person.id)
            if part.version != one.base:
                raise Conflict("sketch-changed")
            if not differences(part.sheet, one.sheet):
                raise BadInput("sketch-same", field="duties")
            if sum(each.unit == one.unit for each in sketches.read_proposals(change.sql)) >= MOST_PROPOSALS:
                raise Conflict("sketch-proposals", limit=MOST_PROPOSALS)
            sketches.put_proposal(change, one)
            self.tell(change, known, one.unit, now)
            return proposal_view(drawing, caller, one)

        return await self._store.write(known.given(work))

    async def step(
        self, caller: Caller, proposal_id: str, wish: wire.SketchStep, *, key: str | None, now: datetime
    ) -> wire.SketchProposalView:
        """Accept, refuse or withdraw.

        Raises NotFound `sketch-unknown` to whom it is none of their business, Conflict `sketch-answered`, `sketch-changed`
        (the part is another than it was made from), `sketch-waits` (another change of the unit has still to begin) or
        `notice-many`, and as `stepped`.
        """
        known, word = self._board.moment(), line(wish.word, LONGEST_WORDS, "word")

        def work(change: Transaction) -> wire.SketchProposalView:
            before = _there(change, proposal_id)
            drawing = _drawing(change.sql, known, administration_of(known, before.unit), now)
            parts = parts_of(known, caller, before, drawing.appointed)
            if not parts:
                raise NotFound("sketch-unknown")
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, (proposal_id, wish)), now=now):
                return proposal_view(drawing, caller, before)
            after = stepped(before, wish.step, parts, version=wish.version, word=word, by=named(caller), now=now)
            if wish.step is ProposalStep.ACCEPT:
                after = self._accept(change, caller, drawing, after, now)
            else:
                self._notices.withdraw_within(change, before.notice, now)
            sketches.put_proposal(change, after)
            self.tell(change, known, before.unit, now)
            shown = _drawing(change.sql, known, drawing.administration, now)
            return proposal_view(shown, caller, after)

        return await self._store.write(known.given(work))

    async def review(self, caller: Caller, unit: str, version: int, *, now: datetime) -> None:
        """The part, as it was seen at `version`, is right today.

        Raises NotFound `unit-unknown`, Forbidden `not-permitted`, Conflict `sketch-changed`, BadInput `sketch-not-drawn`.
        """
        known, day = self._board.moment(), today(now, self._board.worktime)
        if unit not in known.units:
            raise NotFound("unit-unknown")

        def work(change: Transaction) -> None:
            part = sketches.read_part(change.sql, unit)
            owner = present(known, unit, part.sheet).owner
            if not may_propose_sketch(known, caller, unit, _appointed(change.sql, known, now), owner):
                raise Forbidden("not-permitted", action=Action.PROPOSE_SKETCH.value)
            if not part.version:
                raise BadInput("sketch-not-drawn", field="version")
            if not sketches.review_part(change, unit, version, day, named(caller)):
                raise Conflict("sketch-changed")
            self.tell(change, known, unit, now)

        await self._store.write(known.given(work))

    def _accept(self, change: Transaction, caller: Caller, drawing: Drawing, one: Proposal, now: datetime) -> Proposal:
        """From its day on it is the unit's part; the switchboard is told of it."""
        part, known = drawing.parts[one.unit], drawing.known
        if part.version != one.base:
            raise Conflict("sketch-changed")
        others = sketches.read_proposals(change.sql)
        if any(each.unit == one.unit and each.state is ProposalState.WAITING and each.id != one.id for each in others):
            raise Conflict("sketch-waits")
        sheet = one.sheet.of(drawing.there)
        own = known.people.get(caller.extension or "")
        told = notice_of(
            known,
            one.unit,
            differences(part.sheet, sheet),
            notice_id=idempotency.id_for(caller.username, None),
            since=one.since,
            by=named(caller),
            language=own.language if own is not None else "sv",
            names=lambda each: [f"{who.name} ({who.extension})" for who in people_view(drawing, one.unit, each.people)],
            now=now,
        )
        if told is not None:
            self._notices.publish_within(change, told, now)
            one = replace(one, notice=told.id)
        if one.since > drawing.day:
            return one
        return put_in_force(change, one, drawing.day, now)

    def tell(self, change: Transaction, known: Known, unit: str, now: datetime) -> None:
        """Whoever looks at the sketch asks anew; what has changed is told to nobody by this."""
        event = wire.SketchChanged(change.next_number(), now, administration_of(known, unit))
        self._event_bus.record(change, encoded(event, colleague=event), now=now)

    def _unreachable(self, administration: str, now: datetime) -> frozenset[str]:
        """Identities of those of the administration who are out of reach now."""
        board = self._board
        found = set()
        for person in board.groups.by_unit.get(administration, ()):
            state = board.states[person.extension]
            worktime = board.worktime_of(person.extension)
            if out_of_reach(state.announced or state.held, state.line, pbx=board.pbx, now=now, worktime=worktime):
                found.add(person.id)
        return frozenset(found)


def put_in_force(change: Transaction, one: Proposal, day: date, now: datetime) -> Proposal:
    """Let the proposal be the unit's part; the first one that is accepted counts as reviewed on that day. Whoever does another
    duty now is found by it."""
    before = sketches.read_part(change.sql, one.unit)
    part = replace(before, version=before.version + 1, sheet=one.sheet)
    if not before.version:
        part = replace(part, reviewed=day, reviewed_by=one.answered_by)
    sketches.put_part(change, part)
    if others := {each.person for each, _ in _work(before.sheet) ^ _work(one.sheet)}:
        touch_directory(change, [person.extension for person in read_known(change.sql, others).values()])
    return replace(one, state=ProposalState.DONE, closed_at=now)


def _work(sheet: Sheet) -> set[tuple[Placed, str]]:
    """Who does what."""
    return {(each, duty.name) for duty in sheet.duties for each in duty.people}


def _drawing(sql: Sql, known: Known, administration: str, now: datetime, unreachable: Collection[str] = ()) -> Drawing:
    appointed = _appointed(sql, known, now)
    return Drawing(known, administration, sketches.read_parts(sql), appointed, unreachable, today(now, known.worktime))


def _appointed(sql: Sql, known: Known, now: datetime) -> list[Appointment]:
    return appointments.read_holding(sql, today(now, known.worktime))


def _people(known: Known, wish: wire.SketchWish) -> dict[str, Person]:
    """Everybody whom the wish names, by extension. Raises NotFound `extension-unknown`, BadInput `sketch-elsewhere`."""
    administration = administration_of(known, wish.unit)
    named_ones = [wish.owner] if wish.owner else []
    named_ones += [*wish.deputies, *(each for duty in wish.duties for each in duty.people)]
    found = {}
    for extension in named_ones:
        person = known.people.get(extension)
        if person is None:
            raise NotFound("extension-unknown", extension=extension[:20])
        if person.administration != administration:
            raise BadInput("sketch-elsewhere", field="duties", name=person.name)
        found[extension] = person
    return found


def _sheet(wish: wire.SketchWish, people: dict[str, Person]) -> Sheet:
    def placed(extensions: Collection[str]) -> tuple[Placed, ...]:
        return tuple(Placed(people[each].id, people[each].unit) for each in extensions)

    owner = placed([wish.owner])[0] if wish.owner else None
    duties = tuple(SketchDuty(each.name, each.place, placed(each.people)) for each in wish.duties)
    return checked_sheet(Sheet(wish.place, owner, placed(wish.deputies), duties))


def _there(change: Transaction, proposal_id: str) -> Proposal:
    found = sketches.read_proposal(change.sql, proposal_id)
    if found is None:
        raise NotFound("sketch-unknown")
    return found
