"""Plans become absences by the clock, stand behind what is set now, and come back after it; "back" ends them for the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.planning import plans
from kalix_presence.model.absence import Forward, ForwardKind, Way
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import BadInput, Conflict, Forbidden
from kalix_presence.model.plan import DeputyState
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, lunch, made_database, running, standings, until

PER = Caller("per", "2042", "bygg", frozenset({Role.EMPLOYEE}))


def course(**more: object) -> wire.PlanRequest:
    """Tuesday 24 November from 13 to 15."""
    return wire.PlanRequest("course", "2026-11-24T13:00", "2026-11-24T15:00", **more)  # type: ignore[arg-type]


HOLIDAY = wire.PlanRequest("holiday", "2026-11-24T00:00", "2026-12-07T08:00")


async def turned(core: Core, clock: Clock, moment: datetime) -> str | None:
    """Move time to `moment`; the reason that holds then, once the PBX has it."""
    clock.moment = moment
    await core.absence_clock.apply_due(moment)
    state = core.board.states["2041"]
    await until(lambda: state.in_force)
    assert await core.pbx.read("2041") == core.board.rules.get("2041")
    return state.held.reason if state.held else None


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    """A wall time in November 2026 as an instant; winter time, an hour ahead of UTC."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{hour:02}:{minute:02}:00+01:00")


async def test_a_plan_starts_and_ends_by_itself_and_leaves_nobody_overdue(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, frames):
        await core.plans.add(ANNA, "2041", course(forward_to="2043"), key=None, now=clock())
        told = [msgspec.json.decode(each.full, type=wire.PlansChanged) for each in frames if each.kind == EventKind.PLANS]
        assert [each.extension for each in told] == ["2041"]
        assert core.board.states["2041"].held is None
        assert await turned(core, clock, at(12, 59)) is None
        assert await turned(core, clock, at(13)) == "course"
        held = core.board.states["2041"].held
        assert held is not None
        assert (held.way, held.end, held.forward) == (Way.PLAN, at(15), Forward(ForwardKind.COLLEAGUE, "2043"))
        assert await turned(core, clock, at(15)) is None
        assert not core.board.states["2041"].overdue
        assert not standings(frames)[-1].overdue
    async with running(database, embedded(clock), clock) as (core, _):
        assert not core.board.states["2041"].overdue


