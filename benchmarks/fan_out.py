"""One status change to many open event streams, beside mosquitto with as many subscribers and messages of the same size."""

from __future__ import annotations

import asyncio
import json
import resource
import socket
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.crowd import Crowd, crowd
from benchmarks.hub import Caller, Running, hub
from benchmarks.measuring import Row, answers, free_port, percentile, running, wait_for

CROWDS = (500, 2000)
BURST = 240
SINGLE = 40
PEOPLE = 240


@dataclass(frozen=True)
class Figures:
    """Deliveries a second in a burst, and seconds from one publication to each reader's delivery, p99; `size` of a message on
    its way, in bytes."""

    rate: float
    p99: float
    size: int


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
            with hub(own, PEOPLE) as served:
                ours = streams(served, readers)
                if readers == CROWDS[-1]:
                    stalled = streams(served, readers, stalled=True)
                    # The hub was new to it the first time: beside both runs, before and after, nobody is at an advantage.
                    without = (ours.rate + streams(served, readers).rate) / 2
            theirs = mosquitto(folder, readers, ours.size)
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
    late = (f"{ours.p99 * 1000:.1f} ms", f"{theirs.p99 * 1000:.1f} ms (mosquitto)", f"{ours.p99 / theirs.p99:.2f} ×", "≤ 1 ×")
    return [Row(f"{what}, deliveries", *rates), Row(f"{what}, p99 of one change", *late)]


def streams(served: Running, readers: int, *, stalled: bool = False) -> Figures:
    """The hub's own figures. Every change is two events: set, and in force."""
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
    with crowd(served.port, readers, greet, b"event: standing") as many:
        figures = asyncio.run(_hub_figures(served, many, readers))
    for lazy in asleep:
        lazy.close()
    return figures


async def _hub_figures(served: Running, many: Crowd, readers: int) -> Figures:
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
    delays: list[float] = []
    for number in range(SINGLE):
        many.expect(2 * readers)
        began = time.perf_counter()
        await callers[0].set(served.extensions[number], _wish(100 + number), f"{key}-single-{number}")
        arrived = await asyncio.to_thread(many.arrived)
        delays += [first - began for first in arrived.firsts]
    for caller in callers:
        caller.close()
    return Figures(rate, percentile(delays, 0.99), size)


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
    with running("mosquitto", "-c", settings, log=folder / "mosquitto.log"):
        wait_for(lambda: answers(port), "mosquitto")
        with (
            crowd(port, readers, _subscribe, b"event: standing") as many,
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
