"""Units under a goal on the officer's work list: of the newest month, of what its reader may see of the report, and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.quality.under_goal import under_goal
from kalix_presence.hub.store import Store, quality
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import Forbidden
from kalix_presence.model.quality.periods import Span
from kalix_presence.model.work_list import ToSee
from tests.clocks import Clock
from tests.hub.house import embedded, running
from tests.hub.quality.test_freezing import ADA, MONDAY, SEPTEMBER, count
from tests.hub.quality.test_reports import HOUSE, furnished, head_of

OFFICER = Caller("orvar", None, "kultur", frozenset({Role.OFFICER}))
APPOINTED = replace(head_of("bygg"), roles=frozenset({Role.EMPLOYEE}))
GOALS = replace(shipped.default_policy(), goals=("answered_in_time 80", "referral_coverage 90", "switchboard_wait 60"))


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    store = Store(tmp_path / "hub.db")
    await store.write(furnished)
    store.close()
    clock = Clock(MONDAY)
    async with running(tmp_path / "hub.db", embedded(clock), clock, policy=GOALS) as (one, _):
        await one.quality.counting.catch_up()
        for code in HOUSE:
            await count(one, code, clock(), offered=40, in_time=30, unanswered=10, referred=2)
        await count(one, "bibliotek", clock(), offered=400, in_time=400)
        clock.move(days=10)
        await one.quality.publishing.publish(clock())
        yield one


async def goals_of(core: Core, caller: Caller) -> dict[str, list[str]]:
    found = (await core.officer.work.seen_by(caller, now=core.clock())).items
    goals = [each for each in found if each.what is ToSee.UNDER_GOAL]
    assert all(each.extensions == [] for each in goals), "nobody is named"
    assert {one.period for each in goals for one in each.under_goal} <= {str(SEPTEMBER)}
    return {each.unit: [one.figure.measure for one in each.under_goal] for each in goals}


async def test_an_officer_is_told_of_the_own_units_that_are_shown(core: Core) -> None:
    report = await core.quality.reports.report(OFFICER, SEPTEMBER)
    shown = {each.code for each in report.units}
    assert "vakt" not in shown, "three people"
    assert await goals_of(core, OFFICER) == {
        "barn": ["answered_in_time"],  # of ten calls that nobody answered no share is said
        "bibliotek": ["referral_coverage"],
        "kultur": ["referral_coverage"],
    }
    assert "" in under_goal(replace_goal(report, 99)), "the whole is no unit of theirs"


def replace_goal(report: wire.PolicyReport, per_cent: int) -> wire.PolicyReport:
    """The same against another goal."""
    return wire.PolicyReport(
        report.period, report.published_at, report.zone, report.units, goals={"answered_in_time": per_cent / 100}
    )


async def test_who_may_see_no_report_is_told_of_no_figure(core: Core) -> None:
    wish = wire.AppointmentRequest(str(APPOINTED.extension), "bygg")
    await core.officer.appointments.appoint(ADA, wish, key=None, now=core.clock())
    assert await goals_of(core, APPOINTED) == {}
    both = replace(APPOINTED, roles=frozenset({Role.EMPLOYEE, Role.HEAD}))
    assert await goals_of(core, both) == {"bygg": ["answered_in_time"]}
    with pytest.raises(Forbidden):
        await goals_of(core, ADA)


def figure(**more: object) -> wire.FigureView:
    return wire.FigureView(**{"measure": "answered_in_time", "part": 30, "whole": 40} | more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "missed"),
    [
        (figure(share=0.79), True),
        (figure(share=0.8), False),
        (figure(), False),
        (figure(share=0.1, withheld=True), False),
        (figure(measure="switchboard_wait", p90=61.0), True),
        (figure(measure="switchboard_wait", p90=60.0), False),
        (figure(measure="switchboard_wait", p90_over=True), True),
        (figure(measure="switchboard_wait"), False),
        (figure(measure="return_kept", share=0.1), False),
    ],
)
def test_only_a_figure_that_is_shown_and_has_a_goal_can_miss_it(one: wire.FigureView, missed: bool) -> None:
    goals = {"answered_in_time": 0.8, "switchboard_wait": 60.0}
    unit = wire.UnitReport("bygg", "Bygg", "", 6, [one])
    report = wire.PolicyReport("2026-09", MONDAY, "Europe/Stockholm", [unit], goals=goals)
    expected = {"bygg": [wire.UnderGoal("2026-09", one, goals[one.measure])]} if missed else {}
    assert under_goal(report) == expected


async def test_before_a_month_is_published_nothing_is_said(core: Core) -> None:
    periods = await core.store.read(quality.frozen_periods)
    assert {each.span for each in periods} == set(Span)
    await core.store.write(lambda change: change.sql.execute("DELETE FROM quality_report WHERE span = 'month'"))
    assert await goals_of(core, OFFICER) == {}


async def test_the_newest_month_alone_counts(core: Core) -> None:
    clock = core.clock
    assert isinstance(clock, Clock)
    clock.move(days=31)
    await core.quality.publishing.publish(clock())
    newest = await core.quality.reports.newest_month(OFFICER)
    assert newest is not None
    assert newest.period == str(SEPTEMBER.next())
    assert await goals_of(core, OFFICER) == {}, "nothing was counted in it"