async def test_one_that_begins_at_once_holds_when_the_answer_comes(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.plans.add(ANNA, "2041", HOLIDAY, key=None, now=clock())
        held = core.board.states["2041"].held
        assert held is not None
        assert held.reason == "holiday"


async def test_lunch_inside_a_holiday_gives_the_holiday_back(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.plans.add(ANNA, "2041", HOLIDAY, key=None, now=clock())
        clock.moment = at(12)
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert await turned(core, clock, at(12, 59)) == "lunch"
        assert await turned(core, clock, at(13)) == "holiday"


async def test_back_during_a_holiday_ends_it_for_today_and_it_goes_on_tomorrow(database: Path) -> None:
    clock, pbx = Clock(), None
    async with running(database, embedded(clock), clock) as (core, _):
        await core.plans.add(ANNA, "2041", HOLIDAY, key=None, now=clock())
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        assert await turned(core, clock, at(10)) is None
    # Also over a restart in between.
    async with running(database, pbx or embedded(clock), clock) as (core, _):
        await until(lambda: not core.synchroniser.busy("2041"))
        assert await turned(core, clock, at(23, 59)) is None
        assert await turned(core, clock, at(0, day=25)) == "holiday"
        held = core.board.states["2041"].held
        assert held is not None
        assert held.end == datetime.fromisoformat("2026-12-07T08:00:00+01:00")
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        assert await turned(core, clock, at(12, day=25)) is None
        assert await turned(core, clock, at(0, day=26)) == "holiday"


async def test_back_leaves_what_comes_later_that_day(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        await core.plans.add(
            ANNA, "2041", wire.PlanRequest("meeting", "2026-11-24T09:00", "2026-11-24T11:00"), key=None, now=clock()
        )
        assert await turned(core, clock, at(9, 30)) == "meeting"
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        assert await turned(core, clock, at(10)) is None
        assert await turned(core, clock, at(13)) == "course"


async def test_adjacent_plans_follow_each_other_without_a_moment_between(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, frames):
        await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        following = wire.PlanRequest("meeting", "2026-11-24T15:00", "2026-11-24T16:00")
        await core.plans.add(ANNA, "2041", following, key=None, now=clock())
        await turned(core, clock, at(13))
        before = len(standings(frames))
        assert await turned(core, clock, at(15)) == "meeting"
        shown = [one.absence.reason if one.absence else None for one in standings(frames)[before:]]
        assert None not in shown


async def test_every_tuesday_is_made_week_after_week(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        weekly = course(repeat="FREQ=WEEKLY;BYDAY=TU", skipped=[date(2026, 12, 8)])
        await core.plans.add(ANNA, "2041", weekly, key=None, now=clock())
        held: list[date] = []
        moment = clock()
        for _ in range(35):
            if await turned(core, clock, moment.replace(hour=12, minute=30)) == "course":
                held.append(moment.date())
            await turned(core, clock, moment.replace(hour=20))
            moment += timedelta(days=1)
        assert held == [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 22)]


async def test_a_change_takes_effect_at_once_and_a_removed_plan_ends(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        plan = await core.plans.add(ANNA, "2041", HOLIDAY, key=None, now=clock())
        changed = await core.plans.change(ANNA, plan.id, wire.PlanChange(1, reason="leave"), now=clock())
        held = core.board.states["2041"].held
        assert held is not None
        assert (held.reason, changed.version) == ("leave", 2)
        with pytest.raises(Conflict):
            await core.plans.change(ANNA, plan.id, wire.PlanChange(1, reason="travel"), now=clock())
        await core.plans.remove(ANNA, plan.id, day=None, now=clock())
        assert core.board.states["2041"].held is None
        assert core.board.states["2041"].absences == []
        await core.plans.remove(ANNA, plan.id, day=None, now=clock())


async def test_one_occurrence_is_taken_out_of_many(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        plan = await core.plans.add(ANNA, "2041", course(repeat="FREQ=WEEKLY;BYDAY=TU"), key=None, now=clock())
        await core.plans.remove(ANNA, plan.id, day=date(2026, 11, 24), now=clock())
        assert await turned(core, clock, at(14)) is None
        assert core.plans.known[plan.id].skipped == (date(2026, 11, 24),)


async def test_a_retry_with_the_same_key_plans_once(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        first = await core.plans.add(ANNA, "2041", course(), key="k", now=clock())
        assert await core.plans.add(ANNA, "2041", course(), key="k", now=clock()) == first
        assert len(core.plans.known) == 1
        with pytest.raises(Conflict):
            await core.plans.add(ANNA, "2041", HOLIDAY, key="k", now=clock())


async def test_calls_go_to_the_deputy_only_once_they_have_accepted(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, frames):
        wish = wire.PlanRequest("holiday", "2026-11-24T00:00", "2026-12-07T08:00", forward_to="deputy", deputy="2042")
        plan = await core.plans.add(ANNA, "2041", wish, key=None, now=clock())
        asked = [frame for frame in frames if frame.kind == EventKind.DEPUTY_ASKED]
        assert [frame.audience for frame in asked] == [frozenset({"2042"})]
        assert core.board.rules["2041"].target == core.board.policy.switchboard
        assert [one.id for one in core.plans.asked("2042", clock())] == [plan.id]
        with pytest.raises(Forbidden):
            await core.plans.answer(ANNA, plan.id, accept=True, now=clock())
        await core.plans.answer(PER, plan.id, accept=True, now=clock())
        assert core.board.rules["2041"].target == "2042"
        for full in (True, False):
            shown = core.board.standing("2041", full=full).absence
            assert shown is not None
            assert (shown.deputy, shown.forward) == ("2042", ForwardKind.COLLEAGUE)
        await core.plans.answer(PER, plan.id, accept=False, now=clock())
        assert core.board.rules["2041"].target == core.board.policy.switchboard
        shown = core.board.standing("2041", full=False).absence
        assert shown is not None
        assert shown.deputy is None


async def test_a_deputy_who_had_accepted_is_asked_again_when_the_times_change(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, frames):
        plan = await core.plans.add(ANNA, "2041", course(deputy="2042"), key=None, now=clock())
        await core.plans.answer(PER, plan.id, accept=True, now=clock())
        later = await core.plans.change(ANNA, plan.id, wire.PlanChange(2, ends="2026-11-24T16:00"), now=clock())
        assert later.deputy_state is DeputyState.ASKED
        assert len([frame for frame in frames if frame.kind == EventKind.DEPUTY_ASKED]) == 2


async def test_two_who_cover_for_each_other_at_once_send_nobody_round_in_a_circle(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        for caller, own, other in ((ANNA, "2041", "2042"), (PER, "2042", "2041")):
            wish = wire.PlanRequest("holiday", "2026-11-24T00:00", "2026-12-07T08:00", forward_to="deputy", deputy=other)
            plan = await core.plans.add(caller, own, wish, key=None, now=clock())
            await core.plans.answer(PER if other == "2042" else ANNA, plan.id, accept=True, now=clock())
        targets = {core.board.rules[one].target for one in ("2041", "2042")}
        assert core.board.policy.switchboard in targets


async def test_a_receptionist_plans_for_a_colleague_and_a_colleague_does_not(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.plans.add(MARIA, "2041", course(), key=None, now=clock())
        with pytest.raises(Forbidden):
            await core.plans.add(PER, "2041", course(), key=None, now=clock())


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (wire.PlanRequest("nonsense", "2026-11-24T13:00", "2026-11-24T15:00"), "reason-unknown"),
        (wire.PlanRequest("phone_hours", "2026-11-24T13:00", "2026-11-24T15:00"), "reason-not-selectable"),
        (wire.PlanRequest("course", "2026-11-24T13:00+01:00", "2026-11-24T15:00"), "plan-wall-time"),
        (wire.PlanRequest("course", "tomorrow", "2026-11-24T15:00"), "plan-wall-time"),
        (wire.PlanRequest("course", "2026-11-24T13:00", "2026-11-24T15:00", zone="Mars/Olympus"), "plan-zone"),
        (wire.PlanRequest("course", "2026-11-24T13:00", "2026-11-24T15:00", zone="../../etc/passwd"), "plan-zone"),
        (wire.PlanRequest("course", "2026-11-24T13:00", "2026-11-24T15:00", deputy="2041"), "plan-deputy"),
        (wire.PlanRequest("course", "2026-11-24T13:00", "2026-11-24T15:00", deputy="9999"), "plan-deputy"),
        (wire.PlanRequest("course", "2026-11-24T13:00", "2026-11-24T15:00", forward_to="deputy"), "plan-deputy"),
        (wire.PlanRequest("course", "2026-11-24T13:00", "2026-11-24T15:00", forward_to="0900123456"), "target-premium"),
        (wire.PlanRequest("course", "2026-11-24T13:00", "2026-11-24T15:00", note="x" * 2001), "note-too-long"),
    ],
)
async def test_a_wish_that_cannot_be_is_refused(database: Path, wish: wire.PlanRequest, code: str) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        with pytest.raises(BadInput) as refused:
            await core.plans.add(ANNA, "2041", wish, key=None, now=clock())
        assert refused.value.code == code


async def test_one_more_plan_than_there_may_be_is_refused_and_the_last_one_is_not(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "MOST_PLANS", 2)
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        for _ in range(2):
            await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        with pytest.raises(BadInput) as refused:
            await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        assert refused.value.code == "plan-too-many"
        assert len(core.plans.of("2041", clock())) == 2


async def test_repeating_plans_are_refused_before_they_are_more_than_can_be_meant_also_by_a_change(
    database: Path,
) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        for _ in range(5):
            await core.plans.add(ANNA, "2041", course(repeat="FREQ=DAILY"), key=None, now=clock())
        once = await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        for refused_one in (
            core.plans.add(ANNA, "2041", course(repeat="FREQ=DAILY"), key=None, now=clock()),
            core.plans.change(ANNA, once.id, wire.PlanChange(once.version, repeat="FREQ=DAILY"), now=clock()),
        ):
            with pytest.raises(BadInput) as refused:
                await refused_one
            assert refused.value.code == "plan-too-often"
        await core.plans.change(ANNA, once.id, wire.PlanChange(once.version, note="anything else"), now=clock())


async def test_gone_for_the_day_comes_by_itself_for_who_chose_it_and_work_takes_it_away(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.preferences.choose(ANNA, "2041", wire.PreferencesRequest(gone_at_day_end=True), now=clock())
        assert await turned(core, clock, at(16, 29)) is None
        assert await turned(core, clock, at(16, 30)) == "gone_for_the_day"
        held = core.board.states["2041"].held
        assert held is not None
        assert (held.way, held.end) == (Way.SCHEDULE, at(8, day=25))
        assert await turned(core, clock, at(8, day=25)) is None
        assert not core.board.states["2041"].overdue
        assert await turned(core, clock, at(18, day=27)) == "gone_for_the_day"
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
        assert await turned(core, clock, at(22, day=27)) is None
        assert await turned(core, clock, at(12, day=28)) == "gone_for_the_day"
        await core.preferences.choose(ANNA, "2041", wire.PreferencesRequest(gone_at_day_end=False), now=clock())
        assert await turned(core, clock, at(12, 1, day=28)) is None


async def test_outside_phone_hours_callers_hear_when_until_those_are_over(database: Path) -> None:
    from kalix_presence.model.preferences import PhoneHours, Span

    clock = Clock()
    nine, eleven = at(9).time(), at(11).time()
    phone = PhoneHours({day: (Span(nine, eleven),) for day in range(5)}, date(2026, 11, 25))
    async with running(database, embedded(clock), clock) as (core, _):
        await core.preferences.choose(ANNA, "2041", wire.PreferencesRequest(phone_hours=phone), now=clock())
        assert await turned(core, clock, at(9, 30)) is None
        assert await turned(core, clock, at(11)) == "phone_hours"
        rule = core.board.rules["2041"]
        assert (rule.told, rule.until) == ("phone_hours", at(9, day=25))
        clock.moment = at(12)
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert await turned(core, clock, at(12, 30)) == "lunch"
        assert await turned(core, clock, at(13)) == "phone_hours"
        assert await turned(core, clock, at(10, day=25)) is None
        assert await turned(core, clock, at(12, day=25)) == "phone_hours"
        assert await turned(core, clock, at(8, day=26)) is None
        assert await turned(core, clock, at(12, day=26)) is None


async def test_the_odd_plan_of_one_person_does_not_stop_the_clock_of_the_others(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        usual = core.plans.expected

        def odd(extension: str, first: datetime, last: datetime) -> object:
            if extension == "2042":
                raise OverflowError
            return usual(extension, first, last)

        monkeypatch.setattr(core.plans, "expected", odd)
        core.planner.poke("2042")
        assert await turned(core, clock, at(13)) == "course"
        assert core.supervised.restarts == 0
        assert core.supervised.down == []


async def rule_is_back(core: Core, moment: datetime | None) -> None:
    """Wait until callers are told that the person is back then; the PBX, colleagues and the lamp say the same."""
    state = core.board.states["2041"]
    await until(lambda: state.in_force and state.rule is not None and state.rule.until == moment)
    assert await core.pbx.read("2041") == state.rule
    shown = core.board.standing("2041", full=False).absence
    assert shown is not None
    assert shown.returns == moment


async def test_lunch_before_a_plan_is_told_back_at_the_end_of_the_plan_and_of_what_is_left_of_it(database: Path) -> None:
    clock = Clock(at(12))
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, frames):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await rule_is_back(core, at(13))
        plan = await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        await rule_is_back(core, at(15))
        told = standings(frames)[-1].absence
        assert told is not None
        assert (told.reason, told.end, told.back) == ("lunch", at(13), at(15)), "its own end is kept for the person"
        await until(lambda: pbx.lamps["2041"].text == "Lunch, åter 15.00")
        await core.plans.remove(ANNA, plan.id, day=None, now=clock())
        await rule_is_back(core, at(13))
        await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        assert await turned(core, clock, at(13)) == "course"
        await rule_is_back(core, at(15))


async def test_set_at_lunch_the_plan_behind_it_is_told_at_once(database: Path) -> None:
    clock = Clock(at(12))
    async with running(database, embedded(clock), clock) as (core, _):
        await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        reply = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert reply.standing.absence is not None
        assert reply.standing.absence.returns == at(15)
        await rule_is_back(core, at(15))


async def test_what_follows_a_long_holiday_is_told_from_its_first_day(database: Path) -> None:
    clock = Clock()
    last = datetime.fromisoformat("2026-12-21T08:00:00+01:00")
    async with running(database, embedded(clock), clock) as (core, _):
        leave = wire.PlanRequest("leave", "2026-12-07T08:00", "2026-12-21T08:00")
        await core.plans.add(ANNA, "2041", HOLIDAY, key=None, now=clock())
        await core.plans.add(ANNA, "2041", leave, key=None, now=clock())
        await rule_is_back(core, last)
    async with running(database, embedded(clock), clock) as (core, _):
        await rule_is_back(core, last)


async def test_a_holiday_set_by_hand_before_planned_leave_is_told_to_the_end_too(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        leave = wire.PlanRequest("leave", "2026-12-07T08:00", "2026-12-21T08:00")
        await core.plans.add(ANNA, "2041", leave, key=None, now=clock())
        wish = wire.AbsenceRequest("holiday", datetime.fromisoformat("2026-12-07T08:00:00+01:00"))
        await core.absences.set_absence(ANNA, "2041", wish, key=None, now=clock())
        await core.absence_clock.apply_due(clock())
        await rule_is_back(core, datetime.fromisoformat("2026-12-21T08:00:00+01:00"))


async def test_forwarded_to_the_mobile_the_rule_ends_with_its_own_absence_and_colleagues_see_the_chain(database: Path) -> None:
    clock = Clock(at(12))
    async with running(database, embedded(clock), clock) as (core, _):
        await core.plans.add(ANNA, "2041", course(), key=None, now=clock())
        wish = lunch(clock, forward_to="mobile")
        await core.absences.set_absence(ANNA, "2041", wish, key=None, now=clock())
        state = core.board.states["2041"]
        assert state.rule is not None
        assert state.rule.until == at(13), "a hub that is gone by then leaves no mobile ringing"
        shown = core.board.standing("2041", full=False).absence
        assert shown is not None
        assert shown.returns == at(15)


async def test_nobody_can_try_reasons_against_the_id_that_everybody_sees(tmp_path: Path) -> None:
    """The very same plan has another id at another site, and the same one after a restart: it is made with a secret."""
    made: list[str] = []
    for name in ("one.db", "other.db", "one.db"):
        if not (tmp_path / name).exists():
            await made_database(tmp_path / name)
        clock = Clock()
        async with running(tmp_path / name, embedded(clock), clock) as (core, _):
            await core.plans.add(ANNA, "2041", course(note="x"), key="the same", now=clock())
            [absence] = core.board.states["2041"].absences
            made.append(absence.id)
    assert made[0] == made[2]
    assert made[0] != made[1]
