"""The policy changed while the hub rested: it serves at once, confirms every rule anew beside, and nobody's own change is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.absences import rules_after_rest
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import settings
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from tests.clocks import Clock
from tests.hub.house import made_database, running, until
from tests.hub.serving import Serving, serving, soon

HERE = tuple(str(2041 + number) for number in range(6))
OTHER = replace(shipped.default_policy(), switchboard="8")


class Gate(EmbeddedPbx):
    """A PBX that takes rules when it is let to, and tells in which order they came."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.open, self.came = asyncio.Event(), list[str]()
        self.open.set()

    async def apply(self, rule: ForwardingRule) -> None:
        """Wait for the gate, then as ever."""
        self.came.append(rule.extension)
        await self.open.wait()
        await super().apply(rule)


def who(extension: str) -> Caller:
    return Caller(f"u{extension}", extension, "bygg", frozenset({Role.EMPLOYEE}))


def away(clock: Clock, minutes: int, reason: str = "meeting") -> wire.AbsenceRequest:
    return wire.AbsenceRequest(reason, clock() + timedelta(minutes=minutes))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def database(tmp_path: Path, clock: Clock, pbx: Gate) -> Path:
    """Everybody is away, and the last of them is back first; nobody has an absence with the policy of today."""
    path = tmp_path / "hub.db"
    await made_database(path, HERE)
    async with running(path, pbx, clock) as (core, _):
        for number, extension in enumerate(HERE):
            await core.absences.set_absence(who(extension), extension, away(clock, 300 - number), key=None, now=clock())
        await core.store.write(lambda change: settings.put_rule_inputs(change, "of the policy before"))
        await until(lambda: all(core.board.states[one].in_force for one in HERE))
    pbx.came.clear()
    return path


@pytest.fixture
def pbx(clock: Clock) -> Gate:
    return Gate(HERE, policy=shipped.default_policy(), reasons=shipped.default_reasons(), clock=clock)


@asynccontextmanager
async def begun(database: Path, pbx: Gate, clock: Clock) -> AsyncIterator[Core]:
    """The hub serves with another switchboard, and the first portion is on its way to a PBX that waits."""
    pbx.open.clear()
    async with running(database, pbx, clock, policy=OTHER) as (core, _):
        await until(lambda: bool(pbx.came))
        try:
            yield core
        finally:
            pbx.open.set()


@pytest.fixture(autouse=True)
def _portion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_after_rest, "PORTION", 1)


async def over(core: Core) -> None:
    await until(lambda: not core.after_rest.under_way)
    await until(lambda: all(state.in_force for state in core.board.states.values()))


async def test_it_serves_before_and_says_of_no_rule_that_it_holds_until_it_does(
    database: Path, pbx: Gate, clock: Clock
) -> None:
    drifted: list[str] = []
    async with begun(database, pbx, clock) as core:
        core.reconciler.on_drift = drifted.append
        assert core.after_rest.under_way
        assert not any(core.board.states[one].in_force for one in HERE)
        assert {rule.target for rule in (await pbx.rules()).values() if isinstance(rule, ForwardingRule)} == {"9"}
        assert await core.reconciler.reconcile() == 0, "it is left to what is under way"
        pbx.open.set()
        await over(core)
        assert {rule.target for rule in core.board.rules.values()} == {"8"}
        assert await pbx.rules() == core.board.rules
        assert drifted == []
    pbx.came.clear()
    async with running(database, pbx, clock, policy=OTHER) as (core, _):
        assert not core.after_rest.under_way
        await until(lambda: core.board.pbx)
    assert pbx.came == [], "once is enough"


async def test_those_that_end_first_come_first_and_no_more_than_a_portion_at_once(
    database: Path, pbx: Gate, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules_after_rest, "PORTION", 2)
    async with begun(database, pbx, clock) as core:
        await until(lambda: len(pbx.came) > 1)
        assert sorted(pbx.came) == sorted(HERE[-2:])
        await core.reconciler.reconcile()
        for _ in range(5):
            await core.store.write(lambda change: settings.try_room(change))
        assert (len(pbx.came), len(core.after_rest)) == (2, len(HERE)), "the PBX has not taken these yet"
        pbx.open.set()
        await over(core)
    rounds = [set(pbx.came[at : at + 2]) for at in range(0, len(HERE), 2)]
    assert rounds == [set(HERE[4:]), set(HERE[2:4]), set(HERE[:2])]


