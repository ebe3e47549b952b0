"""Which telephones have been connected: a moment is enough, nothing is known without the PBX, and a successor begins anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Store, lines_seen
from kalix_presence.hub.store.holdings import Leaving, end_holdings
from kalix_presence.model.line import LineState
from tests.clocks import NINE, Clock
from tests.hub.house import embedded, made_database, running, until

LINE = "2041"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pbx(tmp_path: Path, clock: Clock) -> EmbeddedPbx:
    """Nobody's telephone but one is connected."""
    await made_database(tmp_path / "hub.db")
    one = embedded(clock)
    for extension in one.phones:
        one.set_line(extension, LineState.NOT_REGISTERED)
    one.set_line("2042", LineState.BUSY)
    return one


def looked(core: Core) -> bool:
    return all(core.officer.seen.of(extension) for extension in core.board.people)


def connected(core: Core, extension: str = LINE) -> bool | None:
    known = core.officer.seen.of(extension)
    return None if known is None else known.connected


async def test_a_telephone_that_was_connected_for_a_moment_has_been_so_after_a_restart_too(
    tmp_path: Path, clock: Clock, pbx: EmbeddedPbx
) -> None:
    async with running(tmp_path / "hub.db", pbx, clock) as (core, _):
        await until(lambda: looked(core))
        assert (connected(core), connected(core, "2042"), connected(core, "9999")) == (False, True, None)
        pbx.set_line(LINE, LineState.IDLE)
        pbx.set_line(LINE, LineState.NOT_REGISTERED)
        await until(lambda: connected(core) is True)
    clock.move(days=9)
    async with running(tmp_path / "hub.db", pbx, clock) as (core, _):
        known = core.officer.seen.of(LINE)
        assert known is not None
        assert (known.since, known.connected) == (NINE, True)


async def test_nothing_is_looked_at_while_the_pbx_is_not_there_or_tells_no_lines(
    tmp_path: Path, clock: Clock, pbx: EmbeddedPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pbx, "capabilities", replace(pbx.capabilities, line_states=False))
    async with running(tmp_path / "hub.db", pbx, clock) as (core, _):
        await core.officer.seen.look(clock())
        assert connected(core) is None
        monkeypatch.undo()
        pbx.unplug()
        await core.officer.seen.look(clock())
        assert connected(core) is None


async def test_whoever_comes_after_begins_anew(tmp_path: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(tmp_path / "hub.db", pbx, clock) as (core, _):
        await until(lambda: looked(core))
        person = core.board.people["2042"]
    store = Store(tmp_path / "hub.db")
    await store.write(lambda change: end_holdings(change, Leaving({"2042": person}), now=clock()))
    assert "2042" not in await store.read(lines_seen.read_seen)
    store.close()
