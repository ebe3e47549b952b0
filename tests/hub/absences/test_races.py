"""Two at once: what is checked is still so when it is done, for the check is in the transaction. Each order is forced."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Transaction, absences, jobs
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.errors import Conflict, NotFound, Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import Preferences
from tests.clocks import Clock
from tests.hub.callbacks import house as callbacks_house
from tests.hub.callbacks.house import AS_ANNA, left
from tests.hub.house import ANNA, MARIA, lunch, made_database, running, until


@pytest.fixture
async def core(tmp_path: Path, pbx: EmbeddedPbx, clock: Clock) -> AsyncIterator[Core]:
    await made_database(tmp_path / "hub.db")
    async with running(tmp_path / "hub.db", pbx, clock) as (started, _):
        yield started


@contextmanager
def no_commits(core: Core) -> Iterator[None]:
    """What is submitted in the block waits, in its order, until the block ends."""
    gate = threading.Event()
    core.store.submit(lambda change: gate.wait(60))
    try:
        yield
    finally:
        gate.set()


def meeting(clock: Clock) -> wire.AbsenceRequest:
    return wire.AbsenceRequest("meeting", clock() + timedelta(hours=3))


def held(core: Core, extension: str = "2041") -> str | None:
    found = core.board.states[extension].held
    return None if found is None else found.reason


async def test_an_undo_beside_a_new_change_takes_nothing_of_it_back(core: Core, clock: Clock) -> None:
    made = await core.absences.set_absence(MARIA, "2041", lunch(clock), key=None, now=clock())
    with no_commits(core):
        newer = asyncio.create_task(core.absences.set_absence(ANNA, "2041", meeting(clock), key=None, now=clock()))
        await until(lambda: core.absences._in_flight.get("2041") == 1)
        undo = asyncio.create_task(
            core.absences.undo(MARIA, "2041", wire.AbsenceUndo(made=made.made or ""), key=None, now=clock())
        )
        await until(lambda: core.absences._in_flight.get("2041") == 2)
    with pytest.raises(Conflict, match="absence-changed-since"):
        await undo
    assert (await newer).in_force
    assert held(core) == "meeting"


async def test_two_undos_at_once_bring_back_one_absence(core: Core, clock: Clock) -> None:
    await core.absences.set_absence(MARIA, "2041", meeting(clock), key=None, now=clock())
    made = await core.absences.set_absence(MARIA, "2041", lunch(clock), key=None, now=clock())
    assert made.before is not None
    asked = wire.AbsenceUndo(made=made.made or "", before=made.before.id)
    with no_commits(core):
        both = [asyncio.create_task(core.absences.undo(MARIA, "2041", asked, key=key, now=clock())) for key in ("one", "two")]
        await until(lambda: core.absences._in_flight.get("2041") == 2)
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "StatusReply"]
    assert held(core) == "meeting"
    assert len(await core.store.read(absences.read_open)) == 1


async def test_an_undo_brings_back_nobody_elses_absence(core: Core, clock: Clock) -> None:
    for wish in (meeting(clock), lunch(clock)):
        of_another = await core.absences.set_absence(MARIA, "2042", wish, key=None, now=clock())
    made = await core.absences.set_absence(MARIA, "2041", lunch(clock), key=None, now=clock())
    assert of_another.before is not None
    asked = wire.AbsenceUndo(made=made.made or "", before=of_another.before.id)
    with pytest.raises(NotFound, match="absence-unknown"):
        await core.absences.undo(MARIA, "2041", asked, key=None, now=clock())
    assert held(core) == "lunch"


async def test_an_undo_does_not_uncover_what_was_taken_back_meanwhile(core: Core, clock: Clock) -> None:
    """What stood before was a plan, which stands behind the change until its owner deletes it."""
    course = Absence(
        "plan-1", "2041", "course", clock(), clock() + timedelta(hours=5), Forward(), "", "2041",
        Way.CALENDAR, source="calendar:1",
    )  # fmt: skip
    await core.absences.plan("2041", [course], [], now=clock())
    made = await core.absences.set_absence(MARIA, "2041", lunch(clock), key=None, now=clock())
    assert made.before is not None
    asked = wire.AbsenceUndo(made=made.made or "", before=made.before.id)
    with no_commits(core):
        dropped = asyncio.create_task(core.absences.plan("2041", [], [course], now=clock()))
        await until(lambda: core.absences.in_flight("2041"))
        undo = asyncio.create_task(core.absences.undo(MARIA, "2041", asked, key=None, now=clock()))
        await until(lambda: core.absences._in_flight.get("2041") == 2)
    with pytest.raises(Conflict, match="absence-changed-since"):
        await undo
    await dropped
    assert held(core) == "lunch"


async def test_the_clock_ends_nothing_that_was_replaced_while_it_looked(core: Core, clock: Clock) -> None:
    made = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    now = clock.move(hours=1)
    with no_commits(core):
        newer = asyncio.create_task(core.absences.set_absence(ANNA, "2041", meeting(clock), key=None, now=now))
        await until(lambda: core.absences.in_flight("2041"))
        turning = asyncio.create_task(core.absences.apply_due("2041", now=now))
        await until(lambda: core.absences._in_flight.get("2041") == 2)
    assert not await turning
    await newer
    assert (held(core), core.board.states["2041"].overdue) == ("meeting", False)
    kept = await core.store.read(lambda sql: absences.read_kept(sql, made.made or ""))
    assert kept is not None
    assert kept.ended_by == "2041"
    await until(lambda: core.board.states["2041"].in_force)
    assert await core.store.read(jobs.read_jobs) == {}


async def test_what_was_ended_once_is_ended_by_whoever_was_first(core: Core, clock: Clock) -> None:
    """The database's own guard, which every other stands on."""
    made = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    ids = [made.made or ""]
    assert await core.store.write(lambda change: absences.end_absences(change, ids, by="2041", now=clock())) == 1
    assert await core.store.write(lambda change: absences.end_absences(change, ids, by="clock", now=clock())) == 0
    kept = await core.store.read(lambda sql: absences.read_kept(sql, ids[0]))
    assert kept is not None
    assert kept.ended_by == "2041"


