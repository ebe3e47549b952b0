"""The lamp of a desk phone: lit while something waits for its person, out when all is done, whatever was away meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Store, Transaction, lamps, people
from kalix_presence.hub.store.holdings import end_holdings
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.model.callback import Outcome, Step
from tests.clocks import Clock
from tests.hub.callbacks.house import ANNA, AS_ANNA, AS_PER, PER, left, running
from tests.hub.house import until


def shows(pbx: EmbeddedPbx, extension: str = ANNA) -> tuple[int, str]:
    return pbx.waiting.get(extension, 0), pbx.firsts.get(extension, "")


async def finish(core: Core, message_id: str) -> None:
    version = core.callbacks.book.open[message_id].version
    await core.callbacks.asked.step(AS_ANNA, message_id, wire.MessageStep(Step.FINISH, version), key=None, now=core.clock())


async def test_it_counts_what_waits_and_names_the_first_to_ring(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    async with running(path, pbx, clock) as (core, _):
        later = await left(core)
        await until(lambda: shows(pbx) == (1, "0923555012"))
        urgent = await left(core, caller_number="0923-555 999", urgent=True)
        await until(lambda: shows(pbx) == (2, "0923555999"))
        await finish(core, urgent.id)
        await until(lambda: shows(pbx) == (1, "0923555012"))
        await finish(core, later.id)
        await until(lambda: shows(pbx) == (0, ""))


async def test_it_moves_with_a_message_that_is_handed_over(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    async with running(path, pbx, clock) as (core, _):
        message = await left(core)
        await until(lambda: shows(pbx)[0] == 1)
        step = wire.MessageStep(Step.HAND_OVER, 1, to=PER, word="Du har det")
        await core.callbacks.asked.step(AS_ANNA, message.id, step, key=None, now=clock())
        await until(lambda: (shows(pbx)[0], shows(pbx, PER)[0]) == (0, 1))


async def test_a_group_s_message_lights_the_lamp_of_whoever_takes_it(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    async with running(path, pbx, clock) as (core, _):
        message = await left(core, "bygglov", to_kind="unit")
        await core.callbacks.asked.step(AS_PER, message.id, wire.MessageStep(Step.TAKE, 1), key=None, now=clock())
        await until(lambda: shows(pbx, PER)[0] == 1)
        assert shows(pbx) == (0, "")


async def test_it_is_lit_again_after_the_start_of_hub_or_pbx(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    async with running(path, pbx, clock) as (core, _):
        await left(core)
        await until(lambda: shows(pbx)[0] == 1)
        pbx.unplug()
        pbx.waiting.clear()
        pbx.plug_in()
        await until(lambda: shows(pbx)[0] == 1)
    pbx.waiting.clear()
    async with running(path, pbx, clock):
        await until(lambda: shows(pbx)[0] == 1)


async def test_what_was_done_while_the_pbx_was_away_puts_it_out_even_after_a_restart(
    path: Path, pbx: EmbeddedPbx, clock: Clock
) -> None:
    async with running(path, pbx, clock) as (core, _):
        message = await left(core)
        await until(lambda: shows(pbx)[0] == 1)
        pbx.unplug()
        await finish(core, message.id)
    assert shows(pbx)[0] == 1
    async with running(path, pbx, clock):
        await until(lambda: shows(pbx) == (0, ""))


async def test_a_change_that_the_lamp_does_not_show_asks_nothing_of_the_pbx(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    told: list[tuple[str, int]] = []
    plain = pbx.message_lamp

    async def noted(extension: str, waiting: int, first: str = "") -> None:
        told.append((extension, waiting))
        await plain(extension, waiting, first)

    async with running(path, pbx, clock) as (core, _):
        message = await left(core)
        await until(lambda: shows(pbx)[0] == 1)
        pbx.message_lamp = noted  # type: ignore[method-assign]
        version = core.callbacks.book.open[message.id].version
        tried = wire.MessageStep(Step.TRY, version, outcome=Outcome.NO_ANSWER)
        await core.callbacks.asked.step(AS_ANNA, message.id, tried, key=None, now=clock())
        to_per = await left(core, PER)
        await until(lambda: shows(pbx, PER)[0] == 1)
        assert to_per.id != message.id
    assert told == [(PER, 1)]


async def test_many_changes_at_once_are_few_requests(path: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    asked = 0
    plain = pbx.message_lamp

    async def counted(extension: str, waiting: int, first: str = "") -> None:
        nonlocal asked
        asked += 1
        await plain(extension, waiting, first)

    pbx.message_lamp = counted  # type: ignore[method-assign]
    async with running(path, pbx, clock) as (core, _):
        for _ in range(20):
            await left(core)
        await until(lambda: shows(pbx)[0] == 20)
    assert asked < 20


@pytest.mark.parametrize("serving", [True, False], ids=["while the hub serves", "while no hub is there"])
async def test_it_goes_out_when_its_person_leaves(path: Path, pbx: EmbeddedPbx, clock: Clock, serving: bool) -> None:
    """A hub that is killed before it has noticed is one that was not there."""

    def removed(change: Transaction) -> None:
        end_holdings(change, Leaving({ANNA: people.read_people(change.sql)[ANNA]}), now=clock())
        people.touch_directory(change, {ANNA})

    async with running(path, pbx, clock) as (core, _):
        await left(core)
        await until(lambda: shows(pbx)[0] == 1)
        if serving:
            await core.store.write(removed)
            await core.reload_directory()
            await until(lambda: shows(pbx) == (0, ""))
    if not serving:
        store = Store(path)
        await store.write(removed)
        store.close()
    async with running(path, pbx, clock) as (core, _):
        await until(lambda: shows(pbx) == (0, ""))
        while await core.store.read(lamps.read_lit):
            continue
