"""Callers who reached nobody and call the same unit again within a day: counted, and kept as marks for no longer than that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.model.directory import Person, Unit
from tests.clocks import Clock
from tests.hub.house import EXTENSIONS, embedded, furnish, running
from tests.hub.quality.test_counting_calls import KARIN, counted

EVA = "+46701234568"
THE_OTHER = "2051"


def furnished(change: Transaction) -> None:
    furnish(change)
    people.put_unit(change, Unit("skola", "Skola"))
    people.put_person(change, Person(THE_OTHER, "Siv", "Ström", "skola", "skola"))
    people.touch_directory(change)


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    store = Store(tmp_path / "hub.db")
    await store.write(furnished)
    store.close()
    return tmp_path / "hub.db"


@pytest.fixture
async def house(path: Path) -> AsyncIterator[tuple[Core, Clock, EmbeddedPbx]]:
    clock = Clock()
    pbx = embedded(clock, (*EXTENSIONS, THE_OTHER))
    async with running(path, pbx, clock) as (core, _):
        yield core, clock, pbx


async def tried(core: Core, clock: Clock, unit: str = "bygg") -> tuple[int, int]:
    """How many tried again, of how many."""
    found = await counted(core, clock)
    return found.get((unit, "tried_again"), 0), found.get((unit, "tries"), 0)


async def waited_for(core: Core) -> int:
    count: int = (await core.store.read(lambda sql: sql.execute("SELECT count(*) FROM caller_try").fetchone()))[0]
    return count


async def test_a_caller_who_tries_a_colleague_of_the_unit_has_tried_again(house: tuple[Core, Clock, EmbeddedPbx]) -> None:
    core, clock, pbx = house
    pbx.call(KARIN, "2041", hangs_up="phone")
    assert await tried(core, clock) == (0, 0), "the day is not over"
    pbx.call(EVA, "2042", hangs_up="phone")
    clock.move(hours=23)
    pbx.call(KARIN, "2042")
    pbx.hang_up("2042")
    assert await tried(core, clock) == (1, 1)
    clock.move(hours=2)
    assert await tried(core, clock) == (1, 2), "Eva did not within the day"
    assert await waited_for(core) == 0


async def test_who_calls_after_a_round_in_which_nobody_was_waited_for_is_kept_no_longer(
    house: tuple[Core, Clock, EmbeddedPbx],
) -> None:
    core, clock, pbx = house
    assert await tried(core, clock) == (0, 0)
    pbx.call(KARIN, "2041", hangs_up="phone")
    await tried(core, clock)
    assert await waited_for(core) == 1
    clock.move(hours=24, seconds=1)
    assert await tried(core, clock) == (0, 1)
    assert await waited_for(core) == 0


async def test_after_the_day_it_is_another_call(house: tuple[Core, Clock, EmbeddedPbx]) -> None:
    core, clock, pbx = house
    pbx.call(KARIN, "2041", hangs_up="phone")
    await tried(core, clock)
    clock.move(hours=24, seconds=1)
    pbx.call(KARIN, "2041", hangs_up="phone")
    assert await tried(core, clock) == (0, 1)


async def test_each_try_counts_once(house: tuple[Core, Clock, EmbeddedPbx]) -> None:
    core, clock, pbx = house
    for _ in range(3):
        pbx.call(KARIN, "2041", hangs_up="phone")
        clock.move(hours=1)
    assert await tried(core, clock) == (2, 2)
    clock.move(hours=25)
    assert await tried(core, clock) == (2, 3)
    assert await tried(core, clock) == (2, 3)


async def test_another_unit_another_caller_a_colleague_and_nobody_s_number_are_none(
    house: tuple[Core, Clock, EmbeddedPbx],
) -> None:
    core, clock, pbx = house
    pbx.call(KARIN, "2041", hangs_up="phone")
    pbx.call(KARIN, THE_OTHER, hangs_up="phone")
    for caller in ("", "", "2042", "2042"):
        pbx.call(caller, "2041", hangs_up="phone")
    clock.move(hours=25)
    assert await tried(core, clock) == (0, 1)
    assert await tried(core, clock, "skola") == (0, 1)


async def test_who_was_answered_is_not_waited_for(house: tuple[Core, Clock, EmbeddedPbx]) -> None:
    core, clock, pbx = house
    for _ in range(2):
        pbx.call(KARIN, "2041")
        pbx.hang_up("2041")
    assert await waited_for(core) == 0
    clock.move(hours=25)
    assert await tried(core, clock) == (0, 0)


async def test_nothing_says_who_called(house: tuple[Core, Clock, EmbeddedPbx]) -> None:
    core, clock, pbx = house
    pbx.call(KARIN, "2041", hangs_up="phone")
    await tried(core, clock)
    rows = await core.store.read(lambda sql: sql.execute("SELECT * FROM caller_try").fetchall())
    assert len(rows) == 1
    assert "2041" not in repr(rows)
    assert "70123" not in repr(rows)


async def test_they_outlive_a_hub_that_is_killed_and_what_it_missed_is_looked_at_first(path: Path) -> None:
    clock = Clock()
    pbx = embedded(clock, (*EXTENSIONS, THE_OTHER))
    async with running(path, pbx, clock) as (core, _):
        pbx.call(KARIN, "2041", hangs_up="phone")
        await tried(core, clock)
    clock.move(hours=20)
    pbx.call(KARIN, "2041", hangs_up="phone")
    clock.move(hours=10)
    async with running(path, pbx, clock) as (core, _):
        assert await tried(core, clock) == (1, 1)


async def test_while_the_pbx_is_away_nobody_is_kept_longer_and_it_is_not_said_that_they_did_not(
    house: tuple[Core, Clock, EmbeddedPbx],
) -> None:
    core, clock, pbx = house
    pbx.call(KARIN, "2041", hangs_up="phone")
    await tried(core, clock)
    pbx.unplug()
    await tried(core, clock)
    assert await waited_for(core) == 1
    clock.move(hours=25)
    assert await tried(core, clock) == (0, 0)
    assert await waited_for(core) == 0
    pbx.plug_in()
    assert await tried(core, clock) == (0, 0)


async def test_a_round_without_news_writes_nothing(
    house: tuple[Core, Clock, EmbeddedPbx], monkeypatch: pytest.MonkeyPatch
) -> None:
    core, clock, pbx = house
    pbx.call(KARIN, "2041", hangs_up="phone")
    await core.quality.counting.catch_up()
    clock.move(hours=2)

    async def nothing(*_: object, **__: object) -> None:
        raise AssertionError("a commit a minute, for nothing")

    monkeypatch.setattr(core.store, "write", nothing)
    await core.quality.counting.catch_up()
    monkeypatch.undo()
    assert await waited_for(core) == 1
