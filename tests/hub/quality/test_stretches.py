"""What one person may have of a unit's figures: noted as things are counted, never by person on disk, and withheld in reports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.quality.stretches import Stretches
from kalix_presence.hub.store import Store, Transaction, most, people
from kalix_presence.model.directory import Person, Unit
from tests.clocks import Clock
from tests.hub.house import embedded, running
from tests.hub.quality.test_counting_calls import KARIN
from tests.hub.quality.test_freezing import ADA, MONDAY, SEPTEMBER, count, days, share

BYGG = tuple(f"30{number:02}" for number in range(1, 7))
SKOLA = tuple(f"31{number:02}" for number in range(1, 13))
ZONE = ZoneInfo("Europe/Stockholm")


def furnished(change: Transaction) -> None:
    for code, extensions in (("bygg", BYGG), ("skola", SKOLA)):
        people.put_unit(change, Unit(code, code.title()))
        for extension in extensions:
            people.put_person(change, Person(extension, "Siv", f"Ström {extension}", code, code, id=f"{int(extension):032x}"))
    people.touch_directory(change)


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    store = Store(tmp_path / "hub.db")
    await store.write(furnished)
    store.close()
    return tmp_path / "hub.db"


House = tuple[Core, Clock, EmbeddedPbx]


@pytest.fixture
async def house(path: Path) -> AsyncIterator[House]:
    clock = Clock(MONDAY)
    pbx = embedded(clock, (*BYGG, *SKOLA))
    async with running(path, pbx, clock) as (core, _):
        await core.quality.counting.catch_up()
        yield core, clock, pbx


async def calls(core: Core, pbx: EmbeddedPbx, extension: str, number: int) -> None:
    for _ in range(number):
        pbx.call(KARIN, extension, hangs_up="phone")
    await core.quality.counting.catch_up()


async def noted(core: Core) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """The most of one and how much was noted, of each stretch, by unit and counter."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    later = timedelta(days=400)
    for one in await core.store.read(lambda sql: most.read_most(sql, MONDAY - later, MONDAY + later)):
        found.setdefault((one.unit, one.counter), []).append((one.most, one.noted))
    return found


def figure(report: wire.PolicyReport, unit: str, measure: str = "answered_in_time") -> wire.FigureView:
    [found] = [each for each in report.units if each.code == unit]
    [one] = [each for each in found.figures if each.measure == measure]
    return one


async def test_the_most_of_one_is_noted_and_nobody_s_name_or_count(house: House) -> None:
    core, _, pbx = house
    await calls(core, pbx, "3001", 4)
    await calls(core, pbx, "3002", 2)
    await calls(core, pbx, "3101", 1)
    assert (await noted(core))["bygg", "offered"] == [(4, 6)]
    assert (await noted(core))["skola", "offered"] == [(1, 1)]
    rows = await core.store.read(lambda sql: sql.execute("SELECT * FROM most_of_one").fetchall())
    assert not any(extension in repr(rows) or f"{int(extension):032x}" in repr(rows) for extension in (*BYGG, *SKOLA))


async def test_a_unit_whose_calls_are_one_person_s_is_withheld_and_the_other_so_that_it_is_not_reckoned(house: House) -> None:
    core, clock, pbx = house
    await calls(core, pbx, "3001", 30)
    for extension in BYGG[1:]:
        await calls(core, pbx, extension, 2)
    for extension in SKOLA:
        await calls(core, pbx, extension, 5)
    await days(core, clock, 3)
    report = await core.quality.reports.report(ADA, SEPTEMBER)
    assert figure(report, "").whole == 100
    assert not figure(report, "").withheld
    for unit in ("bygg", "skola"):
        assert (figure(report, unit).withheld, figure(report, unit).whole) == (True, 0)
        assert figure(report, unit, "referral_coverage").withheld
        assert not figure(report, unit, "set_self").withheld
        assert [each.hours for each in report.units if each.code == unit] == [{}]


async def test_where_nobody_has_more_than_half_all_is_shown(house: House) -> None:
    core, clock, pbx = house
    for extension in (*BYGG, *SKOLA):
        await calls(core, pbx, extension, 4)
    await days(core, clock, 3)
    report = await core.quality.reports.report(ADA, SEPTEMBER)
    assert share(report, "bygg", "answered_in_time") == (0, 24)
    assert not any(each.withheld for unit in report.units for each in unit.figures)


async def test_through_a_restart_one_may_have_been_the_same_each_time(path: Path) -> None:
    clock = Clock(MONDAY)
    for extension in ("3001", "3002", "3003"):
        pbx = embedded(clock, (*BYGG, *SKOLA))
        async with running(path, pbx, clock) as (core, _):
            await calls(core, pbx, extension, 2)
            clock.move(minutes=1)
            found = await noted(core)
    assert found["bygg", "offered"] == [(2, 2)] * 3


async def test_what_nobody_noted_may_be_one_person_s(house: House) -> None:
    core, clock, _ = house
    await count(core, "bygg", clock(), offered=30)
    await count(core, "skola", clock(), offered=60)
    await core.store.write(lambda change: change.sql.execute("DELETE FROM most_of_one"))
    await days(core, clock, 3)
    assert figure(await core.quality.reports.report(ADA, SEPTEMBER), "").withheld


async def test_a_transaction_that_fails_leaves_nothing_in_memory(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    core, _, pbx = house
    await calls(core, pbx, "3001", 2)
    pbx.call(KARIN, "3001", hangs_up="phone")

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("disk")

    with monkeypatch.context() as patched:
        patched.setattr("kalix_presence.hub.quality.counting_calls.count_try", fails)
        with pytest.raises(RuntimeError, match="disk"):
            await core.quality.counting.catch_up()
    await core.quality.counting.catch_up()
    assert sorted((await noted(core))["bygg", "offered"]) == [(1, 1), (2, 2)]


async def test_a_stretch_ends_with_the_week_and_with_the_month_and_who_moves_is_one_person(path: Path) -> None:
    store = Store(path)
    stretches = Stretches()
    sunday, monday, first = (datetime(2026, *day, 12, tzinfo=UTC) for day in ((9, 27), (9, 28), (10, 1)))

    def work(change: Transaction) -> None:
        for unit, at in (("bygg", sunday), ("bygg", monday), ("skola", monday), ("bygg", first)):
            stretches.note(ZONE, unit, "siv", at, {"offered": 2, "set_self": 0})
            stretches.write(change)

    await store.write(work)
    later = timedelta(days=40)
    rows = await store.read(lambda sql: most.read_most(sql, sunday - later, first + later))
    found = sorted((each.unit, each.most, each.noted) for each in rows if each.counter == "offered")
    assert found == [("bygg", 2, 2), ("bygg", 2, 2), ("bygg", 4, 2), ("skola", 4, 2)]
    assert len({each.stretch for each in rows}) == 3
    await store.write(lambda change: most.forget_most(change, before=first))
    assert len(await store.read(lambda sql: most.read_most(sql, sunday, first + later))) == 2
    store.close()
