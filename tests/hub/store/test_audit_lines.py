"""The lines of the audit trail that a search finds, whole however many there are, and what of a search is kept itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.audit_lines import KeptLine, Search, every_line, looked_at, search_lines
from kalix_presence.model.audit import AuditAct
from tests.clocks import NINE
from tests.hub.house import made_database

ACTS = (AuditAct.SET_ABSENCE, AuditAct.END_ABSENCE, AuditAct.NUDGE)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A trail of twelve lines about three extensions, one of them nobody's any longer, a minute apart."""
    await made_database(tmp_path / "kalix.db")
    store = Store(tmp_path / "kalix.db")

    def written(change: Transaction) -> None:
        for number in range(12):
            about, by = ("2041", "2042", "1999")[number % 3], ("2001", "anna")[number % 2]
            change.audit(ACTS[number % 3], now=NINE + timedelta(minutes=number), by=by, about=about)

    await store.write(written)
    yield store
    store.close()


async def found(store: Store, search: Search) -> list[KeptLine]:
    return await store.read(lambda sql: search_lines(sql, search, limit=100))


async def test_each_condition_leaves_out_what_does_not_fit_and_nothing_else(store: Store) -> None:
    everything = await found(store, Search())
    assert [line.number for line in everything] == list(range(12, 0, -1))
    person = next(line.about_person for line in everything if line.about == "2041")
    half = NINE + timedelta(minutes=6)
    for search, fits in (
        (Search(person=person), lambda line: line.about == "2041"),
        (Search(by="anna"), lambda line: line.by == "anna"),
        (Search(about="1999"), lambda line: line.about == "1999"),
        (Search(act=AuditAct.NUDGE), lambda line: line.act is AuditAct.NUDGE),
        (Search(since=half), lambda line: line.at >= half),
        (Search(until=half), lambda line: line.at < half),
        (Search(below=5), lambda line: line.number < 5),
        (Search(by="anna", about="2041"), lambda line: (line.by, line.about) == ("anna", "2041")),
    ):
        assert await found(store, search) == [line for line in everything if fits(line)], search
        assert await found(store, search)


async def test_a_whole_trail_comes_in_parts_and_each_line_once(store: Store) -> None:
    everything = await found(store, Search())
    for at_once in (1, 5, 12, 100):
        assert await store.read(lambda sql, n=at_once: list(every_line(sql, Search(), at_once=n))) == everything  # type: ignore[misc]


async def test_of_a_search_is_kept_whom_it_was_about_and_nothing_else_that_was_typed(store: Store) -> None:
    for typed, kept in (("2041", "2041"), ("1999", "1999"), ("hjärtfel", ""), ("0701234567", ""), ("", "")):
        search = Search(about=typed)
        lines = bool(await found(store, replace(search, act=ACTS[2]))) if typed else False
        assert await store.read(lambda sql, s=search, f=lines: looked_at(sql, s, found=f)) == kept  # type: ignore[misc]