async def test_a_turn_that_a_change_has_overtaken_comes_again(core: Core, clock: Clock) -> None:
    """Anna sets an end that is over before it is committed: nobody but the clock ends it."""
    await core.absences.set_absence(ANNA, "2041", meeting(clock), key=None, now=clock())
    with no_commits(core):
        newer = asyncio.create_task(core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock()))
        await until(lambda: core.absences.in_flight("2041"))
        clock.move(hours=4)
        core.board.look_again(clock(), "2041")
        await until(lambda: not core.board.due_times or core.board.due_times[0][0] > clock())
    await newer
    clock.move(seconds=1)
    core.board.on_due_time()
    await until(lambda: held(core) is None)
    assert core.board.states["2041"].overdue


async def test_the_clock_does_not_stand_behind_a_change_that_is_under_way(core: Core, clock: Clock) -> None:
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    now = clock.move(hours=1)
    with no_commits(core):
        newer = asyncio.create_task(core.absences.set_absence(ANNA, "2041", meeting(clock), key=None, now=now))
        await until(lambda: core.absences.in_flight("2041"))
        turning = asyncio.create_task(core.absence_clock.apply_due(now))
        await until(turning.done)
        assert core.absences.in_flight("2041")
    assert (await newer).in_force
    assert held(core) == "meeting"


async def test_a_sign_of_life_beside_a_new_absence_leaves_it_as_it_is(core: Core, clock: Clock) -> None:
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    await core.absence_clock.apply_due(clock.move(hours=1))
    assert core.board.states["2041"].overdue
    with no_commits(core):
        newer = asyncio.create_task(core.absences.set_absence(ANNA, "2041", meeting(clock), key=None, now=clock()))
        await until(lambda: core.absences.in_flight("2041"))
        sign = asyncio.create_task(core.absences.end_overdue("2041", now=clock()))
        await until(lambda: core.absences._in_flight.get("2041") == 2)
    assert not await sign
    assert (await newer).standing.absence is not None
    assert core.board.standing("2041", full=True).absence is not None
    assert core.board.states["2041"].changed_at == clock()


async def test_what_the_planner_made_too_late_is_planned_anew(core: Core, clock: Clock) -> None:
    course = Absence(
        "plan-1", "2041", "course", clock() + timedelta(minutes=1), clock() + timedelta(hours=5), Forward(), "", "2041",
        Way.CALENDAR, source="calendar:1",
    )  # fmt: skip
    anew: list[str] = []
    core.absences.on_overtaken = anew.append
    with no_commits(core):
        newer = asyncio.create_task(core.absences.set_absence(ANNA, "2041", meeting(clock), key=None, now=clock()))
        await until(lambda: core.absences.in_flight("2041"))
        planning = asyncio.create_task(core.absences.plan("2041", [course], [], now=clock()))
        await until(lambda: core.absences._in_flight.get("2041") == 2)
    assert not await planning
    await newer
    assert anew == ["2041"]
    assert {one.reason for one in await core.store.read(absences.read_open)} == {"meeting"}


