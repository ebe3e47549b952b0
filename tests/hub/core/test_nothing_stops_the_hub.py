"""One reader, one person, one fault never takes the rest along: each loop goes on, and whoever asked is answered."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.access.sessions import Signed
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import LineChanged
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.web.stream_readers import StreamReader, StreamReaders
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.callback import AddresseeKind
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import StoreFull, Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, lunch, running, until
from tests.hub.serving import Serving, serving, soon

NEWCOMER = Person("2099", "Nils", "Ny", "bygg", "bygg")


class Wire:
    """A connection that takes what is written until it is gone, and then says so as uvloop does."""

    def __init__(self, *, gone: bool = False) -> None:
        self.gone, self.aborted = gone, False
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        if self.gone:
            raise RuntimeError("unable to perform operation; the handler is closed")
        self.written.append(data)

    def set_write_buffer_limits(self, high: int) -> None:
        """Nothing is held back."""
        if self.gone:
            raise RuntimeError

    def close(self) -> None:
        """As `write`."""
        if self.gone:
            raise RuntimeError

    def abort(self) -> None:
        """Cut."""
        self.aborted = True
        if self.gone:
            raise RuntimeError


def reader(wire: Wire, username: str = "anna") -> StreamReader:
    transport: Any = wire
    caller = Caller(username, "2041", "bygg", frozenset({Role.EMPLOYEE}))
    return StreamReader(Signed(caller, username, b"", *[datetime.max.replace(tzinfo=UTC)] * 2), transport, False, 1000)


@pytest.fixture
async def hub(database: Path, pbx: EmbeddedPbx, clock: Clock) -> AsyncIterator[tuple[Core, list[Frame]]]:
    async with running(database, pbx, clock) as started:
        yield started


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub", heartbeat_seconds=0.05) as started:
        yield started


def odd(*_: object, **__: object) -> None:
    raise RecursionError


# readers


def test_a_reader_that_is_gone_is_let_go_of_and_all_others_are_written_to_once() -> None:
    readers, wires = StreamReaders(), [Wire(gone=turn in (0, 2, 3)) for turn in range(6)]
    for wire_ in wires:
        readers.add(reader(wire_))
    assert readers.write(b"1")
    assert readers.write(b"2")
    assert [wire_.written for wire_ in wires if not wire_.gone] == [[b"1", b"2"]] * 3
    assert len(readers) == 3
    assert all(wire_.aborted is wire_.gone for wire_ in wires)


@pytest.mark.parametrize("act", ["change", "beat", "close", "message", "stop"])
def test_a_stream_that_breaks_at_the_wrong_moment_is_nobody_elses_trouble(served: Serving, act: str) -> None:
    streams = served.hub.streams
    bad, good = Wire(), Wire()
    mine, others = reader(bad), reader(good, "per")
    served.on_loop(lambda: [streams._greet(each, apart=True) for each in (mine, others)])
    before = len(good.written)
    bad.gone = True
    if act == "change":
        with served.client("anna") as anna:
            assert anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).status_code == 200
    elif act == "beat":
        served.on_loop(streams._on_beat)
    elif act == "close":
        served.on_loop(lambda: streams.close_session(mine.signed.session))
        served.on_loop(streams._on_beat)
    elif act == "message":
        frame = Frame(EventKind.MESSAGE, None, None, b"{}", None, frozenset({"2041"}))
        served.on_loop(lambda: served.hub.core.event_bus.publish(frame))
    else:
        served.on_loop(streams.stop)
        return
    assert mine not in streams._readers
    assert len(good.written) > before
    assert served.hub.supervised.restarts == 0


async def test_a_listener_that_fails_keeps_no_change_from_being_answered_and_ended(
    hub: tuple[Core, list[Frame]], clock: Clock
) -> None:
    core, frames = hub
    core.event_bus.listen(odd)
    core.event_bus.listen(frames.append)
    reply = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    assert reply.in_force
    assert not core.absences.in_flight("2041")
    assert core.store.callbacks_failed == 0
    await core.absence_clock.apply_due(clock.move(hours=1))
    assert core.board.states["2041"].held is None
    assert {frame.kind for frame in frames} >= {EventKind.STANDING}


# the store


async def test_whatever_a_callback_of_a_commit_does_the_next_runs_and_all_are_answered(database: Path) -> None:
    store, ran = Store(database), list[str]()

    def work(change: Transaction) -> str:
        change.after_commit(odd)
        change.after_commit(lambda: ran.append("next"))
        return "answered"

    results = await asyncio.gather(*(store.write(work) for _ in range(3)))
    assert (results, ran, store.callbacks_failed) == (["answered"] * 3, ["next"] * 3, 3)
    store.close()


async def test_a_change_that_hides_how_it_broke_the_group_does_not_end_the_writer(database: Path) -> None:
    """SQLite has undone the whole group, and what is raised is no error of SQLite's."""
    store = Store(database)

    def work(change: Transaction) -> None:
        change.sql.execute("ROLLBACK")
        raise KeyError("2041")

    with pytest.raises(KeyError):
        await store.write(work)
    assert await store.write(lambda change: 1) == 1
    assert store.alive
    store.close()
    assert not store.alive


