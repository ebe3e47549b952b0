"""Somebody lets a colleague act for them: only what was given, only as long as it holds, told to both and noted with each act."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.board.acting import leave_to
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import delegations
from kalix_presence.hub.store import people as kept
from kalix_presence.hub.store.audit_lines import KeptLine, Search, search_lines
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import Leaving, end_holdings
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Action, Caller, Role
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.callback import Stage, Step
from kalix_presence.model.delegation import LONGEST, MOST_GIVEN, Right
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, PresenceError
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.absences.test_races import no_commits
from tests.hub.callbacks import house as people
from tests.hub.callbacks.house import ANNA, AS_MARIA, OLLE, PER, SIV
from tests.hub.house import looked_at, until

Work = Callable[[], Coroutine[Any, Any, Any]]


@dataclass
class House:
    """A core with Anna, who gives, and Olle and Siv, who may be given."""

    core: Core
    clock: Clock
    frames: list[Frame]
    path: Path

    def __post_init__(self) -> None:
        self.anna, self.per, self.olle, self.siv = (self.caller(one) for one in (ANNA, PER, OLLE, SIV))

    def caller(self, extension: str) -> Caller:
        person = self.core.board.people[extension]
        return Caller(person.given_name.lower(), extension, person.administration, frozenset({Role.EMPLOYEE}), person.id)

    @property
    def today(self) -> date:
        return self.clock().date()

    async def give(
        self, *rights: Right, to: str = OLLE, days: int = 10, by: Caller | None = None, **more: Any
    ) -> wire.DelegationView:
        wanted = wire.DelegationRequest(
            to, self.today + timedelta(days=days), **{right.value: True for right in rights}, **more
        )
        return await self.core.delegations.give(by or self.anna, wanted, key=None, now=self.clock())

    async def end(self, one: wire.DelegationView, by: Caller | None = None) -> None:
        await self.core.delegations.end(by or self.anna, one.id, now=self.clock())

    def may(self, who: Caller, right: Right) -> bool:
        """Whether `who` may begin to do it for Anna, as far as is known before the transaction."""
        person = self.core.board.people[ANNA]
        try:
            return leave_to(self.core.board, who, Action.SET_ABSENCE, person, right, now=self.clock()).given is not None
        except Forbidden:
            return False

    def sees(self, who: Caller) -> wire.DelegationsView:
        return self.core.delegations.of(who, now=self.clock())

    async def sets(self, who: Caller) -> wire.StatusReply:
        wanted = wire.AbsenceRequest("meeting", self.clock() + timedelta(hours=2), why="Anna ringde")
        return await self.core.absences.set_absence(who, ANNA, wanted, key=None, now=self.clock())

    async def plans(self, who: Caller, reason: str = "meeting") -> Any:
        day = (self.today + timedelta(days=3)).isoformat()
        wanted = wire.PlanRequest(reason, f"{day}T08:00", f"{day}T12:00")
        return await self.core.plans.add(who, ANNA, wanted, key=None, now=self.clock())

    async def reads(self, who: Caller) -> list[wire.MessageView]:
        asked = self.core.callbacks.asked
        return (await asked.page(who, to=ANNA, state="open", query="", after="", limit=50, now=self.clock())).messages

    async def steps(
        self, who: Caller, message: wire.MessageView | Any, step: Step = Step.LATER, **more: Any
    ) -> wire.MessageView:
        wished = wire.MessageStep(step, message.version, until=self.clock() + timedelta(hours=1), **more)
        return await self.core.callbacks.asked.step(who, message.id, wished, key=None, now=self.clock())

    def lines(self, act: AuditAct | None) -> list[KeptLine]:
        with looked_at(self.path) as sql:
            return search_lines(sql, Search(act=act), limit=50)

    def audiences(self) -> set[str]:
        """Every name that stands in an audience of an event that is kept."""
        with looked_at(self.path) as sql:
            rows = sql.execute("SELECT audience FROM event WHERE audience IS NOT NULL").fetchall()
        return {name for (audience,) in rows for name in json.loads(audience)}

    def told(self) -> list[frozenset[str] | None]:
        return [frame.audience for frame in self.frames if frame.kind == EventKind.DELEGATIONS]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    path = tmp_path / "hub.db"
    await people.made_database(path)
    clock = Clock()
    async with people.running(path, people.pbx_of(clock), clock) as (core, frames):
        yield House(core, clock, frames, path)


async def test_what_is_given_is_shown_to_both_and_told_to_nobody_else(house: House) -> None:
    one = await house.give(Right.ABSENCE, Right.PLANS)
    assert (one.giver, one.delegate, one.absence, one.messages, one.plans) == (ANNA, OLLE, True, False, True)
    assert (one.since, one.until) == (house.today, house.today + timedelta(days=10))
    assert house.sees(house.anna) == wire.DelegationsView([one], [])
    assert house.sees(house.olle) == wire.DelegationsView([], [one])
    assert house.sees(house.siv) == wire.DelegationsView()
    assert house.told() == [frozenset({ANNA, OLLE})]
    await house.end(one)
    assert house.sees(house.anna) == house.sees(house.olle) == wire.DelegationsView()
    assert house.told() == [frozenset({ANNA, OLLE})] * 2


@pytest.mark.parametrize("right", Right)
async def test_each_right_lets_do_what_it_says_and_nothing_else(house: House, right: Right) -> None:
    await people.left(house.core)
    await house.give(right)
    done = set()
    for wanted, work in (
        (Right.ABSENCE, lambda: house.sets(house.olle)),
        (Right.ABSENCE, lambda: house.plans(house.olle)),
        (Right.MESSAGES, lambda: _some(house.reads(house.olle))),
    ):
        try:
            await work()
        except PresenceError as refusal:
            assert refusal.code == "not-permitted"
        else:
            done.add(wanted)
    assert done == {right} - {Right.PLANS}
    for other in (house.siv, house.per):
        with pytest.raises(Forbidden):
            await house.sets(other)


async def _some(reading: Coroutine[Any, Any, list[wire.MessageView]]) -> None:
    if not await reading:
        raise Forbidden("not-permitted")


async def test_an_absence_set_by_a_delegate_says_who_and_by_which_way_and_the_person_is_told(house: House) -> None:
    await house.give(Right.ABSENCE)
    reply = await house.sets(house.olle)
    shown = reply.standing.absence
    assert shown is not None
    assert (shown.set_by, shown.way, shown.why) == (OLLE, Way.DELEGATE, "Anna ringde")
    told = [frame for frame in house.frames if frame.kind == EventKind.SET_FOR_YOU]
    assert [frame.audience for frame in told] == [frozenset({ANNA})]
    undone = await house.core.absences.undo(
        house.olle, ANNA, wire.AbsenceUndo(made=reply.made or ""), key=None, now=house.clock()
    )
    assert undone.standing.absence is None
    await house.core.absences.end_absence(house.olle, ANNA, way=Way.TRAY, key=None, now=house.clock())
    for act in (AuditAct.SET_ABSENCE, AuditAct.UNDO_ABSENCE, AuditAct.END_ABSENCE):
        [line] = house.lines(act)
        assert (line.by, line.about, line.way) == (OLLE, ANNA, "delegate")


async def test_a_plan_is_made_by_leave_and_changed_by_whoever_made_it_or_may_see_it(house: House) -> None:
    now, plans = house.clock(), house.core.plans
    own = await house.plans(house.anna)
    await house.give(Right.ABSENCE)
    made = await house.plans(house.olle)
    await plans.change(house.olle, made.id, wire.PlanChange(1, note="Flyttat"), now=now)
    with pytest.raises(Forbidden):
        await plans.change(house.olle, own.id, wire.PlanChange(1, note="Flyttat"), now=now)
    with pytest.raises(Forbidden):
        await plans.remove(house.olle, own.id, day=None, now=now)
    await house.give(Right.ABSENCE, Right.PLANS)
    await plans.remove(house.olle, own.id, day=None, now=now)
    await plans.remove(house.olle, made.id, day=None, now=now)
    assert not plans.of(ANNA, now)
    told = [frame.audience for frame in house.frames if frame.kind == EventKind.PLANS]
    assert all(hear is not None and "plans-of:2041" in hear for hear in told)


async def test_a_delegate_reads_and_takes_the_callbacks_that_the_giver_has_to_act_on(house: House) -> None:
    mine = await people.left(house.core)
    group = await people.left(house.core, "bygglov", to_kind="unit")
    elsewhere = await people.left(house.core, SIV)
    await house.give(Right.MESSAGES, to="2061", by=house.anna)
    assert [one.id for one in await house.reads(house.siv)] == [mine.id]
    with pytest.raises(NotFound):
        await house.steps(house.siv, group)
    taken = await house.core.callbacks.asked.step(
        house.anna, group.id, wire.MessageStep(Step.TAKE, group.version), key=None, now=house.clock()
    )
    assert {one.id for one in await house.reads(house.siv)} == {mine.id, group.id}
    done = await house.steps(house.siv, taken, Step.FINISH)
    assert done.stage is Stage.DONE
    put_off = await house.steps(house.siv, mine)
    [step] = [one for one in house.lines(AuditAct.STEP_MESSAGE) if one.subject == mine.id]
    assert (step.by, step.about, step.way) == (SIV, ANNA, "delegate")
    assert [line.by for line in house.lines(AuditAct.SEE_MESSAGES) if line.about == ANNA] == [SIV]
    assert (await house.core.callbacks.asked.read(house.siv, put_off.id, now=house.clock())).id == mine.id
    own = await house.steps(house.siv, elsewhere)
    [step] = [one for one in house.lines(AuditAct.STEP_MESSAGE) if one.subject == own.id]
    assert step.way == "tray", "her own"


async def test_a_delegates_screen_is_no_sign_that_a_message_has_reached_the_giver(house: House) -> None:
    mine = await people.left(house.core)
    await house.give(Right.MESSAGES)
    seen = await house.steps(house.olle, mine, Step.SEE)
    assert seen.stage is Stage.NEW


async def test_a_delegate_rings_back_from_the_own_phone(house: House) -> None:
    mine = await people.left(house.core)
    with pytest.raises(NotFound):
        await house.core.callbacks.ringing.ring(house.siv, mine.id, way=Way.TRAY)
    await house.give(Right.MESSAGES, to=SIV)
    await house.core.callbacks.ringing.ring(house.siv, mine.id, way=Way.TRAY)
    [line] = house.lines(AuditAct.RING_MESSAGE)
    assert (line.by, line.about, line.way) == (SIV, ANNA, "delegate")


ACTS = ("set", "end", "undo", "plan", "unplan", "step", "ring")


async def acts(house: House) -> dict[str, Work]:
    """Everything that changes something of Anna's by leave, ready to be done by Olle."""
    core, now = house.core, house.clock()
    mine, made = await people.left(house.core), await house.sets(house.olle)
    plan = await house.plans(house.olle)
    return {
        "set": lambda: house.sets(house.olle),
        "end": lambda: core.absences.end_absence(house.olle, ANNA, way=Way.TRAY, key=None, now=now),
        "undo": lambda: core.absences.undo(house.olle, ANNA, wire.AbsenceUndo(made=made.made or ""), key=None, now=now),
        "plan": lambda: house.plans(house.olle),
        "unplan": lambda: core.plans.remove(house.olle, plan.id, day=None, now=now),
        "step": lambda: house.steps(house.olle, mine),
        "ring": lambda: core.callbacks.ringing.ring(house.olle, mine.id, way=Way.TRAY),
    }


