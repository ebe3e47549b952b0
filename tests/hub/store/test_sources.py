"""Where people come from is kept by identity, read as it was written, and gone with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.sources import (
    FILE,
    NOWHERE,
    Claim,
    HandEdit,
    Origin,
    end_claim,
    end_edit,
    forget_origins,
    put_claim,
    put_edit,
    read_origin,
    read_origins,
)
from tests.clocks import NINE

CLAIM = Claim("k1", frozenset({"title", "mobile"}))
EDIT = HandEdit("Chef", NINE, "uid:0")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "kalix.db")
    yield made
    made.close()


def fill(change: Transaction) -> None:
    put_claim(change, "anna", "hr", CLAIM)
    put_claim(change, "anna", FILE, Claim("", frozenset({"place"})))
    put_claim(change, "bo", FILE, Claim("", frozenset({"place"})))
    put_edit(change, "anna", "title", EDIT)
    put_edit(change, "bo", "title", HandEdit(None, NINE, "uid:0"))


async def test_it_is_read_as_it_was_written_of_one_and_of_all(store: Store) -> None:
    await store.write(fill)
    everybody = await store.read(read_origins)
    assert everybody["anna"] == Origin({"hr": CLAIM, FILE: Claim("", frozenset({"place"}))}, {"title": EDIT})
    assert everybody["bo"].hand["title"].offered is None
    assert await store.read(lambda sql: read_origin(sql, "anna")) == everybody["anna"]
    assert await store.read(lambda sql: read_origin(sql, "eva")) == NOWHERE


async def test_claims_and_edits_end_one_by_one_or_with_their_person(store: Store) -> None:
    await store.write(fill)

    def work(change: Transaction) -> tuple[bool, bool]:
        end_claim(change, "anna", FILE)
        return end_edit(change, "anna", "title"), end_edit(change, "anna", "title")

    assert await store.write(work) == (True, False)
    assert await store.read(lambda sql: read_origin(sql, "anna")) == Origin({"hr": CLAIM}, {})
    await store.write(lambda change: forget_origins(change, ["bo"]))
    assert (await store.read(read_origins)).keys() == {"anna"}


async def test_nobody_is_called_by_the_same_key_as_another_in_one_source(store: Store) -> None:
    await store.write(fill)
    with pytest.raises(Exception, match=r"(?i)unique"):
        await store.write(lambda change: put_claim(change, "bo", "hr", CLAIM))
    await store.write(lambda change: put_claim(change, "bo", "other", CLAIM))
