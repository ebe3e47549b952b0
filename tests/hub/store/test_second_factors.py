"""Second factors in the database: a code opens once, an old one never, and nothing done to one account touches another's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store
from kalix_presence.hub.store.accounts import Account, put_account
from kalix_presence.hub.store.second_factors import KeptFactor, end_factor, find_factor, put_factor, use_recovery, use_step
from tests.clocks import NINE

ANNA = KeptFactor("anna", b"sealed", 10, frozenset({"one", "two"}), NINE)
SIV = replace(ANNA, username="siv")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = Store(tmp_path / "kalix.db")
    for factor in (ANNA, SIV):
        await opened.write(lambda change, name=factor.username: put_account(change, Account(name)))  # type: ignore[misc]
        await opened.write(lambda change, factor=factor: put_factor(change, factor))  # type: ignore[misc]
    yield opened
    opened.close()


async def kept(store: Store, username: str) -> KeptFactor | None:
    return await store.read(lambda sql: find_factor(sql, username))


async def test_a_factor_is_found_as_it_was_put_and_another_takes_its_place(store: Store) -> None:
    assert await kept(store, "anna") == ANNA
    assert await kept(store, "nobody") is None
    other = KeptFactor("anna", b"other", 20, frozenset({"three"}), NINE.replace(hour=12))
    await store.write(lambda change: put_factor(change, other))
    assert (await kept(store, "anna"), await kept(store, "siv")) == (other, SIV)


@pytest.mark.parametrize(
    ("username", "sealed", "step", "good"),
    [
        ("anna", b"sealed", 11, True),
        ("anna", b"sealed", 10, False),
        ("anna", b"sealed", 9, False),
        ("anna", b"replaced", 11, False),
        ("nobody", b"sealed", 11, False),
    ],
)
async def test_a_code_is_good_for_the_factor_it_was_checked_against_and_only_forwards(
    store: Store, username: str, sealed: bytes, step: int, good: bool
) -> None:
    assert await store.write(lambda change: use_step(change, username, sealed, step)) is good
    assert await kept(store, "anna") == (replace(ANNA, last_step=11) if good else ANNA)
    assert await kept(store, "siv") == SIV
    assert await store.write(lambda change: use_step(change, username, sealed, step)) is False


@pytest.mark.parametrize(
    ("username", "digest", "left"),
    [("anna", "one", {"two"}), ("anna", "three", {"one", "two"}), ("nobody", "one", {"one", "two"})],
)
async def test_a_recovery_code_is_used_up_alone_and_one_that_is_not_there_uses_nothing(
    store: Store, username: str, digest: str, left: set[str]
) -> None:
    assert await store.write(lambda change: use_recovery(change, username, digest)) is (len(left) == 1)
    assert await kept(store, "anna") == replace(ANNA, recovery=frozenset(left))
    assert await kept(store, "siv") == SIV
    assert await store.write(lambda change: use_recovery(change, username, digest)) is False


async def test_a_factor_that_is_ended_is_gone_once(store: Store) -> None:
    assert await store.write(lambda change: end_factor(change, "anna")) is True
    assert await store.write(lambda change: end_factor(change, "anna")) is False
    assert (await kept(store, "anna"), await kept(store, "siv")) == (None, SIV)
