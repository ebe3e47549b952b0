"""The core as a whole: what stands after a restart, and an import while serving."""

from __future__ import annotations

from pathlib import Path

from kalix_presence.hub.pbx.protocol import Lamp
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import ANNA, embedded, furnish, lunch, running, until


async def test_a_change_the_pbx_never_got_is_brought_to_it_after_a_restart(database: Path) -> None:
    clock = Clock()
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        pbx.unplug()
        reply = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        assert not reply.in_force
    fresh = embedded(clock)
    async with running(database, fresh, clock) as (core, frames):
        await until(lambda: core.board.states["2041"].in_force)
        assert await fresh.rules() == core.board.rules
        assert reply.standing.absence is not None
        assert core.board.rules["2041"].id == reply.standing.absence.id
        await until(lambda: fresh.lamps.get("2041") == Lamp(away=True, text="Lunch, åter 10.00"))
        numbers = [frame.number for frame in frames if frame.number is not None]
        assert min(numbers) > reply.standing.version


async def test_people_imported_by_another_process_are_there_while_it_serves(database: Path) -> None:
    clock = Clock()
    pbx = embedded(clock)
    async with running(database, pbx, clock, HubLimits(directory_seconds=0.01)) as (core, frames):
        other = Store(database)
        await other.write(lambda change: furnish(change, ["3001"]))
        other.close()
        await until(lambda: any(frame.kind == EventKind.DIRECTORY for frame in frames))
        assert core.board.person("3001").unit == "bygg"
        assert "3001" in pbx.phones
        assert core.board.standing("3001", full=False).absence is None
