"""Another hub writes the same PBX: each says so once, shows what does not hold, and neither undoes the other for ever."""

from __future__ import annotations

from pathlib import Path

import structlog

from kalix_presence.hub.absences.rules_contested import CALM, IN_A_ROW, MOST_REST, RulesContested
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from tests.clocks import Clock
from tests.hub.house import ANNA, lunch, running, until
from tests.hub.serving import serving

ROUNDS = 100


async def away(core: Core, clock: Clock) -> None:
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    await until(lambda: core.board.states["2041"].in_force and not core.synchroniser.busy("2041"))


async def settled(core: Core) -> None:
    await until(lambda: not core.synchroniser.busy("2041"))
    await core.store.write(lambda change: None)


async def test_what_another_hub_undoes_is_tried_ever_more_seldom_and_shown_as_it_is(
    database: Path, clock: Clock, pbx: EmbeddedPbx
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await away(core, clock)
        healed, shown = 0, []
        with structlog.testing.capture_logs() as lines:
            for _ in range(ROUNDS):
                await pbx.remove("2041")
                healed += await core.reconciler.reconcile()
                await settled(core)
                shown.append(
                    (core.board.states["2041"].in_force, core.board.states["2041"].trouble, await pbx.read("2041") is not None)
                )
        told = [line for line in lines if line["event"] == "rules-contested"]
        assert IN_A_ROW <= healed <= IN_A_ROW + 6 + ROUNDS // MOST_REST
        assert len(told) == 1
        # What has just come there may be shown as not in force for a moment more; never the other way round.
        assert set(shown) - {(False, "pbx-contested", True)} == {(True, None, True), (False, "pbx-contested", False)}
        assert len(core.reconciler.contested) == 1
        for _ in range(MOST_REST + CALM + 1):
            await core.reconciler.reconcile()
            await settled(core)
        state = core.board.states["2041"]
        assert (state.in_force, state.trouble, len(core.reconciler.contested)) == (True, None, 0)
        assert await pbx.rules() == core.board.rules


async def test_a_new_change_holds_at_once_although_the_rule_is_contested(
    database: Path, clock: Clock, pbx: EmbeddedPbx
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await away(core, clock)
        for _ in range(IN_A_ROW + 1):
            await pbx.remove("2041")
            await core.reconciler.reconcile()
            await settled(core)
        assert not core.board.states["2041"].in_force
        await away(core, clock)
        assert await pbx.rules() == core.board.rules


async def test_the_other_hub_is_gone_and_left_the_right_rule(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, _):
        await away(core, clock)
        for _ in range(IN_A_ROW + 1):
            await pbx.remove("2041")
            await core.reconciler.reconcile()
            await settled(core)
        await pbx.apply(core.board.rules["2041"])
        await core.reconciler.reconcile()
        await until(lambda: core.board.states["2041"].in_force)


async def test_a_rule_of_nobody_is_not_taken_away_for_ever(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, _):
        healed = 0
        for _ in range(ROUNDS):
            pbx.tamper("2042", "garbage")
            healed += await core.reconciler.reconcile()
            await core.store.write(lambda change: None)
        assert IN_A_ROW <= healed <= IN_A_ROW + 6 + ROUNDS // MOST_REST


def test_two_and_a_few_rounds_apart_is_no_war() -> None:
    contested = RulesContested()
    for _ in range(10):
        assert contested.wrong("2041")
        for _ in range(CALM):
            contested.right("2041")
    assert len(contested) == 0


def test_readiness_warns_and_the_metric_counts(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("anna") as anna:
        assert "warnings" not in anna.get("/readyz").json()
        hub.on_loop(lambda: [hub.hub.core.reconciler.contested.wrong("2041") for _ in range(IN_A_ROW)])
        answer = anna.get("/readyz")
        assert (answer.status_code, answer.json()["warnings"]) == (200, ["rules-contested"])
        assert "kalix_rules_contested 1.0" in hub.hub.measures.text().decode()


def ends_told(contested: RulesContested, *calm: str) -> int:
    with structlog.testing.capture_logs() as lines:
        for extension in calm:
            for _ in range(CALM):
                contested.right(extension)
    return [line["event"] for line in lines].count("rules-no-longer-contested")


def test_the_end_is_told_once_when_the_last_rule_is_left_in_peace() -> None:
    contested = RulesContested()
    for extension in ("2041", "2042"):
        for _ in range(IN_A_ROW):
            contested.wrong(extension)
    assert ends_told(contested, "2041") == 0, "the other one is still contested"
    assert ends_told(contested, "2042") == 1
    contested.wrong("2041")
    assert ends_told(contested, "2041") == 0, "wrong once is no war that could end"


async def test_what_is_put_right_at_last_is_in_force_without_another_round(
    database: Path, clock: Clock, pbx: EmbeddedPbx
) -> None:
    async with running(database, pbx, clock) as (core, _):
        await away(core, clock)
        for _ in range(IN_A_ROW):
            await pbx.remove("2041")
            await core.reconciler.reconcile()
            await settled(core)
        await pbx.remove("2041")
        while not await core.reconciler.reconcile():
            await settled(core)
            assert core.board.states["2041"].trouble == "pbx-contested"
        await until(lambda: core.board.states["2041"].in_force)
