"""Notices as they are kept: each field comes back, open ones by when they begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import Transaction, notices
from kalix_presence.model.notice import Notice
from tests.clocks import NINE
from tests.hub.store.kept import opened

HOUR = timedelta(hours=1)
NOTICE = Notice("n1", 3, "bygg", "Closed", NINE, NINE + 5 * HOUR, "2041", NINE - HOUR, "2001", True)


async def test_open_ones_come_by_when_they_begin_and_old_ones_are_erased(tmp_path: Path) -> None:
    over = replace(NOTICE, id="n2", valid_from=NINE - HOUR, current=False, published_by="", closed_at=NINE)
    early = replace(NOTICE, id="n0", valid_from=NINE - 2 * HOUR)
    async with opened(tmp_path) as store:
        for each in (NOTICE, over, early):
            await store.write(lambda change, each=each: notices.put_notice(change, each))
        assert await store.read(notices.read_open) == [early, NOTICE]
        assert await store.read(lambda sql: notices.read_notice(sql, "n2")) == over
        assert await store.write(lambda change: notices.forget_closed(change, before=NINE)) == 0
        assert await store.write(lambda change: notices.forget_closed(change, before=NINE + HOUR)) == 1
        assert await store.read(lambda sql: notices.read_notice(sql, "n2")) is None


async def test_the_trail_hears_which_notice_it_is_and_of_no_person(tmp_path: Path) -> None:
    def work(change: Transaction) -> tuple[str, str]:
        notices.put_notice(change, NOTICE)
        return change.concern

    async with opened(tmp_path) as store:
        assert await store.write(work) == ("", "n1")
