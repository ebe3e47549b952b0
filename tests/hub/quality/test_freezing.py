"""A week or month is published once it is over, once and for good; what comes later counts in what comes later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import Store, Transaction, most, people, quality
from kalix_presence.hub.store.most import Most
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import Forbidden, NotFound
from kalix_presence.model.quality.measures import bases_of
from kalix_presence.model.quality.periods import Period, read_period
from tests.clocks import Clock
from tests.hub.house import embedded, running

ADA = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))
OLLE = Caller("olle", "3001", "kultur", frozenset({Role.OFFICER}))
SEPTEMBER, OCTOBER, WEEK_40 = read_period("2026-09"), read_period("2026-10"), read_period("2026-W40")
MONDAY = datetime(2026, 9, 28, 6, 0, tzinfo=UTC)
"""The first day of week 40, which ends in October."""

PEOPLE = {"bygg": 6, "kultur": 2, "bibliotek": 6, "vaktmastare": 3}
"""How many people each unit holds itself; the last two are under kultur."""


def furnished(change: Transaction) -> None:
    for unit in (
        Unit("bygg", "Bygg och miljö"),
        Unit("kultur", "Kultur"),
        Unit("bibliotek", "=Bibliotek", "kultur"),
        Unit("vaktmastare", "Vaktmästare", "kultur"),
    ):
        people.put_unit(change, unit)
    number = 3000
    for unit_code, count in PEOPLE.items():
        administration = "bygg" if unit_code == "bygg" else "kultur"
        for _ in range(count):
            number += 1
            people.put_person(change, Person(str(number), "Siv", f"Ström {number}", unit_code, administration))
    people.touch_directory(change)


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    store = Store(tmp_path / "hub.db")
    await store.write(furnished)
    store.close()
    return tmp_path / "hub.db"


@pytest.fixture
async def house(path: Path) -> AsyncIterator[tuple[Core, Clock]]:
    clock = Clock(MONDAY)
    async with running(path, embedded(clock), clock) as (core, _):
        await core.quality.counting.catch_up()
        yield core, clock


async def count(core: Core, unit: str, at: datetime, *, most_of_one: int = 1, **counts: int) -> None:
    """Things that were counted, of which no person had more than so many."""

    noted = [(basis, most_of_one, number) for basis, number in bases_of(counts).items()]

    def work(change: Transaction) -> None:
        quality.add(change, unit, at, counts)
        quarter = max(at, quality.counted_until(change))
        most.put_most(change, quarter, [Most(f"{at}", unit, *each) for each in noted])

    await core.store.write(work)


async def days(core: Core, clock: Clock, number: int) -> list[Period]:
    """So many days pass, the hub awake; what was published at the end of them."""
    for _ in range(number):
        clock.move(days=1)
        await core.quality.counting.catch_up()
    return await core.quality.publishing.publish(clock())


def share(report: wire.PolicyReport, unit: str, measure: str) -> tuple[int, int]:
    (found,) = [each for each in report.units if each.code == unit]
    (figure,) = [each for each in found.figures if each.measure == measure]
    return figure.part, figure.whole


async def test_nothing_is_published_before_it_is_over(house: tuple[Core, Clock]) -> None:
    core, clock = house
    assert await days(core, clock, 2) == []
    with pytest.raises(NotFound) as refused:
        await core.quality.reports.report(ADA, SEPTEMBER)
    assert refused.value.code == "report-unknown"
    assert await days(core, clock, 1) == [SEPTEMBER]
    assert await days(core, clock, 4) == [WEEK_40]
    assert (await core.quality.reports.periods(ADA)).periods == ["2026-W40", "2026-09"]


async def test_units_are_summed_from_below_and_small_ones_are_not_shown(house: tuple[Core, Clock]) -> None:
    core, clock = house
    for unit, offered in (("bygg", 100), ("kultur", 10), ("bibliotek", 40), ("vaktmastare", 7)):
        await count(core, unit, clock(), offered=offered, in_time=offered // 2)
    await days(core, clock, 3)
    report = await core.quality.reports.report(ADA, SEPTEMBER)
    assert [each.code for each in report.units] == ["", "bygg", "kultur", "bibliotek"], "three caretakers are kultur's"
    assert share(report, "", "answered_in_time") == (78, 157)
    assert share(report, "kultur", "answered_in_time") == (28, 57)
    assert share(report, "bibliotek", "answered_in_time") == (20, 40)
    bygg = report.units[1]
    assert bygg.people == 6
    assert bygg.hours["offered"][8] == 100, "Monday, eight by the clock on the wall"
    with pytest.raises(NotFound) as refused:
        await core.quality.reports.report(ADA, SEPTEMBER, "vaktmastare")
    assert refused.value.code == "report-unit-hidden"
    part = await core.quality.reports.report(ADA, SEPTEMBER, "kultur")
    assert [each.code for each in part.units] == ["kultur", "bibliotek"]


async def test_what_is_counted_after_the_freeze_counts_in_the_next_period(house: tuple[Core, Clock]) -> None:
    core, clock = house
    began = clock()
    await count(core, "bygg", began, offered=30)
    await days(core, clock, 3)
    await count(core, "bygg", began, offered=5)
    await core.quality.publishing.publish(clock())
    assert share(await core.quality.reports.report(ADA, SEPTEMBER), "bygg", "answered_in_time") == (0, 30)
    await days(core, clock, 32)
    assert share(await core.quality.reports.report(ADA, OCTOBER), "bygg", "answered_in_time") == (0, 5)


async def test_an_officer_sees_the_own_administration_and_the_whole(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 3)
    report = await core.quality.reports.report(OLLE, SEPTEMBER)
    assert [each.code for each in report.units] == ["", "kultur", "bibliotek"]
    with pytest.raises(NotFound):
        await core.quality.reports.report(OLLE, SEPTEMBER, "bygg")


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.RECEPTIONIST])
async def test_others_see_no_report(house: tuple[Core, Clock], role: Role) -> None:
    core, _ = house
    somebody = Caller("siv", "3002", "kultur", frozenset({role}))
    with pytest.raises(Forbidden):
        await core.quality.reports.report(somebody, SEPTEMBER)
    with pytest.raises(Forbidden):
        await core.quality.reports.periods(somebody)


async def test_a_unit_that_shrinks_on_one_day_is_hidden_for_the_whole_month(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await days(core, clock, 4)
    moved = [Person(number, "Siv", f"Ström {number}", "bygg", "bygg") for number in ("3009", "3010")]
    await core.store.write(lambda change: [people.put_person(change, each) for each in moved])
    await core.store.write(people.touch_directory)
    await core.reload_directory()
    await days(core, clock, 30)
    shown = [each.code for each in (await core.quality.reports.report(ADA, OCTOBER)).units]
    assert shown == ["", "bygg", "kultur"]


async def test_a_hub_that_was_off_publishes_what_it_missed(path: Path) -> None:
    clock = Clock(MONDAY)
    async with running(path, embedded(clock), clock) as (core, _):
        await core.quality.counting.catch_up()
        await count(core, "bygg", clock(), offered=30)
    clock.move(days=40)
    async with running(path, embedded(clock), clock) as (core, _):
        await core.quality.counting.catch_up()
        await core.quality.publishing.publish(clock())
        assert {"2026-09", "2026-10"} <= set((await core.quality.reports.periods(ADA)).periods)
        assert share(await core.quality.reports.report(ADA, SEPTEMBER), "bygg", "answered_in_time") == (0, 30)


async def test_cells_and_old_reports_are_erased(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await count(core, "bygg", clock(), offered=30)
    await days(core, clock, 40)
    clock.move(days=120)
    await core.quality.publishing.publish(clock())
    cells = await core.store.read(lambda sql: quality.read_cells(sql, MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)))
    assert cells == []
    assert share(await core.quality.reports.report(ADA, SEPTEMBER), "bygg", "answered_in_time") == (0, 30)
    clock.move(days=366 * 5)
    await core.quality.publishing.publish(clock())
    with pytest.raises(NotFound):
        await core.quality.reports.report(ADA, SEPTEMBER)
