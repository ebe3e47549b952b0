"""What is counted as it is kept: each thing marked once whoever comes at the same time, and no mark taken back."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, absences, messages, quality
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.callback import Stage
from tests.clocks import NINE
from tests.hub.store.kept import message, opened

HOUR = timedelta(hours=1)
LUNCH = Absence("a1", "2041", "lunch", NINE, NINE + HOUR, Forward(ForwardKind.MOBILE), "", "2041", Way.TRAY)


def counted(
    store: Store, *, begun: datetime = NINE + HOUR, over: datetime = NINE + HOUR
) -> Awaitable[tuple[list[str], list[str]]]:
    """Which absences are counted as begun and as over now, in one transaction."""

    def work(change: Transaction) -> tuple[list[str], list[str]]:
        return (
            sorted(each.id for each in quality.take_begun(change, begun)),
            sorted(each.id for each in quality.take_ended(change, known_by=over)),
        )

    return store.write(work)


async def any_to_count(store: Store) -> bool:
    return await store.read(lambda sql: quality.any_to_count(sql, NINE + HOUR, known_by=NINE + HOUR))


async def test_an_absence_is_taken_once_as_begun_and_once_as_over(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        assert not await any_to_count(store)
        await store.write(lambda change: absences.add_absence(change, LUNCH, now=NINE))
        assert await counted(store, begun=NINE - HOUR) == ([], []), "it has not begun"
        assert await any_to_count(store)
        assert await counted(store) == (["a1"], [])
        assert await counted(store) == ([], [])
        assert not await any_to_count(store)
        await store.write(lambda change: absences.end_absences(change, ["a1"], by="2041", now=NINE + HOUR))
        assert await any_to_count(store)
        assert await counted(store) == ([], ["a1"])
        assert await counted(store) == ([], [])


async def test_one_whose_return_is_waited_for_is_over_when_there_is_a_sign_of_the_person(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: absences.add_absence(change, LUNCH, now=NINE))
        end = {"by": absences.EndedBy.CLOCK, "now": NINE + HOUR, "awaited": True}
        await store.write(lambda change: absences.end_absences(change, ["a1"], **end))  # type: ignore[arg-type]
        assert await counted(store, over=NINE) == (["a1"], [])
        await store.write(lambda change: absences.confirm_ended(change, "2041", now=NINE + HOUR))
        assert await counted(store, over=NINE) == ([], ["a1"])


@pytest.mark.parametrize(("kind", "told"), [(ForwardKind.MOBILE, ["a1"]), (ForwardKind.SWITCHBOARD, [])])
async def test_one_that_another_followed_says_nothing_but_a_forward_to_the_mobile(
    tmp_path: Path, kind: ForwardKind, told: list[str]
) -> None:
    async with opened(tmp_path) as store:
        one = replace(LUNCH, forward=Forward(kind))
        other = replace(one, id="a2", start=NINE + HOUR / 2)

        def follow(change: Transaction) -> None:
            absences.add_absence(change, one, now=NINE)
            absences.end_absences(change, ["a1"], by="2041", now=NINE + HOUR / 2)
            absences.add_absence(change, other, now=NINE + HOUR / 2)

        await store.write(follow)
        assert await counted(store) == (["a1", "a2"], told)
        assert not await any_to_count(store)


async def test_more_than_fit_one_transaction_are_taken_once_each(tmp_path: Path) -> None:
    number = quality.BATCH + 7
    async with opened(tmp_path) as store:

        def fill(change: Transaction) -> None:
            for each in range(number):
                absences.add_absence(change, replace(LUNCH, id=f"a{each:04}"), now=NINE + each * HOUR / 3600)
            absences.end_absences(change, [f"a{each:04}" for each in range(number)], by="2041", now=NINE + HOUR)

        await store.write(fill)
        taken = [await counted(store) for _ in range(3)]
        assert [(len(begun), len(over)) for begun, over in taken] == [(quality.BATCH, quality.BATCH), (7, 7), (0, 0)]
        assert len({each for begun, _ in taken for each in begun}) == number
        assert len({each for _, over in taken for each in over}) == number


async def test_a_message_and_a_call_are_marked_once(tmp_path: Path) -> None:
    closed = message("m", stage=Stage.DONE, closed_at=NINE + HOUR)
    async with opened(tmp_path) as store:
        await store.write(lambda change: messages.put_message(change, closed, now=NINE))
        assert await any_to_count(store)
        taken = [await store.write(quality.take_closed) for _ in range(2)]
        assert [[each.id for each in found] for found in taken] == [["m"], []]
        assert not await any_to_count(store)

        async def calls(keys: set[str], held: set[str]) -> set[str]:
            return await store.write(lambda change: quality.mark_calls(change, keys, held))

        assert await calls({"c1", "c2"}, {"c1", "c2"}) == {"c1", "c2"}
        assert await calls({"c2", "c3"}, {"c2", "c3"}) == {"c3"}, "and c1, which the journal has no more, is forgotten"
        assert await calls({"c1"}, {"c1"}) == {"c1"}


async def test_whoever_comes_to_the_desk_after_the_end_left_no_forward_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:

        def held_and_over(change: Transaction) -> list[int]:
            absences.add_absence(change, LUNCH, now=NINE)
            quality.take_begun(change, NINE)
            absences.end_absences(change, ["a1"], by="2041", now=NINE + HOUR)
            quality.mark_at_desk(change, "a1")
            return [each.at_desk for each in quality.take_ended(change, known_by=NINE + HOUR)]

        assert await store.write(held_and_over) == [False]


@pytest.mark.in_a_file
async def test_what_is_to_count_is_found_without_looking_at_all_that_is_kept(tmp_path: Path) -> None:
    statements = (quality._READ_BEGUN, quality._READ_OVER, quality._ANY_TO_COUNT, quality._MARK_BEGUN, quality._MARK_OVER)
    async with opened(tmp_path) as store:

        def plan(change: Transaction) -> list[str]:
            return [
                str(row[3])
                for each in statements
                for row in change.sql.execute(f"EXPLAIN QUERY PLAN {each}", (0,) * each.count("?"))
            ]

        found = await store.write(plan)
        assert not [line for line in found if line.startswith(("SCAN absence", "SCAN message"))]
        assert any("absence_extension (extension=? AND set_at=?)" in line for line in found), "nor at all of one person"
