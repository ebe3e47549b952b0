"""A hub in bad company for a while: streams cut by reset, changes, imports, failing calendars, a full disk, a locked database.

`python -m tests.endurance.churn 1800` runs for half an hour and says what it found; `test_churn` is its short form.
"""

from __future__ import annotations

import random
import socket
import sqlite3
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, cast

import httpx
import uvloop

from kalix_presence import shipped, wire
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.directory.difference import Agreed
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import absences, events, jobs
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.model.errors import PresenceError, Unavailable
from tests.clocks import RunningClock
from tests.hub.serving import PEOPLE, Serving, serving

AWAY = [str(number) for number in range(3000, 3030)]
PASSING = [str(number) for number in range(3900, 3910)]
HEAD = PEOPLE.splitlines()[0]
LATE = timedelta(seconds=2)
PATIENCE = 60.0
RESET = struct.pack("ii", 1, 0)


def line(extension: str) -> str:
    return f"{extension},Nils,Ek {extension},Miljö,Samhällsbyggnad,,,,,,employee,,,sv\n"


EVERYBODY = PEOPLE + "".join(map(line, AWAY))


@dataclass
class Found:
    """What came of it. `unanswered` requests, `odd` statuses, how `late` the latest end was, and what does not agree.

    `kept_in`: the longest that the hub took, in calm, to keep a change of nothing: what a loaded machine adds to every end.
    """

    streams: int = 0
    changes: int = 0
    refused: int = 0
    imports: int = 0
    unanswered: int = 0
    odd: list[int] = field(default_factory=list)
    restarts: int = 0
    callbacks_failed: int = 0
    late: timedelta = timedelta()
    kept_in: timedelta = timedelta()
    disagree: list[str] = field(default_factory=list)


