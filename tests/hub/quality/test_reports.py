"""Who sees what of a published period: all of it, an administration, a unit; a unit through time; what is too small; the goals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.core.core import Core
from kalix_presence.hub.quality.reports import Seen, history_of, view_of
from kalix_presence.hub.store import Store, Transaction, people, quality
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import Forbidden, NotFound
from kalix_presence.model.policy import Policy
from kalix_presence.model.quality.periods import Period, Span, read_period
from tests.clocks import Clock
from tests.hub.house import embedded, running
from tests.hub.quality.test_freezing import ADA, MONDAY, SEPTEMBER, count, days

HOUSE = {"bygg": ("", 6), "kultur": ("", 7), "bibliotek": ("kultur", 6), "barn": ("bibliotek", 6), "vakt": ("kultur", 3)}
"""Unit, the one above it, and how many people it holds itself."""


def furnished(change: Transaction) -> None:
    number = 3000
    for code, (parent, size) in HOUSE.items():
        people.put_unit(change, Unit(code, code.title(), parent or None))
        for _ in range(size):
            number += 1
            top = "bygg" if code == "bygg" else "kultur"
            people.put_person(change, Person(str(number), "Siv", f"Ström {number}", code, top, id=f"{number:032x}"))
    people.touch_directory(change)


def head_of(code: str, *, person: bool = True) -> Caller:
    """The head of a unit, the first who has an extension there."""
    number = 3001 + sum(size for _, size in list(HOUSE.values())[: list(HOUSE).index(code)])
    administration = "bygg" if code == "bygg" else "kultur"
    identity = f"{number:032x}" if person else "f" * 32
    return Caller("head", str(number), administration, frozenset({Role.EMPLOYEE, Role.HEAD}), identity)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[tuple[Core, Clock]]:
    store = Store(tmp_path / "hub.db")
    await store.write(furnished)
    store.close()
    clock = Clock(MONDAY)
    async with running(tmp_path / "hub.db", embedded(clock), clock) as (core, _):
        await core.quality.counting.catch_up()
        for code in HOUSE:
            await count(core, code, clock(), offered=40, in_time=30)
        yield core, clock


async def test_a_head_sees_the_own_unit_with_what_is_below_it_and_the_whole(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 3)
    report = await core.quality.reports.report(head_of("bibliotek"), SEPTEMBER)
    assert [(each.code, each.parent) for each in report.units] == [("", None), ("bibliotek", ""), ("barn", "bibliotek")]
    for outside in ("kultur", "bygg", "vakt"):
        with pytest.raises(NotFound):
            await core.quality.reports.report(head_of("bibliotek"), SEPTEMBER, outside)
        with pytest.raises(NotFound):
            await core.quality.reports.history(head_of("bibliotek"), SEPTEMBER, outside)
    assert [each.code for each in (await core.quality.reports.report(head_of("barn"), SEPTEMBER)).units] == ["", "barn"]


async def test_who_has_come_after_a_head_at_the_extension_is_no_head(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 3)
    report = await core.quality.reports.report(head_of("bibliotek", person=False), SEPTEMBER)
    assert [each.code for each in report.units] == [""]


async def test_others_are_told_no_history(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 3)
    for role in (Role.EMPLOYEE, Role.RECEPTIONIST):
        with pytest.raises(Forbidden):
            await core.quality.reports.history(Caller("siv", "3002", "bygg", frozenset({role})), SEPTEMBER, "bygg")


async def test_a_unit_too_small_is_named_and_nothing_is_said_of_it(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 3)
    report = await core.quality.reports.report(ADA, SEPTEMBER)
    assert [(each.code, each.name, each.parent) for each in report.hidden] == [("vakt", "Vakt", "kultur")]
    with pytest.raises(NotFound) as refused:
        await core.quality.reports.history(ADA, SEPTEMBER, "vakt")
    assert refused.value.code == "report-unit-hidden"


async def test_one_level_at_a_time(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 3)
    reports = core.quality.reports
    top = await reports.report(ADA, SEPTEMBER, direct=True)
    assert [each.code for each in top.units] == ["", "bygg", "kultur"]
    assert not top.hidden, "it is below kultur"
    below = await reports.report(ADA, SEPTEMBER, "kultur", direct=True)
    assert [each.code for each in below.units] == ["kultur", "bibliotek"]
    assert [each.code for each in below.hidden] == ["vakt"]
    assert below.units[0].hours
    assert not below.units[1].hours
    own = await reports.report(head_of("bibliotek"), SEPTEMBER, direct=True)
    assert [each.code for each in own.units] == ["bibliotek", "barn"], "a head begins with the own unit"


async def test_the_goals_of_the_site_stand_beside_the_figures(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 3)
    frozen = await core.store.read(lambda sql: quality.read_frozen(sql, SEPTEMBER))
    assert frozen is not None
    assert view_of(frozen, Policy()).goals == {}
    shown = view_of(frozen, Policy(goals=("answered_in_time 80", "switchboard_wait 60")))
    assert shown.goals == {"answered_in_time": 0.8, "switchboard_wait": 60.0}


async def test_a_history_has_thirteen_periods_of_one_kind_the_oldest_first(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 3)
    first = await core.store.read(lambda sql: quality.read_frozen(sql, SEPTEMBER))
    assert first is not None
    later, months = Period(SEPTEMBER.first, Span.MONTH), []
    for number in range(1, 15):
        later = later.next()
        months.append(str(later))
        body = first.body if number != 5 else first.body.replace(b'"bibliotek","bygg"', b'"bibliotek"')
        one = replace(first, period=later, body=body)
        await core.store.write(lambda change, one=one: quality.put_frozen(change, one, ends=clock() - timedelta(400)))  # type: ignore[misc]
    newest = read_period(months[-1])
    found = await core.store.read(lambda sql: history_of(sql, newest, "bygg"))
    assert [point.period for point in found.points] == months[-13:]
    seen = [None if point.unit is None else point.unit.figures[0].whole for point in found.points]
    assert seen == [40, 40, 40, None] + [40] * 9, "where it was too small nothing is said, and that is not 0"
    with pytest.raises(NotFound):
        await core.store.read(lambda sql: history_of(sql, newest.next(), "bygg"))
    with pytest.raises(NotFound):
        await core.store.read(lambda sql: history_of(sql, newest, "bygg", seen=Seen(own="kultur")))