async def test_the_confirmation_of_an_older_rule_says_nothing_of_the_newer(
    core: Core, pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = pbx.apply

    async def apply(rule: ForwardingRule) -> None:
        if core.board.states["2041"].held and held(core) == "meeting":
            raise Unavailable("pbx-unreachable")
        await usual(rule)

    monkeypatch.setattr(pbx, "apply", apply)
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    # That lunch is in force is noted a moment later, behind what somebody waits for.
    with no_commits(core):
        newer = asyncio.create_task(core.absences.set_absence(ANNA, "2041", meeting(clock), key=None, now=clock()))
        await until(lambda: core.absences.in_flight("2041"))
        await until(lambda: not core.store._held)
    assert not (await newer).in_force
    number = core.board.states["2041"].changed
    assert await core.store.read(jobs.read_jobs) == {"2041": number}
    assert not core.board.states["2041"].in_force
    monkeypatch.undo()
    await until(lambda: core.board.states["2041"].in_force)
    assert await core.store.read(jobs.read_jobs) == {}


async def test_a_job_is_done_and_wanted_by_its_own_number_alone(core: Core) -> None:
    def work(change: Transaction) -> tuple[bool, bool, bool, bool]:
        jobs.want(change, "2043", 7)
        jobs.want(change, "2043", 8)
        return (
            jobs.is_wanted(change, "2043", 7),
            jobs.done(change, "2043", 7),
            jobs.is_wanted(change, "2043", 8),
            jobs.done(change, "2043", 8),
        )

    assert await core.store.write(work) == (False, False, True, True)


# ringing back


@pytest.fixture
async def calling(tmp_path: Path, clock: Clock) -> AsyncIterator[tuple[Core, EmbeddedPbx]]:
    await callbacks_house.made_database(tmp_path / "kalix.db")
    pbx = callbacks_house.pbx_of(clock)
    async with callbacks_house.running(tmp_path / "kalix.db", pbx, clock) as (started, _):
        yield started, pbx


@pytest.mark.parametrize("keys", [(None, None), ("one", "one"), ("one", "two"), ("one", None)])
async def test_a_double_click_rings_once(
    calling: tuple[Core, EmbeddedPbx], monkeypatch: pytest.MonkeyPatch, keys: tuple[str | None, str | None]
) -> None:
    core, pbx = calling
    placed, usual = list[str](), pbx.place_call

    async def place_call(extension: str, number: str) -> str:
        placed.append(extension)
        await asyncio.sleep(0)
        return await usual(extension, number)

    monkeypatch.setattr(pbx, "place_call", place_call)
    message = await left(core)
    ring = core.callbacks.ringing.ring
    first, second = await asyncio.gather(*(ring(AS_ANNA, message.id, way=Way.TRAY, key=key) for key in keys))
    assert first == second
    assert placed == ["2041"]


async def test_a_retry_with_its_key_is_the_same_call_long_after_and_no_other_message(
    calling: tuple[Core, EmbeddedPbx], clock: Clock
) -> None:
    core, _ = calling
    message, other = await left(core), await left(core)
    ring = core.callbacks.ringing.ring
    first = await ring(AS_ANNA, message.id, way=Way.TRAY, key="k")
    clock.move(minutes=5)
    assert await ring(AS_ANNA, message.id, way=Way.TRAY, key="k") == first
    assert await ring(AS_ANNA, message.id, way=Way.TRAY, key="l") != first
    with pytest.raises(Conflict, match="idempotency-key-reused"):
        await ring(AS_ANNA, other.id, way=Way.TRAY, key="k")


async def test_a_ring_that_was_refused_is_tried_again(
    calling: tuple[Core, EmbeddedPbx], monkeypatch: pytest.MonkeyPatch
) -> None:
    core, pbx = calling
    message, ring = await left(core), core.callbacks.ringing.ring

    async def refused(extension: str, number: str) -> str:
        raise Unavailable("pbx-unreachable")

    monkeypatch.setattr(pbx, "place_call", refused)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await ring(AS_ANNA, message.id, way=Way.TRAY, key="k")
    monkeypatch.undo()
    assert (await ring(AS_ANNA, message.id, way=Way.TRAY, key="k")).call
    assert core.board.states["2041"].line is not LineState.UNKNOWN


# the board and its moments


async def test_what_was_known_at_one_moment_stays_so_whatever_comes_after(core: Core, clock: Clock) -> None:
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    before = core.board.moment()
    assert core.board.moment() is before
    hours = core.board.worktime_of("2042")
    await core.absences.set_absence(ANNA, "2041", meeting(clock), key=None, now=clock())
    core.board.put_preferences("2042", Preferences(lunch_at=time(13), lunch_minutes=45))
    after = core.board.moment()
    assert [moment.held_by("2041").reason for moment in (before, after) if moment.held_by("2041")] == ["lunch", "meeting"]  # type: ignore[union-attr]
    assert before.worktime_of("2042") == hours
    assert after.worktime_of("2042") == core.board.worktime_of("2042")
    core.board.load_directory({}, {}, 2)
    assert set(before.people) == set(after.people) != set()
    assert core.board.moment().held_by("2041") is None


async def test_no_thread_that_works_for_the_hub_may_touch_the_board(core: Core) -> None:
    """The guard itself, which every test of the hub runs under (`tests/conftest.py`)."""
    with pytest.raises(AssertionError, match="belongs to the hub's own thread"):
        await core.store.write(lambda change: core.board.people)
    with pytest.raises(AssertionError, match="belongs to the hub's own thread"):
        await core.store.read(lambda sql: core.board.worktime_of("2041"))
    with pytest.raises(LookupError):
        await core.store.write(lambda change: change.known)
