"""The hub's own runs: due by its clock, one that fails keeps no other back, and all of it is told."""

from __future__ import annotations

from kalix_presence.hub.site.sync_section import CsvSource, SyncSection
from kalix_presence.hub.sync.timer import SyncTimer
from tests.hub.sync.house import SyncHouse, line


def timer(house: SyncHouse, minutes: float = 60, told: list[bool] | None = None) -> tuple[SyncTimer, list[int]]:
    changed: list[int] = []
    waits: list[bool] = [] if told is None else told

    async def on_change() -> None:
        changed.append(1)

    section = SyncSection(minutes=minutes, sources={name: CsvSource(f"{name}.csv") for name in house.readers})
    found: SyncTimer

    def on_waits() -> None:
        waits.append(found.held)

    found = SyncTimer(section, house.runs, house.store, clock=house.clock, on_change=on_change, on_waits=on_waits)
    return found, changed


def measured(found: SyncTimer) -> dict[tuple[str, str], float]:
    return {(each.name, sample.labels["source"]): sample.value for each in found.collect() for sample in each.samples}


async def test_each_source_is_run_when_it_is_due_and_not_before(house: SyncHouse) -> None:
    found, changed = timer(house)
    house.write("hr", line(1), line(2))
    house.write("phones", line(3))
    await found.look()
    assert len(await house.people()) == 3
    assert len(changed) == 2
    house.write("hr", line(1, title="Chef"), line(2))
    house.clock.move(minutes=59)
    await found.look()
    assert (await house.people())["2001"].title == ""
    house.clock.move(minutes=1)
    await found.look()
    assert (await house.people())["2001"].title == "Chef"
    assert len(changed) == 3, "a run that finds nothing new is no change"


async def test_a_source_that_fails_is_told_tried_again_soon_and_keeps_no_other_back(house: SyncHouse) -> None:
    found, _ = timer(house)
    house.write("phones", line(3))
    await found.look()
    assert (found.failing, found.held) == (True, False)
    assert len(await house.people()) == 1
    assert measured(found)["kalix_sync_trouble", "hr"] == 1
    assert measured(found)["kalix_sync_trouble", "phones"] == 0
    assert measured(found)["kalix_sync_done_seconds", "phones"] == house.clock().timestamp()
    house.write("hr", line(1), line(2))
    await found.look()
    assert found.failing
    house.clock.move(minutes=5)
    await found.look()
    assert not found.failing
    assert len(await house.people()) == 3


async def test_what_is_held_is_told_and_done_soon_after_the_yes(house: SyncHouse) -> None:
    found, _ = timer(house)
    house.write("phones", line(30))
    house.write("hr", *[line(number) for number in range(10)])
    await found.look()
    house.write("hr", line(1))
    house.clock.move(minutes=60)
    await found.look()
    assert (found.failing, found.held) == (False, True)
    assert measured(found)["kalix_sync_held", "hr"] == 9
    held = (await house.state("hr")).held
    assert held is not None
    await house.runs.accept("hr", held.id)
    await found.look()
    assert (await house.people()).keys() == {"2001", "2030"}
    assert not found.held


async def test_who_may_answer_is_told_once_of_each_change_of_what_waits(house: SyncHouse) -> None:
    told: list[bool] = []
    found, _ = timer(house, told=told)
    house.write("phones", line(30))
    house.write("hr", *[line(number) for number in range(10)])
    await found.look()
    assert not told
    house.write("hr", line(1))
    house.clock.move(minutes=60)
    await found.look()
    await found.look()
    assert told == [True]
    held = (await house.state("hr")).held
    assert held is not None
    await house.runs.decline("hr", held.id)  # as another process does it
    await found.look()
    await found.look()
    assert told == [True, False]
    house.write("hr", line(2))
    house.clock.move(minutes=60)
    await found.look()
    assert told == [True, False, True], "it is another difference"
    house.write("hr", *[line(number) for number in range(10)])
    house.clock.move(minutes=60)
    await found.look()
    assert told == [True, False, True, False]


async def test_without_minutes_nothing_is_run_by_itself(house: SyncHouse) -> None:
    found, _ = timer(house, minutes=0)
    house.write("hr", line(1))
    await found.look()
    assert await house.people() == {}


async def test_a_yes_is_done_although_nothing_is_run_by_itself_and_a_dead_source_is_left_in_peace(house: SyncHouse) -> None:
    found, _ = timer(house, minutes=0)
    await house.run("hr", *[line(number) for number in range(10)])
    await house.run("hr", line(1))
    held = (await house.state("hr")).held
    assert held is not None
    await found.look()
    assert len(await house.people()) == 10
    (house.folder / "hr.csv").rename(house.folder / "away.csv")
    await house.runs.accept("hr", held.id)
    await found.look()
    tried_at = (await house.state("hr")).tried_at
    house.clock.move(minutes=1)
    await found.look()
    assert (await house.state("hr")).tried_at == tried_at, "not with every tick"
    (house.folder / "away.csv").rename(house.folder / "hr.csv")
    hourly, _ = timer(house)
    house.clock.move(minutes=5)
    await hourly.look()
    assert (await house.people()).keys() == {"2001"}


async def test_a_no_is_no_question_any_more_but_trouble(house: SyncHouse) -> None:
    found, _ = timer(house)
    house.write("phones", line(30))
    house.write("hr", *[line(number) for number in range(10)])
    await found.look()
    house.write("hr", line(1))
    house.clock.move(minutes=60)
    await found.look()
    held = (await house.state("hr")).held
    assert held is not None
    await house.runs.decline("hr", held.id)
    await found.look()
    assert (found.failing, found.held) == (True, False)
    assert measured(found)["kalix_sync_held", "hr"] == 0
    assert measured(found)["kalix_sync_trouble", "hr"] == 1
