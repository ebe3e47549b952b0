"""Many rules ought to be others while the hub serves: they are renewed by portions, and nobody waits for more than one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.absences import rule_renewal
from kalix_presence.hub.absences.rule_renewal import renew_differing
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import settings
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from tests.clocks import Clock
from tests.hub.absences.test_rules_after_rest import HERE, OTHER, Gate, away, who
from tests.hub.house import made_database, running, until


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pbx(clock: Clock) -> Gate:
    return Gate(HERE, policy=shipped.default_policy(), reasons=shipped.default_reasons(), clock=clock)


@pytest.fixture
async def core(tmp_path: Path, clock: Clock, pbx: Gate, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Core]:
    """Everybody is away, and the policy of now leads everybody elsewhere."""
    monkeypatch.setattr(rule_renewal, "PORTION", 2)
    path = tmp_path / "hub.db"
    await made_database(path, HERE)
    async with running(path, pbx, clock) as (core, _):
        for extension in HERE:
            await core.absences.set_absence(who(extension), extension, away(clock, 300), key=None, now=clock())
        await until(lambda: all(core.board.states[one].in_force for one in HERE))
        core.board.policy = OTHER
        pbx.came.clear()
        yield core


async def test_no_more_than_a_portion_is_under_way_and_all_are_shown_as_not_in_force(
    core: Core, pbx: Gate, clock: Clock
) -> None:
    pbx.open.clear()
    under_way = asyncio.create_task(renew_differing(core.absences, now=clock()))
    await until(lambda: len(pbx.came) > 1)
    for _ in range(5):
        await core.store.write(lambda change: settings.try_room(change))
    assert sorted(pbx.came) == sorted(HERE[:2])
    assert not any(core.board.states[one].in_force for one in HERE)
    own = asyncio.create_task(
        core.absences.set_absence(who(HERE[-1]), HERE[-1], away(clock, 9, "lunch"), key=None, now=clock())
    )
    await until(lambda: len(pbx.came) > 2)
    assert pbx.came[2] == HERE[-1], "one's own change waits for no more than these"
    pbx.open.set()
    assert await under_way == len(HERE) - 1
    assert (await own).in_force
    await until(lambda: all(core.board.states[one].in_force for one in HERE))
    assert pbx.came.count(HERE[-1]) == 1
    assert {rule.target for rule in (await pbx.rules()).values() if isinstance(rule, ForwardingRule)} == {"8"}
    assert await pbx.rules() == core.board.rules


async def test_a_pbx_that_takes_none_and_one_that_cannot_be_written_keep_no_other_waiting(
    core: Core, pbx: Gate, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(rule: ForwardingRule) -> None:
        raise Unavailable("pbx-unreachable")

    renew = core.absences.renew

    async def failing(extension: str, **how: object) -> bool:
        if extension == HERE[0]:
            raise Unavailable("store-unwritable")
        return await renew(extension, now=clock())

    monkeypatch.setattr(pbx, "apply", nothing)
    monkeypatch.setattr(core.absences, "renew", failing)
    assert await renew_differing(core.absences, now=clock()) == len(HERE) - 1
    assert not any(core.board.states[one].in_force for one in HERE)
    assert {rule.target for one, rule in core.board.rules.items() if one != HERE[0]} == {"8"}


async def test_a_pbx_that_took_none_of_a_portion_is_not_waited_for_again(
    core: Core, pbx: Gate, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[str] = []

    async def settled(extension: str) -> str | None:
        waited.append(extension)
        return "pbx-unreachable"

    monkeypatch.setattr(core.absences, "settled", settled)
    await renew_differing(core.absences, now=clock())
    assert waited == list(HERE[:2])
