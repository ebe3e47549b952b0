"""Line states: brought up to date after the PBX was away, with nobody flapping, and their age said meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.web.snapshot import Snapshots
from kalix_presence.model.directory import Person
from kalix_presence.model.line import LineState
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import EXTENSIONS, embedded, made_database, running, until

House = tuple[Core, EmbeddedPbx, Clock, list[Frame]]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    await made_database(tmp_path / "hub.db")
    clock = Clock()
    pbx = embedded(clock)
    async with running(tmp_path / "hub.db", pbx, clock) as (core, frames):
        await until(lambda: all(state.line is LineState.IDLE for state in core.board.states.values()))
        frames.clear()
        yield core, pbx, clock, frames


def told(frames: list[Frame]) -> list[dict[str, LineState]]:
    return [msgspec.json.decode(frame.full, type=wire.LinesChanged).states for frame in frames if frame.kind == EventKind.LINES]


async def test_after_a_restart_of_the_pbx_only_what_is_different_is_told(house: House) -> None:
    core, pbx, _, frames = house
    pbx.unplug()
    pbx.phones["2041"].state = LineState.BUSY
    pbx.plug_in()
    await until(lambda: core.board.states["2041"].line is LineState.BUSY)
    assert told(frames) == [{"2041": LineState.BUSY}]


async def test_a_pbx_that_was_away_for_a_moment_makes_nobody_flap(house: House) -> None:
    core, pbx, _, frames = house
    for _ in range(3):
        pbx.unplug()
        await until(lambda: not core.board.pbx)
        assert {state.line for state in core.board.states.values()} == {LineState.IDLE}
        pbx.plug_in()
        await until(lambda: core.board.pbx)
    await core.reconciler.lines()
    assert told(frames) == []


async def test_what_the_pbx_no_longer_knows_is_unknown(house: House) -> None:
    core, pbx, _, frames = house
    del pbx.phones["2043"]
    await core.reconciler.lines()
    assert told(frames) == [{"2043": LineState.UNKNOWN}]


async def test_while_the_pbx_is_lost_it_is_said_since_when(house: House) -> None:
    core, pbx, clock, frames = house
    lost = clock()
    pbx.unplug()
    await until(lambda: not core.board.pbx)
    clock.move(minutes=5)
    [frame] = [frame for frame in frames if frame.kind == EventKind.PBX]
    assert msgspec.json.decode(frame.full, type=wire.PbxChanged) == wire.PbxChanged(False, lost)
    snapshots = Snapshots(core.board, core.event_bus, clock=clock)
    view = msgspec.json.decode(snapshots.plain(full=False, own=None), type=wire.BoardView)
    assert (view.pbx, view.pbx_since) == (False, lost)
    pbx.plug_in()
    await until(lambda: core.board.pbx)
    assert core.board.pbx_since is None
    assert b"since" not in frames[-1].full or frames[-1].kind != EventKind.PBX


class Overtaken(EmbeddedPbx):
    """A PBX whose answer is old by the time it is there: a phone was picked up meanwhile."""

    async def lines(self) -> Mapping[str, LineState]:
        before = await super().lines()
        if self.phones["2041"].state is LineState.IDLE and self.overtake:
            self.set_line("2041", LineState.BUSY)
            await until(lambda: self.heard())
        return before

    overtake = False

    def heard(self) -> bool:
        return False


async def test_an_event_that_overtakes_the_reading_is_not_undone_by_it(tmp_path: Path) -> None:
    await made_database(tmp_path / "hub.db")
    clock = Clock()
    plain = embedded(clock)
    pbx = Overtaken(EXTENSIONS, policy=plain._policy, reasons=plain._reasons, clock=clock)
    async with running(tmp_path / "hub.db", pbx, clock) as (core, _):
        await until(lambda: core.board.states["2041"].line is LineState.IDLE)
        pbx.heard = lambda: core.board.states["2041"].line is LineState.BUSY  # type: ignore[method-assign]
        pbx.overtake = True
        await core.reconciler.lines()
        assert core.board.states["2041"].line is LineState.BUSY


async def test_the_line_of_a_new_colleague_is_known_at_once(house: House) -> None:
    core, _, _, _ = house

    def work(change: people.Transaction) -> None:
        people.put_person(change, Person("2099", "Nova", "Ny", "bygg", "bygg"))
        people.touch_directory(change)

    await core.store.write(work)
    await core.reload_directory()
    assert core.board.states["2099"].line is LineState.IDLE
