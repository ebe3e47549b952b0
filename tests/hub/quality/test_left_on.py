"""A forward to the mobile that still holds at the desk is counted once, when it is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.core.core import Core
from kalix_presence.model.absence import Way
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.hub.house import ANNA, embedded, lunch, made_database, running, until
from tests.hub.quality.test_counting import counted


async def left_on(core: Core, clock: Clock) -> tuple[int, int]:
    """Forwards left on at the desk, and all that have ended."""
    found = await counted(core, clock)
    return found.get("at_desk_forwarded", 0), found.get("to_mobile", 0)


@pytest.mark.parametrize(
    ("forward", "minutes", "expected"), [("mobile", 20, (1, 1)), ("mobile", 1, (0, 1)), (None, 20, (0, 0))]
)
async def test_who_uses_the_desk_phone_while_calls_go_to_the_mobile(
    tmp_path: Path, forward: str | None, minutes: int, expected: tuple[int, int]
) -> None:
    clock = Clock()
    await made_database(tmp_path / "hub.db")
    pbx = embedded(clock)
    more = {} if forward is None else {"forward_to": forward}
    async with running(tmp_path / "hub.db", pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", lunch(clock, **more), key=None, now=clock())
        clock.move(minutes=minutes)
        for _ in range(2):
            pbx.set_line("2041", LineState.BUSY)
            await until(lambda: core.board.states["2041"].line is LineState.BUSY)
            pbx.set_line("2041", LineState.IDLE)
            await until(lambda: core.board.states["2041"].line is LineState.IDLE)
        assert await left_on(core, clock) == (0, 0), "not before it is over"
        await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock.move(minutes=5))
        assert await left_on(core, clock) == expected
        assert await left_on(core, clock) == expected, "and once only"
