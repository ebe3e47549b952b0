"""Each call that is over is counted once, for the unit of the person first called, whatever dies in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.quality.counting_calls import cells_of
from kalix_presence.hub.store import quality
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.hub.house import ANNA, embedded, lunch, running, until

AT = datetime(2026, 10, 7, 9, 0, tzinfo=UTC)
POLICY = shipped.default_policy()
KARIN = "+46701234567"


def call(extension: str = "2041", took: str = "own", **more: Any) -> CountedCall:
    """A call from outside that is over."""
    stood = more.get("waited") is not None or more.get("stood", False)
    fields = {"internal": False, "away": False, "rang": None, "waited": None, "ended_by": "caller"} | more | {"stood": stood}
    return CountedCall("1-1-1", extension, took=took, at=AT, **fields)


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (call(rang=7), {"offered": 1, "in_time": 1}),
        (call(rang=30), {"offered": 1, "in_time": 1}),
        (call(rang=31), {"offered": 1}),
        (call(rang=7, internal=True), {"internal_offered": 1, "internal_in_time": 1}),
        (call(took="none", internal=True), {"internal_offered": 1}),
        (call(took="none"), {"offered": 1, "unanswered": 1}),
        (call(took="other"), {"offered": 1, "unanswered": 1}),
        (call(took="mobile", away=True), {}),
        (call(took="other", away=True), {"unanswered": 1, "referred": 1}),
        (call(took="none", away=True), {"unanswered": 1, "referred": 1}),
        (call(took="none", away=True, internal=True), {}),
        (
            call(took="switchboard", away=True, waited=12),
            {"unanswered": 1, "referred": 1, "switchboard_offered": 1, "switchboard_wait:15": 1},
        ),
        (call("9", "switchboard", waited=0), {"switchboard_offered": 1, "switchboard_wait:5": 1}),
        (call("9", "switchboard", stood=True), {"switchboard_offered": 1}),
        (call("9", "switchboard", waited=0, internal=True), {}),
        (call("9", "none", waited=4), {"switchboard_short": 1}),
        (call("9", "none", waited=5), {"switchboard_offered": 1, "switchboard_abandoned": 1}),
        (call("9", "none", waited=1, ended_by="pbx"), {"switchboard_offered": 1, "switchboard_abandoned": 1}),
        (call("9", "none"), {}),
    ],
)
def test_what_a_call_adds_to(ended: CountedCall, expected: dict[str, int]) -> None:
    assert dict(cells_of(ended, POLICY)) == expected


@given(
    ended=st.builds(
        call,
        st.sampled_from(["2041", "9"]),
        st.sampled_from(["own", "other", "mobile", "switchboard", "none"]),
        internal=st.booleans(),
        away=st.booleans(),
        rang=st.none() | st.integers(0, 10**6),
        waited=st.none() | st.integers(0, 10**6),
        ended_by=st.sampled_from(["caller", "pbx"]),
    )
)
def test_no_part_is_more_than_its_whole(ended: CountedCall) -> None:
    cells = cells_of(ended, POLICY)
    assert cells["in_time"] <= cells["offered"] <= 1
    assert cells["internal_in_time"] <= cells["internal_offered"]
    assert cells["referred"] <= cells["unanswered"]
    assert cells["switchboard_abandoned"] <= cells["switchboard_offered"]
    waits = sum(count for name, count in cells.items() if name.startswith("switchboard_wait:"))
    assert waits + cells["switchboard_abandoned"] <= cells["switchboard_offered"]


async def counted(core: Core, clock: Clock) -> dict[tuple[str, str], int]:
    """All that was counted of calls, by unit and counter."""
    await core.quality.counting.catch_up()
    later = timedelta(days=400)
    cells = await core.store.read(lambda sql: quality.read_cells(sql, clock() - later, clock() + later))
    found: dict[tuple[str, str], int] = {}
    for unit, _, counter, count in cells:
        if not counter.startswith("set_"):
            found[unit, counter] = found.get((unit, counter), 0) + count
    return found


async def marks(core: Core) -> int:
    found: int = (await core.store.read(lambda sql: sql.execute("SELECT count(*) FROM counted_call").fetchone()))[0]
    return found


async def test_calls_are_counted_for_the_unit_of_whoever_was_called(database: Path) -> None:
    clock = Clock()
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        pbx.call(KARIN, "2041")
        pbx.hang_up("2041")
        pbx.call("2042", "2041", hangs_up="phone")
        pbx.set_line("2043", LineState.BUSY)
        pbx.call("", "2043", hangs_up="switchboard", waited=30)
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await until(lambda: pbx._holding("2041") is not None)
        pbx.call(KARIN, "2041", hangs_up="announcement")
        expected = {
            ("bygg", "offered"): 2,
            ("bygg", "in_time"): 1,
            ("bygg", "internal_offered"): 1,
            ("bygg", "unanswered"): 2,
            ("bygg", "referred"): 1,
            ("bygg", "switchboard_offered"): 1,
            ("bygg", "switchboard_abandoned"): 1,
        }
        assert await counted(core, clock) == expected
        assert await pbx.counted_calls() == []
        assert await counted(core, clock) == expected, "and once only"
        cells = await core.store.read(lambda sql: sql.execute("SELECT * FROM tally").fetchall())
        assert "2041" not in repr(cells)
        assert "70123" not in repr(cells)


async def test_a_hub_that_dies_between_counting_and_forgetting_counts_once(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    pbx = embedded(clock)
    forget = pbx.forget_counted_call
    forgotten: list[str] = []

    async def dies(key: str) -> None:
        if forgotten:
            raise RuntimeError("killed")
        forgotten.append(key)
        await forget(key)

    async with running(database, pbx, clock) as (core, _):
        for _ in range(3):
            pbx.call(KARIN, "2041", hangs_up="phone")
        monkeypatch.setattr(pbx, "forget_counted_call", dies)
        with pytest.raises(RuntimeError, match="killed"):
            await core.quality.counting.catch_up()
        assert len(await pbx.counted_calls()) == 2
    monkeypatch.setattr(pbx, "forget_counted_call", forget)
    async with running(database, pbx, clock) as (core, _):
        again = {("bygg", "tries"): 2, ("bygg", "tried_again"): 2}
        assert await counted(core, clock) == {("bygg", "offered"): 3, ("bygg", "unanswered"): 3} | again
        assert await pbx.counted_calls() == []
        pbx.call(KARIN, "2041", hangs_up="phone")
        again = {("bygg", "tries"): 3, ("bygg", "tried_again"): 3}
        assert await counted(core, clock) == {("bygg", "offered"): 4, ("bygg", "unanswered"): 4} | again
        assert await marks(core) == 1, "of what the PBX no longer holds nothing is kept"


async def test_without_the_pbx_all_else_is_counted_and_calls_later(database: Path) -> None:
    clock = Clock()
    pbx: EmbeddedPbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        pbx.call(KARIN, "2041", hangs_up="phone")
        pbx.unplug()
        with pytest.raises(Unavailable):
            await pbx.counted_calls()
        assert await counted(core, clock) == {}
        pbx.plug_in()
        assert await counted(core, clock) == {("bygg", "offered"): 1, ("bygg", "unanswered"): 1}


async def test_the_main_number_s_calls_are_the_organisation_s(database: Path) -> None:
    clock = Clock()
    pbx = embedded(clock)
    async with running(database, pbx, clock) as (core, _):
        pbx._counted["1-1-1"] = call("9", "switchboard", waited=12)
        pbx._counted["1-1-2"] = call("2999", "none")
        assert await counted(core, clock) == {("", "switchboard_offered"): 1, ("", "switchboard_wait:15"): 1}
