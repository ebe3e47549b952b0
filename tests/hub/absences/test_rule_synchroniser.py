"""The PBX follows the board: nothing is said to be in force before it is, whatever a driver does; and it is tried until it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kalix_presence import wire
from kalix_presence.hub.absences import rule_synchroniser
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Transaction, jobs
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from tests.clocks import Clock
from tests.hub.house import ANNA, lunch, running, standings, until

NEVER_AGAIN = HubLimits(apply_seconds=30, retry_seconds=3600, retry_cap_seconds=3600)
"""A test waits for no second try; the PBX being ready ends the rest."""


class Driver:
    """Does to the next rules what a test says: raises, holds them back, or lets them through to the model PBX."""

    def __init__(self, pbx: EmbeddedPbx, monkeypatch: pytest.MonkeyPatch) -> None:
        self.faults: list[BaseException] = []
        self.held: asyncio.Event | None = None
        self.tries = 0
        self._apply, self._remove = pbx.apply, pbx.remove
        monkeypatch.setattr(pbx, "apply", self.apply)
        monkeypatch.setattr(pbx, "remove", self.remove)

    async def _come(self) -> None:
        self.tries += 1
        if self.held is not None:
            await self.held.wait()
        if self.faults:
            raise self.faults.pop(0)

    async def apply(self, rule: ForwardingRule) -> None:
        await self._come()
        await self._apply(rule)

    async def remove(self, extension: str) -> None:
        await self._come()
        await self._remove(extension)


@pytest.fixture
async def started(database: Path, pbx: EmbeddedPbx, clock: Clock) -> AsyncIterator[tuple[Core, list[Frame]]]:
    async with running(database, pbx, clock, NEVER_AGAIN) as one:
        yield one


@pytest.fixture
def driver(started: tuple[Core, list[Frame]], pbx: EmbeddedPbx, monkeypatch: pytest.MonkeyPatch) -> Driver:
    return Driver(pbx, monkeypatch)


async def away(core: Core, clock: Clock) -> wire.StatusReply:
    return await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Unavailable("pbx-refused"), "pbx-refused"),
        (TimeoutError(), "pbx-slow"),
        (OverflowError("odd"), "pbx-unreachable"),
    ],
)
async def test_what_goes_wrong_is_told_as_it_is_and_a_pbx_that_is_ready_again_is_tried_at_once(
    started: tuple[Core, list[Frame]], driver: Driver, clock: Clock, fault: Exception, trouble: str
) -> None:
    core, frames = started
    driver.faults.append(fault)
    with capture_logs() as logs:
        reply = await away(core, clock)
    assert (reply.in_force, reply.trouble) == (False, trouble)
    state = core.board.states["2041"]
    await until(lambda: state.trouble == trouble)
    assert not state.in_force
    assert (standings(frames)[-1].in_force, standings(frames)[-1].trouble) == (False, trouble)
    assert [each["trouble"] for each in logs if each["event"] == "rule-not-in-force"] == [trouble]
    assert ("rule-failed" in [each["event"] for each in logs]) is (trouble == "pbx-unreachable")
    assert await core.synchroniser.settled("2041") == trouble, "whoever asks meanwhile waits for nothing"
    assert core.synchroniser.busy("2041")
    core.synchroniser.retry_all()
    await until(lambda: state.in_force)
    assert (driver.tries, state.trouble) == (2, None)
    assert (standings(frames)[-1].in_force, standings(frames)[-1].trouble) == (True, None)
    assert await core.pbx.read("2041") == core.board.rules["2041"]


async def test_nothing_is_in_force_before_the_pbx_has_said_so(
    started: tuple[Core, list[Frame]], driver: Driver, clock: Clock
) -> None:
    core, frames = started
    driver.held = asyncio.Event()
    asked = asyncio.create_task(away(core, clock))
    await until(lambda: driver.tries == 1)
    assert not core.board.states["2041"].in_force
    assert not asked.done()
    assert not any(each.in_force for each in standings(frames) if each.extension == "2041" and each.absence is not None)
    driver.held.set()
    assert (await asked).in_force


async def test_of_two_changes_the_newer_holds_and_both_are_answered_by_it(
    started: tuple[Core, list[Frame]], driver: Driver, clock: Clock
) -> None:
    core, _ = started
    driver.held = asyncio.Event()
    first = asyncio.create_task(away(core, clock))
    await until(lambda: driver.tries == 1)
    request = wire.AbsenceRequest("meeting", lunch(clock).until)
    second = asyncio.create_task(core.absences.set_absence(ANNA, "2041", request, key=None, now=clock()))
    state = core.board.states["2041"]
    await until(lambda: state.held is not None and state.held.reason == "meeting")
    older, driver.held = driver.held, asyncio.Event()
    older.set()
    await until(lambda: driver.tries == 2)
    await core.store.write(lambda change: None)
    assert (first.done(), second.done(), state.in_force) == (False, False, False), "the PBX has only the older one"
    driver.held.set()
    replies = await asyncio.gather(first, second)
    assert [(each.in_force, each.standing.absence and each.standing.absence.reason) for each in replies] == [
        (True, "meeting")
    ] * 2
    assert await core.pbx.read("2041") == core.board.rules["2041"]
    assert driver.tries == 2


async def test_the_same_trouble_is_told_once_and_another_again(
    database: Path, pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(database, pbx, clock) as (core, frames):
        driver = Driver(pbx, monkeypatch)
        slow, refused = Unavailable("pbx-slow"), Unavailable("pbx-refused")
        driver.faults += [slow, slow, slow, refused, refused]
        await away(core, clock)
        await until(lambda: core.board.states["2041"].in_force)
        told = [each.trouble for each in standings(frames) if each.trouble is not None]
        assert told == ["pbx-slow", "pbx-refused"]
        assert driver.tries == 6


async def test_no_rest_between_tries_is_longer_than_it_is_said_to_be_and_none_is_half_of_it(
    database: Path, pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    async with running(database, pbx, clock) as (core, _):
        usual = core.synchroniser._rest

        async def rest(extension: str, seconds: float) -> None:
            with monkeypatch.context() as within:
                within.setattr(
                    rule_synchroniser.asyncio, "timeout", lambda much: (rests.append(much / seconds), timeout(much))[1]
                )
                await usual(extension, seconds)

        timeout = asyncio.timeout
        monkeypatch.setattr(core.synchroniser, "_rest", rest)
        Driver(pbx, monkeypatch).faults += [Unavailable("pbx-slow")] * 6
        await away(core, clock)
        await until(lambda: core.board.states["2041"].in_force)
    rests = [each for each in rests if each < 100]  # beside them the time that the PBX itself has
    assert len(rests) == 6
    assert all(0.5 <= each <= 1 for each in rests)
    assert len(set(rests)) > 1, "or all who wait try at once"


async def test_the_job_is_done_with_the_rule_and_stays_while_it_is_not(
    started: tuple[Core, list[Frame]], driver: Driver, clock: Clock
) -> None:
    core, _ = started
    driver.faults.append(Unavailable("pbx-refused"))
    await away(core, clock)
    assert "2041" in await core.store.read(jobs.read_jobs)
    core.synchroniser.retry_all()
    await until(lambda: core.board.states["2041"].in_force)
    assert "2041" not in await core.store.read(jobs.read_jobs)


async def test_what_is_in_force_and_could_not_be_noted_is_noted_later(
    database: Path, pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(database, pbx, clock) as (core, _):
        usual, failed = jobs.done, []

        def full(change: Transaction, extension: str, number: int) -> bool:
            if not failed:
                failed.append(extension)
                raise OSError("no room")
            return usual(change, extension, number)

        monkeypatch.setattr(jobs, "done", full)
        reply = await away(core, clock)
        assert reply.in_force, "the PBX has it"
        await until(lambda: core.board.states["2041"].in_force)
        assert failed == ["2041"]
        assert "2041" not in await core.store.read(jobs.read_jobs)


async def test_a_lamp_that_fails_keeps_none_of_the_others_dark(
    started: tuple[Core, list[Frame]], pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    core, _ = started
    usual, shown = pbx.show, []

    async def show(extension: str, lamp: object) -> None:
        shown.append(extension)
        if extension == "2041":
            raise OverflowError
        if extension == "2042":
            raise Unavailable("pbx-unreachable")
        await usual(extension, lamp)  # type: ignore[arg-type]

    monkeypatch.setattr(pbx, "show", show)
    with capture_logs() as logs:
        for extension in ("2041", "2042", "2043"):
            await core.synchroniser.light(extension)
    assert shown == ["2041", "2042", "2043"]
    assert [(each["event"], each["extension"]) for each in logs] == [("lamp-failed", "2041"), ("lamp-not-shown", "2042")]


async def test_somebody_else_s_rule_before_is_nothing_to_whoever_holds_the_extension_now(
    started: tuple[Core, list[Frame]], driver: Driver, clock: Clock
) -> None:
    core, _ = started
    driver.faults.append(Unavailable("pbx-refused"))
    await away(core, clock)
    core.synchroniser.forget(["2042"])
    assert await core.synchroniser.settled("2041") == "pbx-refused"
    core.synchroniser.forget(["2041"])
    assert await core.synchroniser.settled("2041") is None


async def test_a_stop_answers_whoever_waits_and_leaves_the_job_to_the_next_start(
    database: Path, pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(database, pbx, clock, NEVER_AGAIN) as (core, _):
        driver = Driver(pbx, monkeypatch)
        driver.held = asyncio.Event()
        asked = asyncio.create_task(away(core, clock))
        await until(lambda: driver.tries == 1)
        await core.synchroniser.stop()
        reply = await asked
        assert (reply.in_force, reply.trouble) == (False, "pbx-unreachable")
    monkeypatch.undo()
    async with running(database, pbx, clock) as (core, _):
        await until(lambda: core.board.states["2041"].in_force)
        assert await pbx.read("2041") == core.board.rules["2041"]


async def test_an_end_takes_the_rule_away_and_only_then_says_so(
    started: tuple[Core, list[Frame]], driver: Driver, clock: Clock
) -> None:
    core, frames = started
    await away(core, clock)
    driver.faults.append(Unavailable("pbx-refused"))
    reply = await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
    assert (reply.in_force, reply.trouble) == (False, "pbx-refused")
    assert await core.pbx.read("2041") is not None
    core.synchroniser.retry_all()
    await until(lambda: core.board.states["2041"].in_force)
    assert await core.pbx.read("2041") is None
    assert (standings(frames)[-1].absence, standings(frames)[-1].in_force) == (None, True)


async def test_whoever_asks_during_the_second_try_waits_for_it(
    database: Path, pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = HubLimits(apply_seconds=30, retry_seconds=0.001, retry_cap_seconds=0.001)
    async with running(database, pbx, clock, at_once) as (core, _):
        driver = Driver(pbx, monkeypatch)
        driver.faults.append(Unavailable("pbx-refused"))
        await away(core, clock)
        driver.held = asyncio.Event()
        await until(lambda: driver.tries == 2)
        asked = asyncio.create_task(core.synchroniser.settled("2041"))
        await core.store.write(lambda change: None)
        assert not asked.done()
        driver.held.set()
        assert await asked is None


async def test_who_asks_of_a_rule_in_doubt_hears_why_not(started: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, _ = started
    await away(core, clock)
    state = core.board.states["2041"]
    await until(lambda: state.in_force and not core.synchroniser.busy("2041"))
    core.synchroniser.doubt("2041", "pbx-contested")
    assert await core.synchroniser.settled("2041") == "pbx-contested"


async def test_a_confirmation_on_its_way_does_not_come_after_the_doubt(started: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, _ = started
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    await until(lambda: core.board.states["2041"].in_force and not core.synchroniser.busy("2041"))
    core.synchroniser.doubt("2041", "pbx-contested")
    await until(lambda: not core.board.states["2041"].in_force)
    core.synchroniser.follow("2041")
    await until(lambda: not core.synchroniser.busy("2041"))
    core.synchroniser.doubt("2041", "pbx-contested")  # the confirmation is still held back for company
    await core.store.submit(lambda change: None, patient=True)
    state = core.board.states["2041"]
    assert (state.in_force, state.trouble) == (False, "pbx-contested")
    assert "2041" in await core.store.read(jobs.read_jobs)
    core.synchroniser.follow("2041")
    await until(lambda: core.board.states["2041"].in_force)
