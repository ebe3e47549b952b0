"""A call begun with a key is begun once, whoever loses which answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.callbacks.begun_calls import REMEMBERED, BegunCalls
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.accounts import Account, put_account
from kalix_presence.model.errors import Conflict, Unavailable
from tests.clocks import Clock
from tests.hub.serving import Serving, serving

PER, SIV = wire.CallRequest("2042"), wire.CallRequest("2061")


class Phone:
    """Rings, and counts how often; the first time it may take as long as the test likes, or fail."""

    def __init__(self) -> None:
        self.rung, self.may_ring, self.fault = 0, asyncio.Event(), ""
        self.may_ring.set()

    async def ring(self) -> wire.CallBegun:
        self.rung += 1
        await self.may_ring.wait()
        if self.fault:
            raise Unavailable(self.fault)
        return wire.CallBegun(f"call-{self.rung}")


async def test_the_same_key_is_the_same_call_and_another_is_another() -> None:
    begun, phone = BegunCalls(Clock()), Phone()
    first = await begun.once("anna", "k", PER, phone.ring)
    assert await begun.once("anna", "k", PER, phone.ring) == first
    assert await begun.once("anna", "l", PER, phone.ring) != first
    assert await begun.once("per", "k", PER, phone.ring) != first
    assert await begun.once("anna", None, PER, phone.ring) != await begun.once("anna", None, PER, phone.ring)
    with pytest.raises(Conflict, match="idempotency-key-reused"):
        await begun.once("anna", "k", SIV, phone.ring)
    assert phone.rung == 5


@pytest.mark.in_a_file
async def test_where_hubs_lead_in_turn_the_next_one_rings_nobody_for_a_key_that_the_one_before_has_taken(
    tmp_path: Path,
) -> None:
    store, phone = Store(tmp_path / "hub.db"), Phone()
    await store.write(lambda change: put_account(change, Account("anna")))
    store.database.led = True  # type: ignore[misc]
    before, after = BegunCalls(Clock(), store), BegunCalls(Clock(), store)
    phone.fault = "pbx-unreachable"
    with pytest.raises(Unavailable, match="pbx-unreachable"):
        await before.once("anna", "k", PER, phone.ring)
    phone.fault = ""
    first = await before.once("anna", "k", PER, phone.ring)
    assert await before.once("anna", "k", PER, phone.ring) == first, "what was refused is tried again, and is one call"
    with pytest.raises(Conflict, match="call-perhaps-begun"):
        await after.once("anna", "k", PER, phone.ring)
    assert (await after.once("anna", "l", PER, phone.ring)).call == "call-3"
    store.close()


async def test_a_call_that_is_being_begun_is_not_begun_beside_it_nor_given_up_when_its_asker_leaves() -> None:
    begun, phone = BegunCalls(Clock()), Phone()
    phone.may_ring.clear()
    first = asyncio.create_task(begun.once("anna", "k", PER, phone.ring))
    await asyncio.sleep(0)
    second = asyncio.create_task(begun.once("anna", "k", PER, phone.ring))
    await asyncio.sleep(0)
    first.cancel()
    phone.may_ring.set()
    assert (await second).call == "call-1"
    assert phone.rung == 1


async def test_what_was_refused_is_tried_again_and_what_is_long_ago_is_forgotten() -> None:
    clock = Clock()
    begun, phone = BegunCalls(clock), Phone()
    phone.fault = "pbx-unreachable"
    with pytest.raises(Unavailable):
        await begun.once("anna", "k", PER, phone.ring)
    phone.fault = ""
    assert (await begun.once("anna", "k", PER, phone.ring)).call == "call-2"
    clock.move(seconds=REMEMBERED.total_seconds())
    assert (await begun.once("anna", "k", PER, phone.ring)).call == "call-3"


async def test_a_call_that_is_refused_only_after_it_was_forgotten_harms_nothing() -> None:
    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, fault: faults.append(fault))
    clock = Clock()
    begun, phone = BegunCalls(clock), Phone()
    phone.may_ring.clear()
    phone.fault = "pbx-unreachable"
    first = asyncio.create_task(begun.once("anna", "k", PER, phone.ring))
    await asyncio.sleep(0)
    clock.move(seconds=REMEMBERED.total_seconds())
    second = asyncio.create_task(begun.once("per", "k", PER, phone.ring))
    await asyncio.sleep(0)
    phone.may_ring.set()
    for asked in (first, second):
        with pytest.raises(Unavailable):
            await asked
    await asyncio.sleep(0)
    assert faults == []


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path) as made:
        yield made


def test_over_rest_the_header_is_the_key(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []

    async def place_call(self: EmbeddedPbx, extension: str, number: str) -> str:
        rung.append(number)
        return f"placed-{len(rung)}"

    monkeypatch.setattr(EmbeddedPbx, "place_call", place_call)
    with hub.client("anna") as anna:

        def asked(to: str, key: str) -> tuple[int, str]:
            answer = anna.post("/api/v1/calls", json={"to": to}, headers={"Idempotency-Key": key})
            return answer.status_code, answer.json().get("call") or answer.json()["code"]

        assert asked("2042", "one") == (202, "placed-1")
        assert asked("2042", "one") == (202, "placed-1")
        assert asked("2061", "one") == (409, "idempotency-key-reused")
        assert asked("2042", "two") == (202, "placed-2")
        assert anna.post("/api/v1/calls", json={"to": "2042"}, headers={"Idempotency-Key": "x" * 101}).status_code == 400
    assert rung == ["2042", "2042"]
