"""Lines on which nobody answers: told after whole months of which it is known, and kept as a month and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.officer.quiet_lines import QuietLines
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import lines_answered
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallEndedBy, TakenBy
from kalix_presence.model.work_list import ToSee
from tests.clocks import Clock
from tests.hub.house import running

OFFICER = Caller("olle", "2043", "bygg", frozenset({Role.OFFICER}))
KARIN = "+46701234567"
OCTOBER, NOVEMBER, DECEMBER, JANUARY, FEBRUARY = (
    datetime(2026 + month // 12, month % 12 + 1, 10, 9, tzinfo=UTC) for month in range(9, 14)
)
LAST_OF_NOVEMBER, FIRST_OF_DECEMBER = datetime(2026, 11, 30, 22, 30, tzinfo=UTC), datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
"""Before and after midnight where the site is."""


@pytest.fixture
def clock() -> Clock:
    return Clock(OCTOBER)


@pytest.fixture
async def core(database: Path, clock: Clock, pbx: EmbeddedPbx) -> AsyncIterator[Core]:
    async with running(database, pbx, clock) as (one, _):
        yield one


def call(extension: str, took: TakenBy, at: datetime) -> CountedCall:
    return CountedCall("1-1", extension, False, False, took, None, False, None, CallEndedBy.CALLER, at)


async def counted(core: Core, at: datetime, *answered: str) -> list[str]:
    """Calls on these lines are answered and counted at `at`; which lines are quiet then."""
    clock, pbx = core.clock, core.pbx
    assert isinstance(clock, Clock)
    assert isinstance(pbx, EmbeddedPbx)
    clock.moment = at
    for extension in answered:
        pbx.call(KARIN, extension)
        pbx.hang_up(extension)
    await core.quality.counting.catch_up()
    return sorted(await core.officer.quiet.quiet())


async def test_a_line_is_quiet_after_a_whole_month_without_an_answer_until_there_is_one(core: Core, pbx: EmbeddedPbx) -> None:
    assert await counted(core, OCTOBER, "2041", "2042") == []
    pbx.set_line("2041", LineState.BUSY)
    pbx.call(KARIN, "2041", hangs_up="switchboard", waited=30)
    pbx.set_line("2041", LineState.IDLE)
    assert await counted(core, NOVEMBER, "2042") == []
    assert await counted(core, LAST_OF_NOVEMBER) == [], "the month is not over where the site is"
    assert await counted(core, FIRST_OF_DECEMBER) == ["2001", "2041", "2043"], "whether anybody called or not"
    found = await core.officer.work.seen_by(OFFICER, now=core.clock())
    assert [(each.what, each.extensions) for each in found.items] == [(ToSee.QUIET_LINE, ["2001", "2041", "2043"])]
    kept = await core.store.read(lambda sql: sql.execute("SELECT * FROM line_answered ORDER BY extension").fetchall())
    rows = [row[:2] for row in kept]  # PostgreSQL's has the order of rows behind it, as SQLite has out of sight
    assert {len(row) for row in kept} <= {2, 3}
    assert rows == [("2001", 24321), ("2041", 24321), ("2042", 24322), ("2043", 24321)], "no day, and no call"
    assert await counted(core, DECEMBER, "2041") == ["2001", "2043"]


async def test_of_a_month_in_which_no_call_was_answered_anywhere_nothing_is_known(core: Core) -> None:
    assert await counted(core, OCTOBER, "2041", "2042") == []
    assert await counted(core, DECEMBER, "2042") == [], "perhaps nobody counted in November"
    assert await counted(core, JANUARY, "2042") == [], "December was begun without knowing"
    assert await counted(core, FEBRUARY) == ["2001", "2041", "2043"]


async def test_what_is_not_counted_yet_is_not_judged(core: Core, pbx: EmbeddedPbx) -> None:
    await counted(core, OCTOBER, "2041", "2042")
    await counted(core, NOVEMBER, "2042")
    pbx.unplug()
    assert await counted(core, DECEMBER) == []
    pbx.plug_in()
    assert await counted(core, DECEMBER) == ["2001", "2041", "2043"]
    fresh = QuietLines(core.board, core.store)
    assert await fresh.quiet() == frozenset(), "a hub that has begun anew has not read what the PBX holds"


async def test_an_answer_that_could_not_be_written_is_noted_when_it_can(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    await counted(core, OCTOBER, "2041", "2042")
    write = core.store.write

    async def full(work: object) -> None:
        def then(change: object) -> None:
            work(change)  # type: ignore[operator]
            raise Unavailable("store-full")

        await write(then)  # type: ignore[arg-type]

    monkeypatch.setattr(core.store, "write", full)
    with pytest.raises(Unavailable):
        await counted(core, NOVEMBER, "2041", "2042")
    monkeypatch.undo()
    assert await counted(core, NOVEMBER) == []
    assert await counted(core, DECEMBER) == ["2001", "2043"]


@pytest.mark.parametrize("took", TakenBy)
async def test_who_answers_for_a_line_is_whoever_is_nearer_than_the_switchboard(core: Core, took: TakenBy) -> None:
    answered = took in (TakenBy.OWN, TakenBy.MOBILE, TakenBy.OTHER)
    moment = core.board.moment()
    await core.store.write(lambda change: core.officer.quiet.counted(change, moment, [call("2041", took, OCTOBER)]))
    kept = await core.store.read(lines_answered.read_counted)
    assert (kept is not None) is answered
    assert set(await core.store.read(lines_answered.read_answered)) == set(moment.people)


async def test_whoever_came_to_the_line_in_the_month_is_noted_as_well(core: Core) -> None:
    quiet, moment = core.officer.quiet, core.board.moment()
    await core.store.write(lambda change: quiet.counted(change, moment, [call("2041", TakenBy.OWN, NOVEMBER)]))
    await core.store.write(lambda change: change.sql.execute("UPDATE line_answered SET month = 1 WHERE extension = '2041'"))
    mine = replace(moment.people["2041"], id="f" * 32)  # moved here with what was noted of the line before
    moved = replace(moment, people={**moment.people, "2041": mine})
    await core.store.write(lambda change: quiet.counted(change, moved, [call("2041", TakenBy.OWN, NOVEMBER)]))
    assert (await core.store.read(lines_answered.read_answered))["2041"] == 24322


async def test_a_call_counted_late_takes_no_newer_answer_back(core: Core) -> None:
    quiet, moment = core.officer.quiet, core.board.moment()
    await core.store.write(lambda change: quiet.counted(change, moment, [call("2041", TakenBy.OWN, NOVEMBER)]))
    quiet.not_written()
    await core.store.write(lambda change: quiet.counted(change, moment, [call("2041", TakenBy.OWN, OCTOBER)]))
    assert (await core.store.read(lines_answered.read_answered))["2041"] == 24322
    assert await core.store.read(lines_answered.read_counted) == (24322, 24322)


async def test_where_the_site_does_not_want_it_nothing_is_kept(database: Path, pbx: EmbeddedPbx, clock: Clock) -> None:
    async with running(database, pbx, clock) as (core, _):
        await counted(core, OCTOBER, "2041")
        assert await core.store.read(lines_answered.read_answered)
    unwanted = replace(shipped.default_policy(), quiet_line_months=0)
    async with running(database, pbx, clock, policy=unwanted) as (core, _):
        assert await core.store.read(lines_answered.read_answered) == {}
        assert await counted(core, NOVEMBER, "2042") == []
        assert await core.store.read(lines_answered.read_answered) == {}
        assert await core.store.read(lines_answered.read_counted) is None