class Churn:
    """All that goes on at once, each in a thread of its own until `over`."""

    def __init__(self, hub: Serving) -> None:
        self.hub, self.found = hub, Found()
        self.over = threading.Event()
        self.calm_since: float | None = monotonic()
        """Since when everything could be kept; None while something keeps the hub from it."""

    def cut_streams(self, token: str, seed: int) -> None:
        """Open a stream and reset it at some moment: often in the middle of what is written to it."""
        dice, port = random.Random(seed), int(self.hub.url.rpartition(":")[2])
        request = f"GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        while not self.over.is_set():
            try:
                with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) as one:
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    one.sendall(request)
                    self.over.wait(dice.uniform(0, 0.05))
                    self.found.streams += 1
            except OSError:  # too many at once from one address: the hub's front door sees to that
                self.over.wait(0.1)

    def change(self, seed: int) -> None:
        """Set somebody away for some seconds, again and again; every request is to be answered."""
        dice = random.Random(seed)
        with self.hub.client("maria") as maria:
            while not self.over.is_set():
                extension = dice.choice(AWAY)
                until = self.hub.clock() + timedelta(seconds=dice.uniform(1.5, 4))
                try:
                    answer = maria.put(
                        f"/api/v1/people/{extension}/absence", json={"reason": "meeting", "until": until.isoformat()}
                    )
                except httpx.HTTPError:
                    self.found.unanswered += 1
                    continue
                self.found.changes += 1
                if answer.status_code in (503, 507):
                    self.found.refused += 1
                elif answer.status_code != 200:
                    self.found.odd.append(answer.status_code)
                self.over.wait(dice.uniform(0.1, 0.3))

    def import_people(self) -> None:
        """As `kalix-hub import --remove-missing` does, beside the running hub."""
        there = False
        while not self.over.is_set():
            there = not there
            text = EVERYBODY + ("".join(map(line, PASSING)) if there else "")
            wanted = read_people_file(text, shipped.default_policy())
            try:
                write(
                    self.hub.config,
                    partial(import_people, wanted=wanted, now=self.hub.clock(), remove_missing=True, agreed=Agreed(100)),
                )
                self.found.imports += 1
            except PresenceError:
                self.found.refused += 1
            self.over.wait(1)

    def trouble(self) -> None:
        """The disk is full for a while, then the database is locked for a while, in turn."""
        while not self.over.wait(3):
            for kind in (full_disk, locked_database):
                self.calm_since = None
                with kind(self.hub):
                    self.over.wait(3)
                    self.calm_since = monotonic()  # how long the way out of it takes counts against the hub
                self.over.wait(2)

    def watch(self) -> None:
        """How late absences end, but for the time in which nothing can be kept."""
        while not self.over.wait(0.1):
            now, since = self.hub.clock(), self.calm_since
            if since is None:
                continue
            calm = timedelta(seconds=monotonic() - since)
            for held in self.hub.on_loop(self._held):
                self.found.late = max(self.found.late, min(now - held, calm))
            asked = monotonic()
            with suppress(Unavailable):  # a trouble has begun
                self.hub.on_loop(lambda: self.hub.hub.store.write(lambda change: None))
                if self.calm_since == since:
                    self.found.kept_in = max(self.found.kept_in, timedelta(seconds=monotonic() - asked))

    def _held(self) -> list[datetime]:
        now, states = self.hub.clock(), self.hub.hub.board.states.values()
        return [end for state in states if state.held is not None and (end := state.held.end) is not None and end < now]

    def settle(self) -> None:
        """Wait until all has ended that was set, and compare what everybody says."""
        hub, found = self.hub.hub, self.found
        until(lambda: self.hub.on_loop(self._is_quiet))
        pbx = cast(EmbeddedPbx, hub.pbx)
        rules = self.hub.on_loop(pbx.rules)
        said: dict[str, tuple[Any, Any]] = {
            "the PBX's rules": (dict(rules), hub.board.rules),
            "open absences": (self._read(absences.read_open), []),
            "jobs": (self._read(jobs.read_jobs), {}),
            "event number": (self._read(events.newest), self.hub.on_loop(lambda: hub.board.number)),
            "overdue": (
                self._read(lambda sql: absences.read_overdue(sql, since=datetime.min.replace(tzinfo=UTC))),
                self._overdue(),
            ),
        }
        until(lambda: len(hub.front_door) == 0)
        said["places that nobody holds"] = len(hub.front_door), 0
        found.disagree = [f"{name}: {one} and {other}" for name, (one, other) in said.items() if one != other]
        found.restarts, found.callbacks_failed = hub.supervised.restarts, hub.store.callbacks_failed

    def _is_quiet(self) -> bool:
        states, flight = self.hub.hub.board.states, self.hub.hub.absences.in_flight
        return all(state.held is None and state.in_force and not flight(one) for one, state in states.items())

    def _overdue(self) -> set[str]:
        return {one for one, state in self.hub.hub.board.states.items() if state.overdue}

    def _read(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        return self.hub.on_loop(lambda: self.hub.hub.store.read(work))


def pragma(hub: Serving, text: str) -> Any:
    """Say it in the writer's own thread: from another, SQLite mixes up what the two are answered."""
    while True:
        try:
            return hub.on_loop(lambda: hub.hub.store.write(lambda change: change.sql.execute(f"PRAGMA {text}").fetchone()))
        except Unavailable:  # the group that it came in was refused for the others
            continue


@contextmanager
def full_disk(hub: Serving) -> Iterator[None]:
    """SQLite itself finds that there is no page left."""
    pragma(hub, f"max_page_count = {pragma(hub, 'page_count')[0]}")
    try:
        yield
    finally:
        pragma(hub, "max_page_count = 1000000")


@contextmanager
def locked_database(hub: Serving) -> Iterator[None]:
    """Somebody else writes, for longer than the writer waits."""
    pragma(hub, "busy_timeout = 500")
    with closing(sqlite3.connect(hub.config.path(hub.config.database), isolation_level=None, timeout=PATIENCE)) as sql:
        sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            sql.execute("ROLLBACK")
            pragma(hub, "busy_timeout = 10000")


class BadCalendar:
    """A calendar that fails, in a way of its own each time."""

    def __init__(self) -> None:
        self.asked = 0

    async def read(self, *_: object, **__: object) -> Any:
        """Fail."""
        self.asked += 1
        raise (RecursionError(), Unavailable("calendar-unreachable"), ValueError(), KeyError())[self.asked % 4]

    def forget(self, account_id: str) -> None:
        """Nothing was kept of any."""


def bad_calendars(hub: Serving) -> None:
    """Some people's calendars fail at every look."""
    room = hub.hub.calendars
    accounts = [CalendarAccount(f"bad-{one}", one, wire.CalendarKind.ICS, "", "", b"") for one in (*AWAY[:5], *PASSING[:2])]
    room.sources = {wire.CalendarKind.ICS: cast(Any, BadCalendar())}
    room.known |= {account.id: account for account in accounts}
    room.start(hub.hub.supervised)


def until(holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for a condition."""
    end = monotonic() + seconds
    while not holds():
        if monotonic() > end:
            return
        sleep(0.1)


def churned(folder: Path, seconds: float) -> Found:
    """Let it all go on for `seconds`."""
    with serving(folder, EVERYBODY, run_loop=uvloop.run, clock=RunningClock()) as hub:
        churn = Churn(hub)
        with hub.client("anna") as anna:
            token = anna.headers["authorization"].removeprefix("Bearer ")
        hub.on_loop(lambda: bad_calendars(hub))
        works: list[Callable[[], None]] = [churn.import_people, churn.trouble, churn.watch]
        works += [lambda seed=seed: churn.cut_streams(token, seed) for seed in range(4)]  # type: ignore[misc]
        works += [lambda seed=seed: churn.change(seed) for seed in range(3)]  # type: ignore[misc]
        threads = [threading.Thread(target=work, daemon=True) for work in works]
        for thread in threads:
            thread.start()
        sleep(seconds)
        churn.over.set()
        for thread in threads:
            thread.join(PATIENCE * 2)
        churn.found.unanswered += sum(thread.is_alive() for thread in threads)
        churn.settle()
        return churn.found


def main() -> int:
    """Say what was found; 1 when anything was lost, late or ended."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 120
    with tempfile.TemporaryDirectory() as folder:
        found = churned(Path(folder) / "hub", seconds)
    print(found)
    bad = found.unanswered or found.odd or found.restarts or found.callbacks_failed or found.disagree or found.late > LATE
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
