"""That a message came to the screen is said once, again after an outage, and by nobody whose it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.outbox.deliveries import Deliveries
from kalix_presence.model.callback import AddresseeKind, Stage, Step
from kalix_presence.model.errors import NotFound, PresenceError, TooMany, Unavailable

GOLDEN = Path(__file__).parents[2] / "wire" / "v1" / "message.json"
ME = wire.Me("maria", ["receptionist"], {})


def message(id_: str, **more: Any) -> wire.MessageView:
    """One that is new, to the switchboard."""
    kept = msgspec.json.decode(GOLDEN.read_bytes(), type=wire.MessageView)
    usual = {"id": id_, "stage": Stage.NEW, "to_kind": AddresseeKind.SWITCHBOARD, "to": "", "taker": None, "late_for": []}
    return msgspec.structs.replace(kept, **{**usual, **more})


class Hub:
    """Notes what it is told, and refuses while it has something to refuse with."""

    def __init__(self) -> None:
        self.told: list[tuple[str, wire.MessageStep]] = []
        self.keys: set[str] = set()
        self.refusal: PresenceError | None = None

    async def step_message(self, id_: str, step: wire.MessageStep, *, key: str) -> None:
        self.keys.add(key)
        if self.refusal is not None:
            raise self.refusal
        self.told.append((id_, step))


class Desk:
    """Deliveries whose work is done when it is asked for."""

    def __init__(self) -> None:
        self.hub, self.work = Hub(), list[Coroutine[None, None, None]]()
        self.deliveries = Deliveries(self.hub, self.work.append)  # type: ignore[arg-type]

    async def told(self) -> list[str]:
        work, self.work[:] = list(self.work), []
        await asyncio.gather(*work)
        told = [id_ for id_, _ in self.hub.told]
        self.hub.told.clear()
        return told


async def test_each_is_told_once_with_the_version_that_came() -> None:
    desk = Desk()
    desk.deliveries.arrived([message("a", version=7), message("b")], ME)
    desk.deliveries.arrived([message("a", version=8)], ME)
    await asyncio.gather(*desk.work)
    assert desk.hub.told[0] == ("a", wire.MessageStep(Step.DELIVER, 7))
    assert [id_ for id_, _ in desk.hub.told] == ["a", "b"]
    assert len(desk.hub.keys) == 2


@pytest.mark.parametrize(
    "others",
    [
        {"to_kind": AddresseeKind.PERSON, "to": "2041"},
        {"taker": "2001"},
        {"stage": Stage.SEEN},
        {"stage": Stage.DONE},
    ],
)
async def test_what_is_not_new_or_not_on_the_screen_of_whose_it_is_is_told_by_nobody(others: dict[str, Any]) -> None:
    desk = Desk()
    desk.deliveries.arrived([message("a", **others)], ME)
    assert await desk.told() == []
    desk.deliveries.arrived([message("b")], None)
    assert await desk.told() == []


@pytest.mark.parametrize("outage", [Unavailable("hub-unreachable"), TooMany("too-often", seconds=1)])
async def test_what_the_hub_may_not_have_heard_is_told_again_while_it_is_new_and_known(outage: PresenceError) -> None:
    desk = Desk()
    desk.hub.refusal = outage
    desk.deliveries.came([message(each) for each in ("a", "seen", "gone")])
    assert await desk.told() == []
    desk.hub.refusal = None
    known = {"a": message("a"), "seen": message("seen", stage=Stage.SEEN), "other": message("other")}
    desk.deliveries.try_again(known)
    assert await desk.told() == ["a"]
    desk.deliveries.try_again(known)
    desk.deliveries.came([message("a")])
    assert await desk.told() == []
    desk.deliveries.came([message("gone")])
    assert await desk.told() == ["gone"], "when it comes again it is one that was never told"


async def test_what_is_somebody_elses_by_now_is_not_told_again() -> None:
    desk = Desk()
    desk.hub.refusal = NotFound("message-unknown")
    desk.deliveries.came([message("a")])
    assert await desk.told() == []
    desk.hub.refusal = None
    desk.deliveries.try_again({"a": message("a")})
    assert await desk.told() == []