async def test_what_the_store_refuses_at_once_is_not_under_way(hub: tuple[Core, list[Frame]], clock: Clock) -> None:
    core, _ = hub
    closed, core.store._closed = core.store._closed, True
    with pytest.raises(Unavailable, match="store-closed"):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    core.store._closed = closed
    assert not core.absences.in_flight("2041")
    assert await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())


@pytest.mark.parametrize("statement", ["SELECT * FROM not_there", "SELECT * FROM person WHERE json_extract(unit, '$') = 1"])
async def test_what_the_database_says_to_a_reader_is_translated_at_the_door(database: Path, statement: str) -> None:
    store = Store(database)
    with pytest.raises(Unavailable, match="store-unreadable"):
        await store.read(lambda sql: sql.execute(statement).fetchall())
    assert await store.read(lambda sql: sql.execute("SELECT 1").fetchone()) == (1,)
    store.close()


async def test_all_that_one_reader_reads_is_of_one_moment(database: Path) -> None:
    store = Store(database)
    loop = asyncio.get_running_loop()

    def work(sql: sqlite3.Connection) -> tuple[int, int]:
        count = "SELECT count(*) FROM person"
        first = sql.execute(count).fetchone()[0]
        adding = store.write(lambda change: people.put_person(change, NEWCOMER))
        asyncio.run_coroutine_threadsafe(adding, loop).result(60)
        return first, sql.execute(count).fetchone()[0]

    assert await store.read(work) == (4, 4)
    assert len(await store.read(people.read_people)) == 5
    store.close()


# the loops


