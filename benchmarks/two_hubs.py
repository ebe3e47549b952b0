"""A hub that stands by beside the one that leads, each in a process of its own: what passing on costs, in time and in CPU."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.crowd import Crowd, crowd
from benchmarks.hub import PASSWORD, Caller, Running, ask, hub
from benchmarks.measuring import Row, percentile, running, wait_for

ONE_BY_ONE = 400
PEOPLE = 240
READERS = 1_000
SINGLE, BURST = 60, 120
QUIET_SECONDS = 10.0
LEAD, STAND_BY = "lead", "stand-by"


def measure() -> list[Row]:
    """A change at each of both, one by one in turns; then a crowd that reads at the one that stands by."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name, both(Path(name)) as (leads, stands_by):
        direct, by = asyncio.run(in_turns(leads, stands_by))
        at_leader = spread(leads, leads, READERS)
        at_other = spread(leads, stands_by, READERS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    rows = []
    for part in (0.5, 0.99):
        ours, theirs = (percentile(each, part) * 1000 for each in (by, direct))
        goal = "≤ 2 ×" if part == 0.5 else ""
        what = f"a change at the hub that stands by, p{part * 100:.0f}"
        rows.append(Row(what, f"{ours:.2f} ms", f"{theirs:.2f} ms (at the one that leads)", f"{ours / theirs:.2f} ×", goal))
    late, theirs = (each.p99 * 1000 for each in (at_other, at_leader))
    what = f"a change at the one → the last of {READERS:,} readers of the other, p99"
    rows.append(
        Row(what, f"{late:.1f} ms", f"{theirs:.1f} ms (readers of the one that leads)", f"{late / theirs:.2f} ×", "≤ 50 ms")
    )
    spent, theirs = at_other.relayed, at_leader.led
    what = "CPU of an event to one reader: at the hub that stands by"
    rows.append(
        Row(what, f"{spent:.1f} µs", f"{theirs:.1f} µs (at the one that leads, read there)", f"{spent / theirs:.2f} ×", "")
    )
    rows.append(Row("the same at the one that leads, for a reader of the other", f"{at_other.led:.1f} µs", "", "", ""))
    idle = at_other.idle / READERS * 1_000_000
    rows.append(Row("CPU of a quiet stream at the hub that stands by", f"{idle:.1f} µs a second", "", "", ""))
    return rows


@contextmanager
def both(folder: Path) -> Iterator[tuple[Running, Running]]:
    """The hub that leads and the one that stands by it; that of `benchmarks.hub` sets the folder up, and has ended by then."""
    with hub(folder, PEOPLE):
        pass
    place, secret = folder / "hub", secrets.token_hex(32)
    with program(folder, LEAD, place, secret, "") as (port, pid):
        leads = Running(port, pid, _signed_in(port), [str(30_000 + number) for number in range(PEOPLE)])
        with program(folder, STAND_BY, place, secret, f"http://127.0.0.1:{port}") as (other, other_pid):
            yield leads, replace(leads, port=other, pid=other_pid)


@contextmanager
def program(folder: Path, role: str, *arguments: str | Path) -> Iterator[tuple[int, int]]:
    """One of both: its port and its process."""
    log = folder / f"{role}.log"
    with running(sys.executable, "-m", "benchmarks.two_hubs", role, *arguments, log=log) as process:

        def said() -> str:
            return next((line[5:] for line in log.read_text("utf-8").splitlines() if line.startswith("port ")), "")

        wait_for(said, role)
        yield int(said()), process.pid


def _signed_in(port: int) -> str:
    return str(ask(port, "POST", "/api/v1/sign-in", {"username": "reception", "password": PASSWORD})[1]["token"])


async def in_turns(leads: Running, stands_by: Running) -> tuple[list[float], list[float]]:
    """Seconds of each change until it is in force, directly and passed on."""
    taken: tuple[list[float], list[float]] = ([], [])
    callers = [Caller(each) for each in (leads, stands_by)]
    for caller in callers:
        await caller.open()
    for number in range(ONE_BY_ONE + 50):
        for at, caller in enumerate(callers):
            began = time.perf_counter()
            await caller.set(leads.extensions[(number * 2 + at) % PEOPLE], wish(number), f"turn-{number}-{at}")
            if number >= 50:
                taken[at].append(time.perf_counter() - began)
    for caller in callers:
        caller.close()
    return taken


class Spread:
    """Seconds from a change's request to each reader's delivery, p99; microseconds of CPU for a delivery at both; seconds of
    CPU in a quiet second at the hub that is read."""

    def __init__(self, p99: float, led: float, relayed: float, idle: float) -> None:
        self.p99, self.led, self.relayed, self.idle = p99, led, relayed, idle


def spread(leads: Running, read: Running, readers: int) -> Spread:
    """Changes at the hub that leads, while all read at `read`."""
    head = "GET /api/v1/events HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n"
    request = f"{head}Authorization: Bearer {read.receptionist}\r\n\r\n"

    def greet(connection: socket.socket) -> None:
        connection.sendall(request.encode())
        seen = b""
        while not seen.endswith(b"\n\n") or b"hello" not in seen:
            seen += connection.recv(262_144)

    with crowd(read.port, readers, greet, b"event: standing") as many:
        began = cpu(read.pid)
        time.sleep(QUIET_SECONDS)
        idle = (cpu(read.pid) - began) / QUIET_SECONDS
        return asyncio.run(_spread(leads, read, many, readers, idle))


async def _spread(leads: Running, read: Running, many: Crowd, readers: int, idle: float) -> Spread:
    caller = Caller(leads)
    await caller.open()
    delays: list[float] = []
    key = str(time.time_ns())
    for number in range(SINGLE):
        many.expect(2 * readers)
        began = time.perf_counter()
        await caller.set(leads.extensions[number], wish(100 + number), f"{key}-{number}")
        arrived = await asyncio.to_thread(many.arrived)
        delays += [first - began for first in arrived.firsts]
    spent = cpu(leads.pid), cpu(read.pid)
    many.expect(BURST * 2 * readers)
    for number in range(BURST):
        await caller.set(leads.extensions[number], wish(300 + number), f"{key}-burst-{number}")
    count = (await asyncio.to_thread(many.arrived)).count
    led, relayed = ((cpu(pid) - before) / count * 1_000_000 for pid, before in zip((leads.pid, read.pid), spent, strict=True))
    caller.close()
    return Spread(percentile(delays, 0.99), led, relayed, idle)


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wish(minutes: int) -> bytes:
    """A lunch, as a client sends it."""
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30 + minutes)
    return json.dumps({"reason": "lunch", "until": until.isoformat()}).encode()


def serve(role: str, place: Path, secret: bytes, leader: str) -> None:
    """Be one of both, as `kalix-hub serve` is with a group, whose lease would only add to the start."""
    import uvloop

    from kalix_presence.hub.core.core import utc_now
    from kalix_presence.hub.hubs.leader import Group, Leader
    from kalix_presence.hub.relay.relay_server import RelayServer, takes_passed_on
    from kalix_presence.hub.site.config import read_config
    from kalix_presence.hub.supervision.log_lines import begin_logging
    from kalix_presence.hub.web.app import create_app
    from kalix_presence.hub.web.server import FrontServer, HubServer

    begin_logging()
    config = read_config(place)
    server: FrontServer
    if role == LEAD:
        app = create_app(config)
        server = HubServer(app, config, around=takes_passed_on(app.state.hub, secret))
    else:
        known = Leader("one", leader, 1)
        server = RelayServer(config, Group(lambda: known, secret), clock=utc_now)
    server.when_listening = lambda: print("port", server.port, flush=True)
    uvloop.run(server.serve())


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]), bytes.fromhex(sys.argv[3]), sys.argv[4])
