"""What may stand elsewhere is known before it is written and until it is gone, by a hub that begins anew too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.mirrors.ledger import LINGERS, MOST_VALUES, Ledger
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.mirrored import Wrote
from kalix_presence.model.mirrored import Part
from tests.clocks import NINE

KEY = ("anna", Part.TEXT)
TEN = NINE + timedelta(hours=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    made = Store(tmp_path / "hub.db")
    yield made
    made.close()


def wrote(text: str, until: datetime = TEN, account: str = "a") -> dict[tuple[str, Part], Wrote]:
    return {KEY: Wrote(account, (text,), until)}


async def test_what_is_begun_is_unsure_until_it_is_settled(store: Store) -> None:
    ledger = Ledger("teams", store)
    await ledger.begin(wrote("Lunch"), NINE)
    kept = ledger.standing(KEY, NINE)
    assert kept == Wrote("a", ("Lunch", ""), TEN)
    assert not kept.sure
    await ledger.settle(wrote("Lunch"), [], NINE)
    kept = ledger.standing(KEY, NINE)
    assert kept is not None
    assert kept.sure
    assert ledger.standing(KEY, TEN) is None


async def test_a_hub_that_begins_anew_knows_all_that_may_stand_there(store: Store) -> None:
    ledger = Ledger("teams", store)
    await ledger.begin(wrote("Lunch"), NINE)
    await ledger.settle(wrote("Lunch"), [], NINE)
    await ledger.begin(wrote("Möte", NINE + timedelta(minutes=10)), NINE)
    again, other = Ledger("teams", store), Ledger("another", store)
    await again.load()
    await other.load()
    assert other.known == {}
    assert again.known == {KEY: Wrote("a", ("Möte", "Lunch", ""), TEN)}, "the longer end, while nobody knows which stands there"
    assert again.is_ours(KEY, "Lunch", NINE)
    assert not again.is_ours(KEY, "Mitt eget", NINE)


async def test_values_are_bounded_and_those_of_another_account_do_not_count(store: Store) -> None:
    ledger = Ledger("teams", store)
    for number in range(9):
        await ledger.begin(wrote(f"Text {number}"), NINE)
    assert len(ledger.known[KEY].values) == MOST_VALUES
    assert ledger.known[KEY].values[0] == "Text 8"
    await ledger.begin(wrote("Text 9", account="b"), NINE)
    assert ledger.known[KEY].values == ("Text 9", "")


async def test_what_was_taken_back_is_ours_for_some_minutes_and_then_nobodys(store: Store) -> None:
    ledger = Ledger("teams", store)
    await ledger.begin(wrote("Lunch"), NINE)
    await ledger.settle({}, [KEY], NINE)
    assert ledger.standing(KEY, NINE) is None
    assert ledger.is_ours(KEY, "Lunch", NINE)
    assert ledger.written_lately(KEY, NINE + LINGERS / 2)
    await ledger.forget_what_is_over(NINE + LINGERS)
    assert (ledger.known, ledger.is_ours(KEY, "Lunch", NINE + LINGERS)) == ({}, False)
    assert not ledger.written_lately(KEY, NINE + LINGERS)
    again = Ledger("teams", store)
    await again.load()
    assert again.known == {}
