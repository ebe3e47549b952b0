"""Messages to a unit or a duty: all its members hear of it, one takes it, and the others hear that too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.callback import Step
from kalix_presence.model.errors import Conflict
from tests.clocks import Clock
from tests.hub.callbacks.house import (
    ANNA,
    AS_ANNA,
    AS_OLLE,
    AS_PER,
    OLLE,
    PER,
    SIV,
    left,
    made_database,
    messages_told,
    pbx_of,
    running,
)


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[tuple[Core, list[Frame]]]:
    await made_database(tmp_path / "kalix.db")
    clock = Clock()
    async with running(tmp_path / "kalix.db", pbx_of(clock), clock) as started:
        yield started


@pytest.mark.parametrize("unit", ["bygglov", "bygg"])
async def test_every_member_hears_of_it_and_of_who_has_taken_it(hub: tuple[Core, list[Frame]], unit: str) -> None:
    core, frames = hub
    message = await left(core, unit, to_kind="unit")
    await core.callbacks.asked.step(AS_ANNA, message.id, wire.MessageStep(Step.TAKE, 1), key=None, now=core.clock())
    for _, names in messages_told(frames):
        assert names >= {ANNA, PER, OLLE, "role:receptionist"}
        assert SIV not in names
    assert messages_told(frames)[-1][0].message.taker_name == "Anna Ek"


async def test_of_all_who_reach_for_it_at_once_one_has_it_and_the_others_are_told_who(
    hub: tuple[Core, list[Frame]],
) -> None:
    core, _ = hub
    message = await left(core, "bygglov", to_kind="unit")
    step = wire.MessageStep(Step.TAKE, message.version)
    ends = await asyncio.gather(
        *(
            core.callbacks.asked.step(caller, message.id, step, key=None, now=core.clock())
            for caller in (AS_ANNA, AS_PER, AS_OLLE)
        ),
        return_exceptions=True,
    )
    winners = [end for end in ends if isinstance(end, wire.MessageView)]
    losers = [end for end in ends if isinstance(end, Conflict)]
    assert (len(winners), len(losers)) == (1, 2)
    assert {(end.code, end.params["by"]) for end in losers} == {("message-taken", winners[0].taker_name)}


async def test_released_it_is_anybody_s_again(hub: tuple[Core, list[Frame]]) -> None:
    core, _ = hub
    message = await left(core, "bygglov", to_kind="unit")
    for caller, step, version in ((AS_ANNA, Step.TAKE, 1), (AS_ANNA, Step.RELEASE, 2), (AS_PER, Step.TAKE, 3)):
        view = await core.callbacks.asked.step(caller, message.id, wire.MessageStep(step, version), key=None, now=core.clock())
    assert view.taker == PER


async def test_who_handed_it_on_hears_how_it_goes_as_long_as_they_may_take_it_back(hub: tuple[Core, list[Frame]]) -> None:
    core, frames = hub
    message = await left(core, SIV)
    handed = wire.MessageStep(Step.HAND_OVER, message.version, to=ANNA, word="Er fråga")
    as_siv = Caller("siv", SIV, "skola", frozenset({Role.EMPLOYEE}))
    view = await core.callbacks.asked.step(as_siv, message.id, handed, key=None, now=core.clock())
    await core.callbacks.asked.step(AS_ANNA, message.id, wire.MessageStep(Step.SEE, view.version), key=None, now=core.clock())
    told, names = messages_told(frames)[-1]
    assert told.message.version == view.version + 1
    assert SIV in names
    assert PER not in names
