"""Letters that wait to be sent: wanted once, taken by one sender alone, tried again later, forgotten with their month."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, report_letters
from tests.clocks import NINE
from tests.hub.house import made_database

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture
async def store(tmp_path: Path) -> Store:
    await made_database(tmp_path / "hub.db")
    return Store(tmp_path / "hub.db")


async def want(store: Store, first: date, extension: str) -> None:
    await store.write(lambda change: report_letters.want_letter(change, first, extension, now=NINE))


async def due(store: Store, hours: int = 0) -> list[tuple[str, int, int]]:
    now = NINE + timedelta(hours=hours)
    found = await store.read(lambda sql: report_letters.read_due(sql, now=now))
    return [(each.extension, each.first.month, each.tries) for each in found]


async def test_each_month_is_wanted_once_for_each(store: Store) -> None:
    for first, extension in ((OCTOBER, "2041"), (OCTOBER, "2041"), (OCTOBER, "2042"), (NOVEMBER, "2041")):
        await want(store, first, extension)
    assert await due(store) == [("2041", 10, 0), ("2042", 10, 0), ("2041", 11, 0)]
    assert await due(store, -1) == []
    await store.write(lambda change: report_letters.forget_letters(change, before=NOVEMBER))
    assert await due(store) == [("2041", 11, 0)]
    store.close()


async def test_one_sender_alone_takes_it_and_what_was_being_sent_is_not_sent_again(store: Store) -> None:
    await want(store, OCTOBER, "2041")
    assert [await store.write(lambda change: report_letters.begin_sending(change, 1)) for _ in range(2)] == [True, False]
    assert await due(store, 1) == []
    assert await store.write(lambda change: report_letters.end_unsure(change, "unsure")) == 1
    assert await store.write(lambda change: report_letters.end_unsure(change, "unsure")) == 0
    assert not await store.write(lambda change: report_letters.begin_sending(change, 1))
    await want(store, OCTOBER, "2041")
    assert await due(store, 1) == []
    store.close()


async def test_what_was_not_taken_waits_for_its_time(store: Store) -> None:
    await want(store, OCTOBER, "2041")
    await store.write(lambda change: report_letters.begin_sending(change, 1))
    at = NINE + timedelta(hours=2)
    await store.write(lambda change: report_letters.try_again(change, 1, at=at, tried=3))
    assert await due(store, 1) == []
    assert await due(store, 2) == [("2041", 10, 3)]
    await store.write(lambda change: report_letters.end_letter(change, 1, "sent"))
    assert await due(store, 3) == []
    store.close()
