"""Three hubs on one PostgreSQL, of which one leads: many changes a second at all three, and readers at each of them.

Beside it, in the same run, the same numbers of messages and readers: PostgreSQL's own LISTEN and NOTIFY, and NATS where it is
installed (apt install nats-server). Minutes, so it is measured only where it is named: ./benchmarks/run three-hubs
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from benchmarks.hub import Caller, Running
from benchmarks.measuring import Row, answers, free_port, percentile, running, wait_for
from benchmarks.numbered_crowd import Came, Open, numbered_crowd
from benchmarks.two_hubs import wish

if TYPE_CHECKING:
    from tests.hub.hubs.grouped import Grouped
    from tests.postgresql import Cluster

HUBS, PEOPLE = 3, 256
WANTED = 1_000, 500
"""Readers at each hub, and changes a second: what an organisation of 200,000 would have."""
SCALES = WANTED, (100, 100), (25, 100), (25, 50), (10, 20)
"""Tried in this order, until one is carried by the machine, with the crowd and PostgreSQL beside the hubs."""
DELIVERIES_OF_A_CORE = 50_000
"""No machine carries more in a second, so that more is not tried."""
TRIAL, SECONDS = 5.0, 60.0
LIMITS = ("streams_per_account", "streams_per_session", "calls_per_minute", "messages_per_minute", "changes_per_minute")
PAYLOAD = 300


def measure() -> list[Row]:
    """What was carried; latencies beside both yardsticks."""
    from tests.hub.hubs.grouped import grouped
    from tests.postgresql import Cluster

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    cluster = Cluster("fsync=on", "max_connections=3500")
    try:
        with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
            limits = "[limits]\n" + "".join(f"{each} = 1000000\n" for each in LIMITS)
            with grouped(cluster, Path(name), HUBS, limits) as group:
                readers, rate, reached, came, delays = _carried(group)
            listening = _timed(partial(listeners, cluster), readers * HUBS, int(rate * SECONDS), rate)
            nats = _nats(Path(name), readers * HUBS, rate) if shutil.which("nats-server") else None
    finally:
        cluster.remove()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    missed, doubled = sum(each.missed for each in came), sum(each.doubled for each in came)
    what = f"{HUBS} hubs on PostgreSQL, {readers:,} readers each, {rate} changes a second asked for, {SECONDS:.0f} s"
    rows = [
        Row(
            f"{what}: missed, doubled",
            f"{missed} and {doubled} of {sum(each.count for each in came):,} ({reached:.0f} changes/s)",
            "",
            "",
            "0",
        )
    ]
    others = [("LISTEN/NOTIFY", listening)] + ([("NATS", nats)] if nats else [])
    for part in (0.5, 0.99):
        ours = percentile(delays, part) * 1000
        shown = "; ".join(f"{percentile(theirs, part) * 1000:.1f} ms ({name})" for name, theirs in others)
        ratio = " / ".join(f"{ours / (percentile(theirs, part) * 1000):.1f} ×" for _, theirs in others)
        goal = "≤ 50 ms" if part == 0.99 else ""
        rows.append(
            Row(
                f"a change, asked for → the last reader of another hub, p{part * 100:.0f}", f"{ours:.1f} ms", shown, ratio, goal
            )
        )
    return rows


def _carried(group: Grouped) -> tuple[int, int, float, list[Came], list[float]]:
    """The first scale that is carried: readers, changes a second asked for and made, what came, and seconds of each."""
    from tests.hub.hubs.grouped import token

    signed = token(group.leader(), "maria")
    extensions = [row[0] for row in group.sql("SELECT extension FROM person ORDER BY extension")]
    hubs = [Running(hub.port, hub.pid, signed, extensions) for hub in group.hubs]
    for readers, rate in SCALES:
        if HUBS * readers * rate * 2 > DELIVERIES_OF_A_CORE * (os.cpu_count() or 1) and (readers, rate) != SCALES[-1]:
            continue
        with numbered_crowd([[partial(stream, hub)] * readers for hub in hubs]) as crowd:
            made, _ = asyncio.run(_changes(hubs, rate, TRIAL, "trial"))
            crowd.ended()
            if len(made) < 0.9 * rate * TRIAL and (readers, rate) != SCALES[-1]:
                continue
            crowd.begin()
            made, reached = asyncio.run(_changes(hubs, rate, SECONDS, "real"))
            came = crowd.ended()
        delays = []
        for at, version, began in made:
            last = [each.last.get(version) for number, each in enumerate(came) if number != at]
            delays += [max(one for one in last if one is not None) - began] if any(last) else []
        return readers, rate, reached, came, delays
    raise RuntimeError("nothing was carried")


async def _changes(hubs: Sequence[Running], rate: int, seconds: float, key: str) -> tuple[list[tuple[int, int, float]], float]:
    """(hub, number of its event, clock at which it was asked for) of each change that was made; how many a second."""
    extensions, made, key = hubs[0].extensions, list[tuple[int, int, float]](), f"{key}-{time.time_ns()}"
    began = time.perf_counter()

    async def keep_on(at: int, person: int) -> None:
        """One person after the other, each by one caller alone: no change is refused for another."""
        caller = Caller(hubs[at])
        await caller.open()
        for number in range(person, int(rate * seconds), len(extensions)):
            wait = began + number / rate - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            asked = time.perf_counter()
            if asked > began + seconds:
                break
            answer = json.loads(await caller.set(extensions[person], wish(number % 600), f"{key}-{number}"))
            made.append((at, int(answer["standing"]["version"]), asked))
        caller.close()

    await asyncio.gather(*(keep_on(person % len(hubs), person) for person in range(len(extensions))))
    return made, len(made) / (time.perf_counter() - began)


def stream(hub: Running) -> socket.socket:
    """An open event stream, its greeting read."""
    connection = socket.create_connection(("127.0.0.1", hub.port), 30)
    head = "GET /api/v1/events HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n"
    connection.sendall(f"{head}Authorization: Bearer {hub.receptionist}\r\n\r\n".encode())
    seen = b""
    while not seen.endswith(b"\n\n") or b"hello" not in seen:
        seen += connection.recv(262_144)
    return connection


@contextmanager
def listeners(cluster: Cluster, readers: int) -> Iterator[tuple[Sequence[Open], Callable[[int], None]]]:
    """As many connections that listen, and how a number is told to them."""

    def listen() -> socket.socket:
        connection = psycopg.connect(cluster.conninfo(), autocommit=True)
        connection.execute("LISTEN board")
        kept.append(connection)
        return socket.socket(fileno=os.dup(connection.fileno()))

    kept = list[object]()
    with psycopg.connect(cluster.conninfo(), autocommit=True) as telling:

        def tell(number: int) -> None:
            telling.execute("SELECT pg_notify('board', %s)", (_text(number),))

        yield [listen] * readers, tell


def _nats(folder: Path, readers: int, rate: int) -> list[float]:
    port = free_port()
    with running("nats-server", "-a", "127.0.0.1", "-p", str(port), log=folder / "nats.log"):
        wait_for(lambda: answers(port), "nats-server")
        return _timed(partial(_subscribers, port), readers, int(rate * SECONDS), rate)


@contextmanager
def _subscribers(port: int, readers: int) -> Iterator[tuple[Sequence[Open], Callable[[int], None]]]:
    def subscribe() -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", port), 30)
        connection.sendall(b'CONNECT {"verbose":false,"pedantic":false}\r\nSUB board 1\r\nPING\r\n')
        seen = b""
        while b"PONG\r\n" not in seen:
            seen += connection.recv(65_536)
        return connection

    with subscribe() as publisher:

        def tell(number: int) -> None:
            text = _text(number).encode()
            publisher.sendall(b"PUB board %d\r\n%b\r\n" % (len(text), text))

        yield [subscribe] * readers, tell


def _timed(opened: Callable[..., object], readers: int, count: int, rate: int) -> list[float]:
    """Seconds from each message, as many a second as there were changes, until the last of the readers has it."""
    with opened(readers) as (openers, tell), numbered_crowd([openers]) as crowd:  # type: ignore[attr-defined]
        crowd.begin()
        told = dict[int, float]()
        began = time.perf_counter()
        for number in range(1, count + 1):
            time.sleep(max(0.0, began + number / rate - time.perf_counter()))
            told[number] = time.perf_counter()
            tell(number)
        [came] = crowd.ended()
    if came.missed or came.doubled:
        raise RuntimeError(f"the yardstick missed {came.missed} and doubled {came.doubled}")
    return [came.last[number] - at for number, at in told.items()]


def _text(number: int) -> str:
    return f"id: {number}.{'x' * PAYLOAD}"
