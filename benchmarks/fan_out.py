"""One status change to many open event streams, beside mosquitto with as many subscribers and messages of the same size.

Whoever sends has one core and whoever reads another; each crowd is measured in turn with mosquitto's, and medians are shown.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import socket
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks import timed_hub
from benchmarks.crowd import Crowd, crowd
from benchmarks.hub import Caller, Running, hub
from benchmarks.measuring import Row, answers, free_port, percentile, running, wait_for

CROWDS = (500, 2000)
RUNS = 3
SENDS, READS = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))
"""The cores of whoever sends and of whoever reads."""
BURST = 240
SINGLE = 40
PEOPLE = 240


@dataclass(frozen=True)
class Figures:
    """Deliveries a second in a burst, and seconds from one publication to each reader's delivery, p99, also from the moment at
    which it was durable (`committed`); `size` of a message on its way, in bytes."""

    rate: float
    p99: float
    size: int
    committed: float = 0.0

    @classmethod
    def median(cls, runs: Sequence[Figures]) -> Figures:
        """Of each figure by itself."""
        return cls(
            median(one.rate for one in runs),
            median(one.p99 for one in runs),
            runs[0].size,
            median(one.committed for one in runs),
        )


def measure() -> list[Row]:
    """Both crowds; then the larger one with a reader in it that does not read."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    rows = []
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        for readers in CROWDS:
            own = folder / str(readers)
            own.mkdir()
            with hub(own, PEOPLE, program=timed_hub.program(own / "commits", core=SENDS)) as served:
                pairs = []
                for _ in range(RUNS):
                    ours = streams(served, readers, own / "commits")
                    pairs.append((ours, mosquitto(folder, readers, ours.size)))
                if readers == CROWDS[-1]:
                    stalled = streams(served, readers, own / "commits", stalled=True)
                    # The hub was new to it the first time: beside both runs, before and after, nobody is at an advantage.
                    without = (pairs[-1][0].rate + streams(served, readers, own / "commits").rate) / 2
            ours, theirs = (Figures.median(each) for each in zip(*pairs, strict=True))
            rows += beside(f"fan-out to {readers}", ours, theirs)
        times = f"{stalled.rate / without:.2f} × of without"
        rows.append(
            Row(
                "the same with one more that does not read, within the system's buffers",
                f"{stalled.rate:,.0f}/s",
                "",
                times,
                "≈ 1 ×",
            )
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return rows


def beside(what: str, ours: Figures, theirs: Figures) -> list[Row]:
    """Two rows of one crowd."""
    rates = (f"{ours.rate:,.0f}/s", f"{theirs.rate:,.0f}/s (mosquitto)", f"{ours.rate / theirs.rate:.2f} ×", "≥ 1 ×")
    shown = f"{theirs.p99 * 1000:.1f} ms (mosquitto)"
    late = [
        Row(f"{what}, p99 of one change, {since}", f"{own * 1000:.1f} ms", shown, f"{own / theirs.p99:.2f} ×", goal)
        for since, own, goal in (("from the request", ours.p99, "≤ 1.3 ×"), ("from the commit", ours.committed, "≤ 1 ×"))
    ]
    return [Row(f"{what}, deliveries", *rates), *late]


def streams(served: Running, readers: int, commits: Path, *, stalled: bool = False) -> Figures:
    """The hub's own figures. Every change is two events: set, and in force. It says in `commits` when each was durable."""
    head = "GET /api/v1/events HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n"
    request = f"{head}Authorization: Bearer {served.receptionist}\r\n\r\n"

    def greet(connection: socket.socket) -> None:
        connection.sendall(request.encode())
        seen = b""
        while not seen.endswith(b"\n\n") or b"hello" not in seen:
            seen += connection.recv(262_144)

    asleep = []
    if stalled:
        lazy = socket.socket()
        # Small, or the system would hold for this reader all that is sent, and the hub would notice nothing.
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
        lazy.connect(("127.0.0.1", served.port))
        lazy.sendall(request.encode())
        asleep.append(lazy)
    with crowd(served.port, readers, greet, b"event: standing", core=READS) as many:
        figures = asyncio.run(_hub_figures(served, many, readers, commits))
    for lazy in asleep:
        lazy.close()
    return figures


async def _hub_figures(served: Running, many: Crowd, readers: int, commits: Path) -> Figures:
    callers = [Caller(served) for _ in range(24)]
    for caller in callers:
        await caller.open()
    key = str(time.time_ns())
    many.expect(BURST * 2 * readers)
    began = time.perf_counter()

    async def keep_on(place: int) -> None:
        for number in range(place, BURST, len(callers)):
            await callers[place].set(served.extensions[number % PEOPLE], _wish(number), f"{key}-{number}")

    await asyncio.gather(*(keep_on(place) for place in range(len(callers))))
    arrived = await asyncio.to_thread(many.arrived)
    rate, size = arrived.count / (arrived.last - began), arrived.size // arrived.count
    delays, since = list[float](), list[float]()
    for number in range(SINGLE):
        many.expect(2 * readers)
        seen = commits.stat().st_size
        began = time.perf_counter()
        await callers[0].set(served.extensions[number], _wish(100 + number), f"{key}-single-{number}")
        arrived = await asyncio.to_thread(many.arrived)
        delays += [first - began for first in arrived.firsts]
        durable = timed_hub.first_after(commits, seen)
        since += [first - durable for first in arrived.firsts]
    for caller in callers:
        caller.close()
    return Figures(rate, percentile(delays, 0.99), size, percentile(since, 0.99))


def _wish(number: int) -> bytes:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30 + number)
    return json.dumps({"reason": "lunch", "until": until.isoformat()}).encode()