async def _set(core: Core, extension: str, clock: Clock) -> str | None:
    reply = await core.absences.set_absence(who(extension), extension, away(clock, 45, "lunch"), key=None, now=clock())
    assert reply.standing.absence is not None
    return reply.standing.absence.id


async def _back(core: Core, extension: str, clock: Clock) -> str | None:
    await core.absences.end_absence(who(extension), extension, way=Way.TRAY, key=None, now=clock())
    return None


@pytest.mark.parametrize("change", [_set, _back])
@pytest.mark.parametrize("when", ["waiting", "before the commit", "after the commit"])
async def test_ones_own_change_meanwhile_is_what_holds(
    database: Path,
    pbx: Gate,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Core, str, Clock], Any],
    when: str,
) -> None:
    first, last = HERE[-1], HERE[0]
    async with begun(database, pbx, clock) as core:
        renewed: list[str] = []
        renew = core.absences.renew

        async def seen(extension: str, **how: Any) -> bool:
            renewed.append(extension)
            if when == "before the commit" and extension == last:
                changed.append(asyncio.create_task(change(core, last, clock)))
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            return await renew(extension, **how)

        monkeypatch.setattr(core.absences, "renew", seen)
        changed: list[asyncio.Task[str | None]] = []
        whose = first if when == "after the commit" else last
        if when != "before the commit":
            changed.append(asyncio.create_task(change(core, whose, clock)))
            await until(lambda: core.board.states[whose].changed != core.board.states[HERE[1]].changed)
        pbx.open.set()
        await over(core)
        [made] = [await each for each in changed]
        rule = (await pbx.rules()).get(whose)
        assert (None if rule is None else rule.id) == made
        assert await pbx.rules() == core.board.rules
        if when == "waiting":
            assert whose not in renewed, "it has brought its own rule"


async def test_what_was_left_undone_is_done_at_the_next_start(database: Path, pbx: Gate, clock: Clock) -> None:
    pbx.open.clear()
    async with running(database, pbx, clock, policy=OTHER):
        await until(lambda: len(pbx.came) > 0)
    pbx.open.set()
    async with running(database, pbx, clock, policy=OTHER) as (core, _):
        await over(core)
        assert {rule.target for rule in (await pbx.rules()).values() if isinstance(rule, ForwardingRule)} == {"8"}


@pytest.mark.parametrize("fault", [Unavailable("store-unwritable"), OSError()])
async def test_what_fails_for_a_moment_is_tried_again_after_the_others(
    database: Path, pbx: Gate, clock: Clock, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    async with begun(database, pbx, clock) as core:
        renew, tried = core.absences.renew, list[str]()

        async def failing(extension: str, **how: Any) -> bool:
            tried.append(extension)
            if tried.count(extension) == 1:
                raise fault
            return await renew(extension, **how)

        monkeypatch.setattr(core.absences, "renew", failing)
        pbx.open.set()
        await over(core)
    assert tried == [*HERE[-2::-1], *HERE[-2::-1]]


async def test_a_directory_that_changes_meanwhile_does_not_say_that_all_is_done(
    database: Path, pbx: Gate, clock: Clock
) -> None:
    async with begun(database, pbx, clock) as core:
        before = await core.store.read(settings.rule_inputs)
        await core.store.write(lambda change: touched(change))
        await core.reload_directory()
        assert await core.store.read(settings.rule_inputs) == before
        pbx.open.set()
        await over(core)
        assert await core.store.read(settings.rule_inputs) != before


def touched(change: Any) -> None:
    """Somebody's mobile number is another."""
    from kalix_presence.hub.store import people

    found = people.read_person(change.sql, "2042")
    assert found is not None
    people.put_person(change, replace(found, mobile="0701740699"))
    people.touch_directory(change, {"2042"})


def test_readiness_says_so_and_the_hub_is_ready(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        applied, gate = hub.hub.pbx.apply, hub.on_loop(asyncio.Event)

        async def waiting(rule: ForwardingRule) -> None:
            await gate.wait()
            await applied(rule)

        hub.hub.pbx.apply = waiting  # type: ignore[method-assign]
        hub.on_loop(lambda: hub.hub.core.after_rest.begin(["2041"]))
        answer = anna.get("/readyz")
        assert (answer.status_code, answer.json()["warnings"]) == (200, ["rules-renewing"])
        hub.on_loop(gate.set)
        _until_quiet(hub)
        assert "warnings" not in anna.get("/readyz").json()


def _until_quiet(hub: Serving) -> None:
    async def quiet() -> None:
        await until(lambda: not hub.hub.core.after_rest.under_way)

    hub.on_loop(quiet)