@pytest.mark.parametrize("act", ACTS)
async def test_what_is_under_way_as_it_is_ended_is_not_done(house: House, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = await house.give(*Right)
    work = (await acts(house))[act]
    store, submitted = house.core.store, list[Any]()
    with no_commits(house.core), monkeypatch.context() as patched:
        submit = store.submit
        patched.setattr(store, "submit", lambda change: submitted.append(change) or submit(change))
        ended = asyncio.create_task(house.end(one))
        await until(lambda: len(submitted) == 1)
        doing = asyncio.create_task(work())
        await until(lambda: len(submitted) == 2)
    await ended
    with pytest.raises((Forbidden, NotFound)):
        await doing
    assert house.lines(None)[0].act == AuditAct.END_DELEGATION, "nothing came after it"


async def test_the_same_act_ahead_of_the_end_is_done(house: House) -> None:
    one = await house.give(*Right)
    with no_commits(house.core):
        doing = asyncio.create_task(house.sets(house.olle))
        await until(lambda: house.core.absences.in_flight(ANNA))
        ended = asyncio.create_task(house.end(one))
        await asyncio.sleep(0)
    assert (await doing).in_force
    await ended


async def test_it_is_over_with_its_last_day_where_the_site_is_and_both_are_told(house: House) -> None:
    await house.give(Right.ABSENCE, days=1)
    told = len(house.told())
    zone = house.core.board.worktime.tz
    house.clock.moment = datetime.combine(house.today + timedelta(days=1), datetime.max.time(), zone).astimezone(
        house.clock().tzinfo
    )
    await house.core.delegations.turn(house.clock())
    assert len(house.told()) == told
    assert (await house.sets(house.olle)).in_force
    assert house.may(house.olle, Right.ABSENCE)
    house.clock.move(minutes=1)
    assert not house.may(house.olle, Right.ABSENCE)
    with pytest.raises(Forbidden):
        await house.sets(house.olle)
    await house.core.delegations.turn(house.clock())
    assert house.told()[told:] == [frozenset({ANNA, OLLE})]
    assert house.sees(house.anna) == wire.DelegationsView()


async def test_one_that_begins_later_is_shown_at_once_and_lets_do_nothing_before(house: House) -> None:
    await house.give(Right.ABSENCE, since=house.today + timedelta(days=1))
    told = len(house.told())
    assert house.sees(house.olle).received
    assert not house.core.delegations.acts_for(house.olle, now=house.clock())
    with pytest.raises(Forbidden):
        await house.sets(house.olle)
    house.clock.move(days=1)
    await house.core.delegations.turn(house.clock())
    assert len(house.told()) == told + 1
    assert house.core.delegations.acts_for(house.olle, now=house.clock())
    assert (await house.sets(house.olle)).in_force


async def test_giving_anew_takes_the_place_of_what_was_given(house: House) -> None:
    await house.give(*Right)
    one = await house.give(Right.PLANS, days=2)
    assert house.sees(house.olle).received == [one]
    assert [each.id for each in await house.core.store.read(lambda sql: delegations.read_open(sql, house.today))] == [one.id]
    with pytest.raises(Forbidden):
        await house.sets(house.olle)


async def test_who_holds_one_may_end_it_and_nobody_else(house: House) -> None:
    one = await house.give(Right.ABSENCE)
    for other in (house.siv, house.per):
        with pytest.raises(NotFound):
            await house.end(one, by=other)
    with pytest.raises(Forbidden):
        await house.end(one, by=AS_MARIA)
    await house.end(one, by=house.olle)
    await house.end(one, by=house.olle)
    assert house.sees(house.anna) == wire.DelegationsView()
    [given], [ended] = house.lines(AuditAct.GIVE_DELEGATION), house.lines(AuditAct.END_DELEGATION)
    assert (given.by, given.about, given.detail, given.subject) == (ANNA, OLLE, "absence", one.id)
    assert (ended.by, ended.about, ended.subject) == (OLLE, ANNA, one.id)


async def test_what_cannot_be_given(house: House) -> None:
    account = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))
    far, own = {"days": LONGEST.days}, {"action": "own_delegations"}
    for refusal, asked in (
        (("delegation-rights", "rights", {}), house.give()),
        (("delegation-days", "until", far), house.give(Right.PLANS, days=-1)),
        (("delegation-days", "until", far), house.give(Right.PLANS, since=house.today - timedelta(days=1))),
        (("delegation-days", "until", far), house.give(Right.PLANS, days=3, since=house.today + timedelta(days=4))),
        (("delegation-days", "until", far), house.give(Right.PLANS, days=LONGEST.days + 1)),
        (("delegation-oneself", "extension", {}), house.give(Right.PLANS, to=ANNA)),
        (("extension-unknown", None, {"extension": "9999"}), house.give(Right.PLANS, to="9999")),
        (("not-permitted", None, own), house.give(Right.PLANS, by=account)),
        (("not-permitted", None, own), house.give(Right.PLANS, by=replace(house.anna, person="somebody before her"))),
    ):
        with pytest.raises((BadInput, NotFound, Forbidden)) as refused:
            await asked
        assert (refused.value.code, refused.value.field, refused.value.params) == refusal
    assert (await house.give(Right.PLANS, days=LONGEST.days)).plans


