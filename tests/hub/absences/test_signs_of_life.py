"""Whose return time has passed is overdue until there is a sign of life; nothing but "overdue" ends by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.model.access import Caller
from kalix_presence.model.errors import Forbidden
from kalix_presence.model.line import LineState
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, lunch, running, standings, until


async def overdue(core: Core, clock: Clock) -> None:
    """Anna went to lunch, and her return time has passed."""
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    await core.absence_clock.apply_due(clock.move(hours=1))
    assert core.board.states["2041"].overdue


async def test_the_unlocked_computer_ends_overdue_for_everybody_who_looks(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, frames):
        await overdue(core, clock)
        reply = await core.signs.shown_by(ANNA, "2041")
        assert not reply.standing.overdue
        await until(lambda: core.board.states["2041"].in_force)
        last = standings(frames, full=False)[-1]
        assert (last.absence, last.overdue, last.in_force) == (None, False, True)


async def test_it_is_not_overdue_again_after_a_restart(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await overdue(core, clock)
        await core.signs.shown_by(ANNA, "2041")
    async with running(database, embedded(clock), clock) as (core, _):
        assert not core.board.states["2041"].overdue


async def test_an_absence_that_holds_goes_on(database: Path) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, frames):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        said = len(frames)
        reply = await core.signs.shown_by(ANNA, "2041")
        assert reply.standing.absence is not None
        assert reply.standing.absence.reason == "lunch"
        assert [
            frame.kind for frame in frames[said:] if frame.kind == EventKind.STANDING and b'"absence":null' in frame.full
        ] == []


@pytest.mark.parametrize("caller", [MARIA, Caller("per", "2042", "bygg", ANNA.roles)])
async def test_nobody_shows_life_for_another(database: Path, caller: Caller) -> None:
    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await overdue(core, clock)
        with pytest.raises(Forbidden):
            await core.signs.shown_by(caller, "2041")
        assert core.board.states["2041"].overdue


async def test_a_call_made_or_answered_at_the_own_phone_is_a_sign_and_a_ringing_one_is_none(database: Path) -> None:
    clock = Clock()
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        await overdue(core, clock)
        pbx.set_line("2041", LineState.RINGING)
        await until(lambda: core.board.states["2041"].line is LineState.RINGING)
        assert core.board.states["2041"].overdue
        pbx.set_line("2041", LineState.BUSY)
        await until(lambda: not core.board.states["2041"].overdue)


async def test_who_is_on_the_phone_when_the_return_time_comes_is_not_overdue(database: Path) -> None:
    clock = Clock()
    pbx: EmbeddedPbx = embedded(clock)
    async with running(database, pbx, clock) as (core, frames):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        pbx.set_line("2041", LineState.BUSY)
        await until(lambda: core.board.states["2041"].line is LineState.BUSY)
        await core.absence_clock.apply_due(clock.move(hours=1))
        await until(lambda: core.board.states["2041"].in_force)
        assert not core.board.states["2041"].overdue
        assert not standings(frames)[-1].overdue


async def test_a_sign_while_a_change_is_on_its_way_leaves_the_change_alone(database: Path) -> None:
    import asyncio

    clock = Clock()
    async with running(database, embedded(clock), clock) as (core, _):
        await overdue(core, clock)
        await asyncio.gather(
            core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock()), core.signs.shown_by(ANNA, "2041")
        )
        held = core.board.states["2041"].held
        assert held is not None
        assert held.reason == "lunch"