def mosquitto(folder: Path, readers: int, size: int) -> Figures:
    """mosquitto's figures, QoS 0, as a stream's are, with packets of `size` bytes."""
    port = free_port()
    settings = folder / f"mosquitto-{readers}.conf"
    settings.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nset_tcp_nodelay true\n", "ascii"
    )
    mark, topic = b"event: standing ", _text(b"board")
    message = mark + b"x" * (size - len(mark) - len(topic) - 3)  # less the packet's own head
    with running("mosquitto", "-c", settings, log=folder / "mosquitto.log") as broker:
        wait_for(lambda: answers(port), "mosquitto")
        os.sched_setaffinity(broker.pid, {SENDS})
        with (
            crowd(port, readers, _subscribe, b"event: standing", core=READS) as many,
            socket.create_connection(("127.0.0.1", port)) as publisher,
        ):
            # As the hub's callers do: a message is not held back until the one before it is acknowledged, which takes 40 ms.
            publisher.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _connect(publisher)
            packet = _packet(0x30, topic + message)
            total = BURST * 2
            many.expect(total * readers)
            began = time.perf_counter()
            for _ in range(total):
                publisher.sendall(packet)
            arrived = many.arrived()
            rate = arrived.count / (arrived.last - began)
            delays: list[float] = []
            for _ in range(SINGLE):
                many.expect(readers)
                began = time.perf_counter()
                publisher.sendall(packet)
                delays += [first - began for first in many.arrived().firsts]
    return Figures(rate, percentile(delays, 0.99), size)


def _packet(kind: int, body: bytes) -> bytes:
    length, size = bytearray(), len(body)
    while True:
        size, part = divmod(size, 128)
        length.append(part | (0x80 if size else 0))
        if not size:
            return bytes([kind]) + bytes(length) + body


def _text(text: bytes) -> bytes:
    return len(text).to_bytes(2, "big") + text


def _connect(connection: socket.socket) -> None:
    connection.sendall(_packet(0x10, _text(b"MQTT") + b"\x04\x02\x00\x00" + _text(b"")))
    if connection.recv(4)[3:] != b"\x00":
        raise RuntimeError("mosquitto refused")


def _subscribe(connection: socket.socket) -> None:
    _connect(connection)
    connection.sendall(_packet(0x82, b"\x00\x01" + _text(b"board") + b"\x00"))
    connection.recv(5)
