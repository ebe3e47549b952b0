"""A status change: allowed, durable, in the PBX, told to everybody, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import Lamp
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import absences, plans
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.preferences import Preferences, Span
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, lunch, running, standings, until


async def test_lunch_is_in_force_once_the_pbx_holds_its_rule(database: Path, clock: Clock) -> None:
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, frames):
        reply = await core.absences.set_absence(ANNA, "2041", lunch(clock), key="a", now=clock())
        assert reply.in_force
        rule = await pbx.read("2041")
        assert isinstance(rule, ForwardingRule)
        assert (rule.target, rule.until) == ("9", clock() + timedelta(hours=1))
        await until(lambda: len(standings(frames)) == 2)
        sending, in_force = standings(frames)
        assert (sending.in_force, in_force.in_force) == (False, True)
        assert sending.version < in_force.version
        await until(lambda: "2041" in pbx.lamps)
        assert pbx.lamps["2041"].text == "Lunch, åter 10.00"


async def test_back_removes_the_rule(database: Path, clock: Clock) -> None:
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        reply = await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        assert reply.in_force
        assert reply.standing.absence is None
        assert await pbx.read("2041") is None
        assert await core.store.read(plans.read_lifts) == {}, "of what was not planned it is not kept when one came back"


async def test_a_retry_with_the_same_key_does_nothing_twice(database: Path, clock: Clock) -> None:
    async with running(database, embedded(clock), clock) as (core, _):
        wish = lunch(clock)
        first = await core.absences.set_absence(ANNA, "2041", wish, key="k", now=clock())
        again = await core.absences.set_absence(ANNA, "2041", wish, key="k", now=clock())
        assert first.standing.absence is not None
        assert again.standing.absence is not None
        assert again.standing.absence.id == first.standing.absence.id
        assert len(await core.store.read(absences.read_open)) == 1


async def test_a_retry_while_lamps_are_still_following_is_told_that_it_is_in_force(database: Path, clock: Clock) -> None:
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):

        async def slow(extension: str, lamp: Lamp) -> None:
            await asyncio.sleep(0.05)

        pbx.show = slow  # type: ignore[method-assign]
        for _again in range(3):
            reply = await core.absences.set_absence(ANNA, "2041", lunch(clock), key="k1", now=clock())
            assert (reply.in_force, reply.trouble) == (True, None)


async def test_lamps_follow_the_last_of_many_changes(database: Path, clock: Clock) -> None:
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        for number in range(3):
            await core.absences.set_absence(ANNA, "2041", lunch(clock), key=str(number), now=clock())
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        await until(lambda: pbx.lamps.get("2041") == Lamp(away=False))


async def test_a_retry_after_its_end_is_no_error(database: Path, clock: Clock) -> None:
    async with running(database, embedded(clock), clock) as (core, _):
        wish = lunch(clock)
        await core.absences.set_absence(ANNA, "2041", wish, key="k", now=clock())
        reply = await core.absences.set_absence(ANNA, "2041", wish, key="k", now=clock.move(hours=2))
        assert reply.standing.extension == "2041"


async def test_a_key_cannot_serve_two_changes(database: Path, clock: Clock) -> None:
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key="k", now=clock())
        with pytest.raises(Conflict, match="idempotency-key-reused"):
            await core.absences.set_absence(ANNA, "2041", lunch(clock, note="x"), key="k", now=clock())


async def test_a_colleague_may_not_and_a_receptionist_may(database: Path, clock: Clock) -> None:
    async with running(database, embedded(clock), clock) as (core, frames):
        with pytest.raises(Forbidden):
            await core.absences.set_absence(ANNA, "2042", lunch(clock), key=None, now=clock())
        with pytest.raises(NotFound):
            await core.absences.set_absence(MARIA, "7777", lunch(clock), key=None, now=clock())
        await core.absences.set_absence(MARIA, "2041", lunch(clock), key=None, now=clock())
        absence = standings(frames)[0].absence
        assert absence is not None
        assert (absence.way, absence.set_by) == (Way.RECEPTIONIST, "2001")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (wire.AbsenceRequest("lunch"), "until-needed"),
        (wire.AbsenceRequest("lunch", Clock()() - timedelta(minutes=1)), "until-past"),
        (wire.AbsenceRequest("lunch", Clock()().replace(tzinfo=None)), "until-naive"),
        (wire.AbsenceRequest("nonsense"), "reason-unknown"),
        (wire.AbsenceRequest("lunch", Clock()() + timedelta(hours=1), note="x" * 201), "note-too-long"),
        (wire.AbsenceRequest("lunch", Clock()() + timedelta(hours=1), "0900123456"), "target-premium"),
    ],
)
async def test_what_the_policy_refuses_changes_nothing(
    database: Path, clock: Clock, wish: wire.AbsenceRequest, code: str
) -> None:
    async with running(database, embedded(clock), clock) as (core, frames):
        with pytest.raises(BadInput, match=code):
            await core.absences.set_absence(ANNA, "2041", wish, key=None, now=clock())
        assert standings(frames) == []


async def test_two_who_forward_to_each_other_at_once_are_refused(database: Path, clock: Clock) -> None:
    async with running(database, embedded(clock), clock) as (core, _):
        results = await asyncio.gather(
            core.absences.set_absence(MARIA, "2041", lunch(clock, forward_to="2042"), key=None, now=clock()),
            core.absences.set_absence(MARIA, "2042", lunch(clock, forward_to="2041"), key=None, now=clock()),
            return_exceptions=True,
        )
        assert [type(result) for result in results] == [wire.StatusReply, Conflict]


async def test_a_code_on_the_phone_and_a_colleague_who_forward_to_each_other_at_once_are_refused(
    database: Path, clock: Clock
) -> None:
    until = clock() + timedelta(hours=1)
    forward = Forward(ForwardKind.COLLEAGUE, "2042")
    dialled = Absence("p1", "2041", "lunch", clock(), until, forward, "", "2041", Way.PHONE)
    async with running(database, embedded(clock), clock) as (core, _):
        results = await asyncio.gather(
            core.absences.take_over("2041", dialled, by="2041", journal_key="k", now=clock()),
            core.absences.set_absence(MARIA, "2042", lunch(clock, forward_to="2041"), key=None, now=clock()),
            return_exceptions=True,
        )
        assert results[0] is True
        assert isinstance(results[1], Conflict)


async def test_what_was_planned_ends_by_the_clock_and_nobody_is_waited_for(database: Path, clock: Clock) -> None:
    over = clock() + timedelta(hours=1)
    planned = Absence("p1", "2041", "meeting", clock(), over, Forward(), "", "2041", Way.PLAN, source="plan:p1")
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.plan("2041", [planned], [], now=clock())
        assert core.board.states["2041"].held == planned
        assert await core.absences.apply_due("2041", now=over)
        assert (core.board.states["2041"].held, core.board.states["2041"].overdue) == (None, False)
        assert await core.store.read(absences.read_open) == []
        kept = await core.store.read(lambda sql: absences.read_kept(sql, "p1"))
        assert kept is not None
        assert kept.ended_by == absences.EndedBy.CLOCK


async def test_colleagues_never_see_that_somebody_is_sick(database: Path, clock: Clock) -> None:
    async with running(database, embedded(clock), clock) as (core, frames):
        wish = wire.AbsenceRequest("sick", clock() + timedelta(days=2), note="fever", forward_to="mobile")
        await core.absences.set_absence(ANNA, "2041", wish, key=None, now=clock())
        assert b"sick" in frames[-1].full
        for frame in frames:
            if frame.extension == "2041":
                assert b"sick" not in (frame.colleague or b"")
                assert b"fever" not in (frame.colleague or b"")
        seen = core.board.standing("2041", full=False).absence
        assert seen is not None
        assert seen.reason != "sick"


async def test_forwarding_to_the_mobile_always_has_an_end(database: Path, clock: Clock) -> None:
    async with running(database, embedded(clock), clock) as (core, _):
        for where in ("mobile", "0701740601"):
            wish = wire.AbsenceRequest("sick", forward_to=where)
            with pytest.raises(BadInput) as refused:
                await core.absences.set_absence(ANNA, "2041", wish, key=None, now=clock())
            assert refused.value.code == "mobile-needs-end"
        await core.absences.set_absence(ANNA, "2041", wire.AbsenceRequest("sick"), key=None, now=clock())


async def test_forwarding_to_the_mobile_ends_with_the_working_day_where_the_policy_says_so(
    database: Path, clock: Clock
) -> None:
    async with running(database, embedded(clock), clock) as (core, _):
        core.board.policy = replace(core.board.policy, mobile_ends_with_day=True)
        until_friday = wire.AbsenceRequest("remote_work", clock() + timedelta(days=3), forward_to="mobile")
        reply = await core.absences.set_absence(ANNA, "2041", until_friday, key=None, now=clock())
        assert reply.standing.absence is not None
        assert reply.standing.absence.end == datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


async def test_a_pbx_that_is_away_is_told_honestly_and_followed_up(database: Path, clock: Clock) -> None:
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, frames):
        pbx.unplug()
        reply = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert (reply.in_force, reply.trouble) == (False, "pbx-unreachable")
        await until(lambda: core.board.states["2041"].trouble == "pbx-unreachable")
        pbx.plug_in()
        await until(lambda: core.board.states["2041"].in_force)
        assert await pbx.read("2041") is not None
        assert [standing.in_force for standing in standings(frames)] == [False, False, True]


class SlowPbx(EmbeddedPbx):
    """A PBX that takes a request and does not answer until it is told to."""

    def __init__(self, clock: Clock) -> None:
        plain = embedded(clock)
        super().__init__(plain.phones, policy=plain._policy, reasons=plain._reasons, clock=clock)
        self.answers = asyncio.Event()

    async def apply(self, rule: ForwardingRule) -> None:
        await self.answers.wait()
        await super().apply(rule)


async def test_a_slow_pbx_keeps_nobody_waiting_and_the_newest_wins(database: Path, clock: Clock) -> None:
    pbx = SlowPbx(clock)
    impatient = HubLimits(apply_seconds=0.2, retry_seconds=0.01, retry_cap_seconds=0.05)
    async with running(database, pbx, clock, impatient) as (core, _):
        first = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert first.trouble == "pbx-slow"
        wish = wire.AbsenceRequest("meeting", clock() + timedelta(hours=2))
        newest = await core.absences.set_absence(ANNA, "2041", wish, key=None, now=clock())
        assert not newest.in_force
        pbx.answers.set()
        await until(lambda: core.board.states["2041"].in_force)
        assert await pbx.read("2041") == core.board.rules["2041"]
        held = core.board.states["2041"].held
        assert held is not None
        assert held.reason == "meeting"


async def test_many_changes_at_once_end_with_the_last(database: Path, clock: Clock) -> None:
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, frames):
        await asyncio.gather(
            *(
                core.absences.set_absence(ANNA, "2041", lunch(clock, note=str(number)), key=str(number), now=clock())
                for number in range(50)
            )
        )
        await until(lambda: core.board.states["2041"].in_force)
        held = core.board.states["2041"].held
        assert held is not None
        assert held.note == "49"
        numbers = [frame.number for frame in frames if frame.number is not None]
        assert numbers == sorted(set(numbers))
        assert await pbx.read("2041") == core.board.rules["2041"]


async def test_the_answer_does_not_wait_for_the_next_try(database: Path, clock: Clock) -> None:
    pbx = embedded(clock)
    never_again = HubLimits(retry_seconds=10_000, retry_cap_seconds=10_000)
    async with running(database, pbx, clock, never_again) as (core, _):
        pbx.unplug()
        reply = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert reply.trouble == "pbx-unreachable"
        pbx.plug_in()
        await until(lambda: core.board.states["2041"].in_force)


async def test_what_is_planned_for_later_is_kept_and_told_to_nobody_yet(database: Path, clock: Clock) -> None:
    start = clock() + timedelta(days=3)
    ahead = Absence(
        "p1", "2041", "meeting", start, start + timedelta(hours=1), Forward(), "", "2041", Way.PLAN, source="plan:p1"
    )
    async with running(database, embedded(clock), clock) as (core, frames):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await until(lambda: len(standings(frames)) == 2)
        told, held = len(frames), core.board.states["2041"].held
        assert not await core.absences.plan("2041", [ahead], [], now=clock())
        state = core.board.states["2041"]
        assert (ahead in state.absences, state.held, len(frames)) == (True, held, told)
        assert ahead.id in {each.id for each in await core.store.read(absences.read_open)}
        assert not await core.absences.plan("2041", [], [ahead], now=clock())
        assert (ahead in state.absences, state.held, len(frames)) == (False, held, told)
        assert ahead.id not in {each.id for each in await core.store.read(absences.read_open)}


async def test_the_answer_to_coming_back_says_what_stood_and_an_undo_of_it_brings_that_back(
    database: Path, clock: Clock
) -> None:
    async with running(database, embedded(clock), clock) as (core, _):
        made = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        back = await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        assert back.before is not None
        assert (back.before.id, back.made) == (made.made, "")
        undone = await core.absences.undo(ANNA, "2041", wire.AbsenceUndo(made="", before=back.before.id), key=None, now=clock())
        assert undone.standing.absence is not None
        assert undone.standing.absence.reason == "lunch"


async def test_what_was_planned_and_is_brought_back_holds_as_if_it_were_set_by_hand(database: Path, clock: Clock) -> None:
    """The planner knows nothing of it, and would take it away as one that no plan asks for."""
    planned = Absence(
        "p1", "2041", "course", clock(), clock() + timedelta(hours=2), Forward(), "", "2041", Way.PLAN, source="plan:p1"
    )
    async with running(database, embedded(clock), clock) as (core, _):
        await core.absences.plan("2041", [planned], [], now=clock())
        back = await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        assert back.before is not None
        await core.absences.undo(ANNA, "2041", wire.AbsenceUndo(made="", before=back.before.id), key=None, now=clock())
        held = core.board.states["2041"].held
        assert held is not None
        assert (held.reason, held.way, held.source) == ("course", Way.TRAY, "")
        [kept] = await core.store.read(absences.read_open)
        assert (kept.way, kept.source) == (Way.TRAY, "")


async def test_a_retry_while_the_pbx_is_away_is_told_the_trouble_as_well(database: Path, clock: Clock) -> None:
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        made = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        undo = wire.AbsenceUndo(made=made.made, before="")
        pbx.unplug()
        first = await core.absences.undo(ANNA, "2041", undo, key="u", now=clock())
        await until(lambda: core.board.states["2041"].trouble is not None)
        again = await core.absences.undo(ANNA, "2041", undo, key="u", now=clock())
        assert (first.in_force, first.trouble) == (again.in_force, again.trouble) == (False, "pbx-unreachable")


async def test_a_sign_of_life_of_whoever_is_not_overdue_or_not_there_changes_nothing(database: Path, clock: Clock) -> None:
    async with running(database, embedded(clock), clock) as (core, frames):
        assert not await core.absences.end_overdue("2041", now=clock())
        assert not await core.absences.end_overdue("2999", now=clock())
        assert standings(frames) == []


async def test_readers_are_told_when_somebody_is_back_by_their_own_working_time(database: Path, clock: Clock) -> None:
    """Between the two there is work for everybody else, but not for her."""
    lunch_until = clock() + timedelta(hours=1)
    later = Absence(
        "p1", "2041", "meeting", lunch_until + timedelta(hours=1), lunch_until + timedelta(hours=2), Forward(), "", "2041",
        Way.PLAN, source="plan:p1",
    )  # fmt: skip
    mornings = Preferences(hours={day: (Span(time(8), time(9, 30)), Span(time(12), time(16))) for day in range(5)})
    async with running(database, embedded(clock), clock) as (core, frames):
        core.board.put_preferences("2041", mornings)
        await core.absences.plan("2041", [later], [], now=clock())
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        told = standings(frames)[0].absence
        assert told is not None
        assert (told.end, told.back) == (lunch_until, later.end)