async def test_nobody_gives_to_more_than_a_few(house: House) -> None:
    extensions = [str(2100 + number) for number in range(MOST_GIVEN + 1)]

    def more(change: Any) -> None:
        for each in extensions:
            kept.put_person(change, Person(each, "Ny", each, "skola", "skola"))
        kept.touch_directory(change)

    await house.core.store.write(more)
    await house.core.reload_directory()
    for each in extensions[:-1]:
        await house.give(Right.PLANS, to=each)
    await house.give(Right.ABSENCE, to=extensions[0])
    assert [one.delegate for one in house.sees(house.anna).given] == extensions[:-1], "by name, however late it was given"
    with pytest.raises(BadInput, match="delegation-too-many") as refused:
        await house.give(Right.PLANS, to=extensions[-1])
    assert (refused.value.field, refused.value.params) == ("extension", {"most": MOST_GIVEN})


async def test_the_same_key_gives_once_and_not_again_after_it_was_ended(house: House) -> None:
    wanted = wire.DelegationRequest(OLLE, house.today, absence=True)
    give = house.core.delegations.give
    one = await give(house.anna, wanted, key="a", now=house.clock())
    assert await give(house.anna, wanted, key="a", now=house.clock()) == one
    with pytest.raises(Conflict):
        await give(house.anna, msgspec.structs.replace(wanted, plans=True), key="a", now=house.clock())
    await house.end(one)
    with pytest.raises(NotFound):
        await give(house.anna, wanted, key="a", now=house.clock())
    assert house.sees(house.anna) == wire.DelegationsView()