async def test_one_persons_odd_turn_stops_nobody_elses_clock(
    hub: tuple[Core, list[Frame]], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    core, _ = hub
    for extension in ("2041", "2042"):
        await core.absences.set_absence(MARIA, extension, lunch(clock), key=None, now=clock())
    usual = core.absences.apply_due

    async def turn(extension: str, *, now: datetime) -> bool:
        return bool(odd()) if extension == "2041" else await usual(extension, now=now)

    monkeypatch.setattr(core.absences, "apply_due", turn)
    await core.absence_clock.apply_due(clock.move(hours=1))
    assert core.board.states["2042"].held is None
    monkeypatch.undo()
    await core.absence_clock.apply_due(clock.move(minutes=1))
    assert core.board.states["2041"].held is None


async def test_an_event_of_the_pbx_that_nobody_can_take_leaves_the_next_ones_heard(
    hub: tuple[Core, list[Frame]], pbx: EmbeddedPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    core, _ = hub
    monkeypatch.setattr(core.signs, "phone_used", odd)
    pbx.set_line("2041", LineState.BUSY)
    pbx.set_line("2042", LineState.RINGING)
    await until(lambda: core.board.states["2042"].line is LineState.RINGING)
    assert core.supervised.restarts == 0


async def test_a_reader_of_the_pbx_that_is_begun_again_catches_up_with_what_it_missed(
    hub: tuple[Core, list[Frame]], pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    core, _ = hub
    usual, broken = core.pbx_events._on_event, asyncio.Event()

    async def take(event: Any) -> None:
        if isinstance(event, LineChanged) and not broken.is_set():
            broken.set()
            raise asyncio.CancelledError
        await usual(event)

    monkeypatch.setattr(core.pbx_events, "_on_event", take)
    pbx.set_line("2041", LineState.BUSY)
    await broken.wait()
    pbx.set_line("2042", LineState.RINGING)
    states = core.board.states
    await until(lambda: (states["2041"].line, states["2042"].line) == (LineState.BUSY, LineState.RINGING))
    assert core.supervised.restarts == 1


async def test_an_import_is_told_also_when_the_disk_was_full_at_that_moment(
    database: Path, pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kalix_presence.hub.site.limits import HubLimits

    async with running(database, pbx, clock, HubLimits(directory_seconds=0.01)) as (core, frames):
        usual, refused = core.store.write, list[str]()

        async def write(work: Callable[[Transaction], Any]) -> Any:
            if len(refused) < 3:
                refused.append("full")
                raise StoreFull("store-full")
            return await usual(work)

        def work(change: Transaction) -> None:
            people.put_person(change, NEWCOMER)
            people.touch_directory(change)

        await usual(work)
        monkeypatch.setattr(core.store, "write", write)
        await until(lambda: EventKind.DIRECTORY in [frame.kind for frame in frames])
        assert len(refused) == 3
        assert core.supervised.restarts == 0


async def test_what_is_in_force_but_could_not_be_noted_is_noted_later(
    hub: tuple[Core, list[Frame]], pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kalix_presence.hub.store import jobs

    core, _ = hub
    usual, refused = jobs.done, list[str]()

    def done(change: Transaction, extension: str, number: int) -> bool:
        if len(refused) < 2:
            refused.append("locked")
            raise Unavailable("store-unwritable")
        return usual(change, extension, number)

    monkeypatch.setattr(jobs, "done", done)
    assert (await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())).in_force
    await until(lambda: core.board.states["2041"].in_force)
    assert len(refused) == 2
    assert await core.store.read(jobs.read_jobs) == {}
    assert await pbx.read("2041") == core.board.rules["2041"]


async def test_a_driver_that_breaks_in_a_way_of_its_own_is_tried_again(
    hub: tuple[Core, list[Frame]], pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    core, _ = hub
    monkeypatch.setattr(pbx, "apply", odd)
    reply = await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    assert (reply.in_force, reply.trouble) == (False, "pbx-unreachable")
    monkeypatch.undo()
    await until(lambda: core.board.states["2041"].in_force)


async def test_one_rule_that_the_pbx_refuses_leaves_the_others_healed(
    hub: tuple[Core, list[Frame]], pbx: EmbeddedPbx, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    core, _ = hub
    for extension in ("2041", "2042"):
        await core.absences.set_absence(MARIA, extension, lunch(clock), key=None, now=clock())
        await until(lambda extension=extension: core.board.states[extension].in_force)  # type: ignore[misc]
        await pbx.remove(extension)
    usual = pbx.apply

    async def apply(rule: Any) -> None:
        if rule.extension == "2041":
            raise Unavailable("pbx-refused", action="apply")
        await usual(rule)

    monkeypatch.setattr(pbx, "apply", apply)
    await core.reconciler.reconcile()
    assert await pbx.read("2042") == core.board.rules["2042"]


# told


def test_readiness_names_what_is_down_and_is_there_again_when_it_is_mended(served: Serving) -> None:
    broken = [True]

    async def work() -> None:
        if broken[0]:
            raise RecursionError
        await asyncio.Event().wait()

    served.hub.supervised._stands = 0.05
    with served.client() as client:
        assert client.get("/readyz").status_code == 200
        served.on_loop(lambda: served.hub.supervised.run("clock-of-all", work))
        while (answer := client.get("/readyz")).status_code == 200:
            pass
        problem = msgspec.json.decode(answer.content, type=wire.Problem)
        assert (answer.status_code, problem.code) == (503, "hub-task-down")
        assert "clock-of-all" in problem.detail
        assert 'kalix_task_up{task="clock-of-all"} 0.0' in client.get("/metrics").text
        broken[0] = False
        while (answer := client.get("/readyz")).status_code != 200:
            pass
        assert answer.json()["restarts"] >= 1


def test_everything_that_lasts_in_a_hub_is_supervised_and_measured(served: Serving) -> None:
    with served.client() as client:
        text = client.get("/metrics").text
    for name in (
        "pbx-events",
        "comparison",
        "clock",
        "directory",
        "accounts",
        "call-journal",
        "reminders",
        "present-calls",
        "notices",
        "heartbeat",
    ):
        assert f'kalix_task_up{{task="{name}"}} 1.0' in text


def test_removing_somebody_with_a_calendar_leaves_the_others_read(served: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    from kalix_presence.hub.store.calendar_account import CalendarAccount

    calendars, looked = served.hub.calendars, list[str]()

    async def look(account_id: str) -> CalendarAccount:
        looked.append(account_id)
        if account_id == "of-2041":
            raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")
        return calendars.known[account_id]

    one = CalendarAccount("of-2041", "2041", wire.CalendarKind.ICS, "", "", b"")
    monkeypatch.setattr(calendars, "look", look)
    calendars.known |= {one.id: one, "of-2042": replace(one, id="of-2042", extension="2042")}
    monkeypatch.setattr(calendars, "sources", {wire.CalendarKind.ICS: None})
    monkeypatch.setattr(calendars, "settings", msgspec.structs.replace(calendars.settings, poll_seconds=0))
    served.on_loop(lambda: calendars.start(served.hub.supervised))
    while looked.count("of-2042") < 2:
        pass
    assert served.hub.supervised.restarts == 0


async def test_a_message_that_changes_often_has_one_turn_of_the_due_clock(clock: Clock, database: Path) -> None:
    async with running(database, embedded(clock), clock) as (core, _):
        asked = core.callbacks.asked
        wish = wire.MessageRequest(to_kind=AddresseeKind.PERSON, to="2041", caller_number="0701740605")
        view = await asked.leave_message(MARIA, wish, key=None, now=clock())
        message = core.callbacks.book.open[view.id]
        reminding = core.callbacks.reminding
        for turn in range(50):
            reminding._changed(message, replace(message, due=message.due + timedelta(seconds=turn)))
        assert len(reminding._turn_of) == 1
        clock.move(hours=2)
        await reminding.remind_due(clock())
        assert len(reminding._turns) <= 1
