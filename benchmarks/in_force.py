"""From a status change to its rule in a real Asterisk, beside the least that this can cost."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.hub import Caller, Running, hub
from benchmarks.measuring import Row, percentile

ONE_BY_ONE = 600
SECONDS = 8.0
AT_ONCE = 64
PEOPLE = 512


def measure() -> list[Row]:
    """Latency of one change, and how many a second when many come at once."""
    from tests.pbx.asterisk_server import SECRET, AsteriskServer

    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        (folder / "pbx").mkdir()
        server = AsteriskServer(folder / "pbx").start()
        try:
            address = {"host": server.address, "port": 5038, "username": "kalix", "secret": SECRET}
            with hub(folder, PEOPLE, address) as running:
                floor = commits(folder), round_trips(server.address, SECRET)
                ours = asyncio.run(one_by_one(running))
                floor_after = commits(folder), round_trips(server.address, SECRET)
                rate = asyncio.run(many(running))
        finally:
            server.stop()
    least = [(percentile(a, 0.5) + percentile(b, 0.5)) * 1000 for a, b in (floor, floor_after)]
    yardstick = sum(least) / 2
    p50, p99 = (percentile(ours, part) * 1000 for part in (0.5, 0.99))
    times = f"{p50 / yardstick:.1f} ×"
    return [
        Row("status → in force, p50", f"{p50:.2f} ms", f"{yardstick:.2f} ms (commit + DBPut + DBGet)", times, "≤ 3 ×"),
        Row("status → in force, p99", f"{p99:.2f} ms", "", "", ""),
        Row(f"changes a second, {AT_ONCE} at once", f"{rate:,.0f}/s", "", "", "≥ 1,500/s"),
    ]  # fmt: skip


def commits(folder: Path) -> list[float]:
    """Seconds of one durable commit of one small row, many times."""
    path = folder / "yardstick.db"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE change (id INTEGER PRIMARY KEY, body TEXT)")
    taken = []
    for _ in range(ONE_BY_ONE):
        began = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO change (body) VALUES (?)", ("x" * 300,))
        database.execute("COMMIT")
        taken.append(time.perf_counter() - began)
    database.close()
    return taken


def round_trips(host: str, secret: str) -> list[float]:
    """Seconds of a DBPut and a DBGet, one after the other, on a bare socket."""
    taken = []
    with socket.create_connection((host, 5038), 5) as ami:

        def until(end: bytes) -> None:
            seen = b""
            while end not in seen:
                seen += ami.recv(65536)

        ami.sendall(f"Action: Login\r\nUsername: kalix\r\nSecret: {secret}\r\nEvents: off\r\n\r\n".encode())
        until(b"Authentication accepted\r\n\r\n")
        for number in range(ONE_BY_ONE):
            key = f"Family: bench\r\nKey: {number % 100}\r\n"
            began = time.perf_counter()
            ami.sendall(f"Action: DBPut\r\nActionID: p{number}\r\n{key}Val: 1|0|always|9|lunch|a-1\r\n\r\n".encode())
            until(b"\r\n\r\n")
            ami.sendall(f"Action: DBGet\r\nActionID: g{number}\r\n{key}\r\n".encode())
            until(b"ListItems: 1\r\n\r\n")
            taken.append(time.perf_counter() - began)
    return taken


def wish(minutes: int) -> bytes:
    """A lunch, as a client sends it."""
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30 + minutes)
    return json.dumps({"reason": "lunch", "until": until.isoformat()}).encode()


async def one_by_one(running: Running) -> list[float]:
    """Seconds of each change, nothing else going on."""
    caller = Caller(running)
    await caller.open()
    taken = []
    for number in range(ONE_BY_ONE + 50):
        body = wish(number % 60)
        began = time.perf_counter()
        answer = await caller.set(running.extensions[number % PEOPLE], body, f"one-{number}")
        if number >= 50:
            taken.append(time.perf_counter() - began)
        if b'"in_force":true' not in answer:
            raise RuntimeError(f"not in force: {answer!r}")
    caller.close()
    return taken


async def many(running: Running) -> float:
    """Changes a second that are durable and in the PBX, sustained."""
    count, done, ends = itertools.count(), 0, time.perf_counter() + SECONDS

    async def keep_on(own: list[str]) -> None:
        nonlocal done
        caller = Caller(running)
        await caller.open()
        for extension in itertools.cycle(own):
            if time.perf_counter() > ends:
                break
            number = next(count)
            answer = await caller.set(extension, wish(number % 60), f"many-{number}")
            if b'"in_force":true' in answer:
                done += 1
        caller.close()

    began = time.perf_counter()
    await asyncio.gather(*(keep_on(running.extensions[place::AT_ONCE]) for place in range(AT_ONCE)))
    return done / (time.perf_counter() - began)