@pytest.mark.parametrize("leaver", [ANNA, OLLE])
async def test_who_leaves_gives_and_holds_none_and_a_successor_inherits_nothing(house: House, leaver: str) -> None:
    await house.give(*Right)
    await people.left(house.core)
    await house.plans(house.anna)
    gone = house.core.board.people[leaver]

    def leave(change: Any) -> None:
        end_holdings(change, Leaving({leaver: gone}), now=house.clock())
        kept.put_person(change, Person(leaver, "Ny", "Här", "bygglov", "bygg"))
        kept.touch_directory(change)

    await house.core.store.write(leave)
    await house.core.reload_directory()
    assert house.core.board.people[leaver].id != gone.id
    anna, olle = house.caller(ANNA), house.caller(OLLE)
    assert house.sees(anna) == house.sees(olle) == wire.DelegationsView()
    with pytest.raises(Forbidden):
        await house.sets(olle)
    assert await house.core.store.read(lambda sql: delegations.read_open(sql, house.today)) == []
    assert ("messages-of:2041" in house.audiences()) is (leaver != ANNA), "nobody hears by them what she was told"
    assert ("plans-of:2041" in house.audiences()) is (leaver != ANNA)


async def test_who_moves_to_another_extension_acts_and_is_acted_for_there(house: House) -> None:
    await house.give(*Right)
    for to in (OLLE, ANNA):
        await people.left(house.core, to)

    def move(change: Any) -> None:
        end_holdings(change, Leaving(moved={OLLE: SIV, SIV: OLLE}), now=house.clock())
        kept.touch_directory(change)

    await house.core.store.write(move)
    await house.core.reload_directory()
    assert (await house.sets(house.caller(SIV))).in_force
    assert {f"messages-of:{SIV}", f"messages-of:{ANNA}"} <= house.audiences()
    assert f"messages-of:{OLLE}" not in house.audiences()
    with pytest.raises(Forbidden):
        await house.sets(house.caller(OLLE))


async def test_they_are_there_after_the_next_start(house: House, tmp_path: Path) -> None:
    one = await house.give(Right.ABSENCE)
    ended = await house.give(Right.ABSENCE, to=SIV)
    await house.end(ended)
    await house.core.delegations.load()
    assert house.sees(house.anna).given == [one]
    assert (await house.sets(house.olle)).in_force
