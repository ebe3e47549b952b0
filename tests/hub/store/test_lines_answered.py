"""When lines were last answered: by months, never back in time, and of the months without a gap alone."""

from __future__ import annotations

from pathlib import Path

from kalix_presence.hub.store import Store
from kalix_presence.hub.store import lines_answered as lines
from tests.hub.store.kept import opened

MONTH = 2026 * 12 + 11


async def answered(store: Store, *found: tuple[str, int]) -> None:
    await store.write(lambda change: lines.were_answered(change, found))


async def test_a_line_that_is_looked_at_begins_once_and_never_goes_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: lines.begin_looking(change, ["2041", "2042"], MONTH))
        await store.write(lambda change: lines.begin_looking(change, ["2041", "2043"], MONTH + 1))
        assert await store.read(lines.read_answered) == {"2041": MONTH, "2042": MONTH, "2043": MONTH + 1}
        await answered(store, ("2041", MONTH + 2), ("2042", MONTH - 1), ("2044", MONTH))
        assert await store.read(lines.read_answered) == {
            "2041": MONTH + 2,
            "2042": MONTH,
            "2043": MONTH + 1,
            "2044": MONTH,
        }


async def test_the_months_that_count_are_those_without_a_gap(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        assert await store.read(lines.read_counted) is None
        for month, counted in (
            (MONTH, (MONTH, MONTH)),
            (MONTH, (MONTH, MONTH)),
            (MONTH + 1, (MONTH, MONTH + 1)),
            (MONTH - 5, (MONTH, MONTH + 1)),
            (MONTH + 2, (MONTH, MONTH + 2)),
            (MONTH + 4, (MONTH + 4, MONTH + 4)),
        ):
            await answered(store, ("2041", month))
            assert await store.read(lines.read_counted) == counted


async def test_nothing_is_known_any_longer_once_it_is_not_looked_at(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await answered(store, ("2041", MONTH))
        await store.write(lines.forget_answered)
        assert (await store.read(lines.read_answered), await store.read(lines.read_counted)) == ({}, None)
        await answered(store)
        assert await store.read(lines.read_counted) is None
