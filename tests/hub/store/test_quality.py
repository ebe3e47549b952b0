"""What is counted as it is kept: each thing marked once whoever comes at the same time, and no mark taken back."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import absences, messages, quality
from kalix_presence.hub.store.quality import CountedAbsence
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.callback import Stage
from tests.clocks import NINE
from tests.hub.store.kept import message, opened

HOUR = timedelta(hours=1)
LUNCH = Absence("a1", "2041", "lunch", NINE, NINE + HOUR, Forward(ForwardKind.MOBILE), "", "2041", Way.TRAY)


async def test_an_absence_is_marked_once_as_begun_and_once_as_over_and_never_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: absences.add_absence(change, LUNCH, now=NINE))
        marks = [
            await store.write(lambda change, mark=mark: quality.mark_absences(change, ["a1", "never"], mark))
            for mark in (1, 1, 2, 2, 1)
        ]
        assert marks == [{"a1"}, set(), {"a1"}, set(), set()]
        assert await store.read(lambda sql: quality.absences_begun(sql, NINE + HOUR)) == []


async def test_a_message_and_a_call_are_marked_once(tmp_path: Path) -> None:
    closed = message("m", stage=Stage.DONE, closed_at=NINE + HOUR)
    async with opened(tmp_path) as store:
        await store.write(lambda change: messages.put_message(change, closed, now=NINE))
        marks = [await store.write(lambda change: quality.mark_messages(change, ["m", "never"])) for _ in range(2)]
        assert marks == [{"m"}, set()]

        async def calls(keys: set[str], held: set[str]) -> set[str]:
            return await store.write(lambda change: quality.mark_calls(change, keys, held))

        assert await calls({"c1", "c2"}, {"c1", "c2"}) == {"c1", "c2"}
        assert await calls({"c2", "c3"}, {"c2", "c3"}) == {"c3"}, "and c1, which the journal has no more, is forgotten"
        assert await calls({"c1"}, {"c1"}) == {"c1"}


async def test_whoever_comes_to_the_desk_after_the_end_left_no_forward_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:

        async def at_desk() -> list[bool]:
            await store.write(lambda change: quality.mark_at_desk(change, "a1"))
            return [each.at_desk for each in await store.read(over)]

        def over(sql: sqlite3.Connection) -> list[CountedAbsence]:
            return quality.absences_ended(sql, known_by=NINE + 2 * HOUR)

        def held_and_over(change: Transaction) -> None:
            absences.add_absence(change, LUNCH, now=NINE)
            quality.mark_absences(change, ["a1"], 1)
            absences.end_absences(change, ["a1"], by="2041", now=NINE + HOUR)

        await store.write(held_and_over)
        assert await at_desk() == [False]
