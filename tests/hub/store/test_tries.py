"""Callers who reached nobody: waited for until the moment that is said, known by any of their marks, and forgotten together."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, tries
from tests.clocks import NINE
from tests.hub.store.kept import opened

TOMORROW = NINE + timedelta(days=1)
MOMENT = timedelta(milliseconds=1)


async def begin(store: Store, *marks: str, unit: str = "bygg", attempt: str = "c1", until: datetime = TOMORROW) -> None:
    await store.write(lambda change: tries.begin(change, unit, marks, attempt=attempt, until=until))


async def end(store: Store, *marks: str, unit: str = "bygg", at: datetime = NINE) -> tuple[bool, bool]:
    return await store.write(lambda change: tries.end_of(change, unit, marks, at=at))


@pytest.mark.parametrize(
    ("at", "waited", "was"), [(NINE, True, False), (TOMORROW, True, False), (TOMORROW + MOMENT, False, True)]
)
async def test_a_caller_is_waited_for_until_the_moment_itself(tmp_path: Path, at: datetime, waited: bool, was: bool) -> None:
    async with opened(tmp_path) as store:
        await begin(store, "m1")
        assert await end(store, "m1", at=at) == (waited, was)
        assert await end(store, "m1", at=at) == (False, False), "once"


async def test_one_caller_has_several_marks_and_ends_with_any_of_them(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await begin(store, "m1", "m2")
        await begin(store, "m3", attempt="c2")
        await begin(store, "m1", unit="vard")
        assert await end(store, "unknown", "m2") == (True, False)
        assert await end(store, "m1") == (False, False)
        assert await end(store, "m3") == (True, False)
        assert await end(store, "m1", unit="vard") == (True, False)
        assert await end(store) == (False, False)


async def test_who_tries_again_is_waited_for_longer(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await begin(store, "m1")
        await begin(store, "m1", attempt="c2", until=TOMORROW + timedelta(hours=1))
        assert await store.read(tries.first_over) == TOMORROW + timedelta(hours=1)


async def test_those_who_are_waited_for_no_longer_are_counted_by_unit_and_go(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        assert await store.read(tries.first_over) is None
        await begin(store, "m1", "m2", until=NINE)
        await begin(store, "m3", attempt="c2", until=NINE)
        await begin(store, "m4", unit="vard", attempt="c3", until=NINE)
        await begin(store, "m5", attempt="c4")
        assert await store.read(tries.first_over) == NINE
        assert await store.write(lambda change: tries.forget_tries(change, NINE)) == {}, "not at the moment itself"
        assert await store.write(lambda change: tries.forget_tries(change, NINE + MOMENT)) == {"bygg": 2, "vard": 1}
        assert await store.read(tries.first_over) == TOMORROW
