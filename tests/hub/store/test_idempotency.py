"""Keys of changes: each its own person's, good for one change, forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import idempotency
from kalix_presence.hub.store.idempotency import ChangeKey
from kalix_presence.model.errors import Conflict
from tests.clocks import NINE
from tests.hub.house import ANNA, MARIA
from tests.hub.store.kept import opened


async def test_a_key_serves_one_change_of_one_person(tmp_path: Path) -> None:
    first, others, another = ChangeKey("anna", "k", b"1"), ChangeKey("bo", "k", b"2"), ChangeKey("anna", "k", b"3")
    async with opened(tmp_path) as store:

        async def is_first(claimed: ChangeKey | None) -> bool:
            return await store.write(lambda change: idempotency.is_first(change, claimed, now=NINE))

        assert not await store.read(lambda sql: idempotency.was_made(sql, first))
        assert await is_first(first)
        assert not await is_first(first)
        assert await store.read(lambda sql: idempotency.was_made(sql, first))
        assert await is_first(others), "the same key of somebody else is another one"
        assert not await is_first(others)
        assert await store.read(lambda sql: idempotency.was_made(sql, others))
        assert not await store.read(lambda sql: idempotency.was_made(sql, another))
        with pytest.raises(Conflict) as refused:
            await is_first(another)
        assert refused.value.code == "idempotency-key-reused"
        assert [await is_first(None) for _ in range(2)] == [True, True]
        assert not await store.read(lambda sql: idempotency.was_made(sql, None))
        assert await store.write(lambda change: idempotency.forget_keys(change, before=NINE)) == 0
        assert await store.write(lambda change: idempotency.forget_keys(change, before=NINE + timedelta(seconds=1))) == 2
        assert await is_first(another)


def test_a_claim_tells_changes_and_people_apart_and_a_retry_makes_the_same_id() -> None:
    assert idempotency.claim_of(ANNA, None, "what") is None
    claims = [idempotency.claim_of(who, "k", what) for who, what in ((ANNA, ("a", 1)), (ANNA, ("a", 2)), (MARIA, ("a", 1)))]
    assert len(set(claims)) == 3
    assert [each and (each.username, each.key) for each in claims] == [("anna.ek", "k")] * 2 + [("maria", "k")]
    assert idempotency.claim_of(ANNA, "k", ("a", 1)) == claims[0]
    ids = [idempotency.id_for(*each) for each in (("anna", "k"), ("bo", "k"), ("anna", "l"), ("anna", "k", "message"))]
    assert len(set(ids)) == 4
    assert idempotency.id_for("anna", "k") == ids[0]
    assert {len(each) for each in (*ids, idempotency.id_for("anna", None))} == {32}
    assert idempotency.id_for("anna", None) != idempotency.id_for("anna", None)


def test_a_retry_after_an_upgrade_finds_what_the_first_try_made() -> None:
    assert idempotency.id_for("anna", "k") == "ada6f56c37f4a42046f1db2a52f6a85a"
    assert idempotency.id_for("anna", "k", "plan") == "7ae4c729e49f15f24bb166e58b4dbaa9"
