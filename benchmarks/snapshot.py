"""200 receptionists who start at once among 50 000 people, beside a file of the same size from the same server."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.hub import Caller, Running, hub
from benchmarks.measuring import Row, answers, free_port, memory_mib, percentile, running, wait_for

PEOPLE = 50_000
RECEPTIONISTS = 200
AWAY = 2_000


@dataclass(frozen=True)
class Figures:
    """Seconds until each had the whole board, the last one's first; `size` in bytes as it was sent."""

    all: float
    each: list[float]
    size: int


def measure() -> list[Row]:
    """All at once on a quiet hub, then while statuses change, then the file."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        with hub(folder, PEOPLE) as served:
            asyncio.run(_send_away(served))
            head = f"Host: h\r\nAuthorization: Bearer {served.receptionist}\r\nAccept-Encoding: gzip\r\n\r\n"
            stream = f"GET /api/v1/events?board=apart HTTP/1.1\r\n{head}".encode()
            board = f"GET /api/v1/board?since=%d HTTP/1.1\r\n{head}"
            body = asyncio.run(_one(served.port, stream, board))
            people = len(json.loads(gzip.decompress(body))["board"])
            ours = asyncio.run(_crowd(served.port, stream, board))
            busy = asyncio.run(_while_changing(served, stream, board))
            memory = memory_mib(served.pid)
        theirs = _file(folder, body)
    size = f"{len(body) / 2**20:.2f} MiB packed"
    return [
        Row(
            f"snapshot: {RECEPTIONISTS} receptionists at once, {people:,} people ({size}), last one has it",
            f"{ours.all * 1000:,.0f} ms",
            f"{theirs.all * 1000:,.0f} ms (uvicorn, a file of that size)",
            f"{ours.all / theirs.all:.2f} ×",
            "≤ 2 ×",
        ),
        Row(
            "the same, p50 of each",
            f"{percentile(ours.each, 0.5) * 1000:,.0f} ms",
            f"{percentile(theirs.each, 0.5) * 1000:,.0f} ms",
            f"{percentile(ours.each, 0.5) / percentile(theirs.each, 0.5):.2f} ×",
            "",
        ),
        Row("the same while 60 statuses change a second", f"{busy.all * 1000:,.0f} ms", "", "", ""),
        Row("the hub's memory after it", f"{memory:.0f} MiB", "", "", ""),
    ]


async def _send_away(served: Running) -> None:
    """Some are at lunch, as in any organisation."""
    callers = [Caller(served) for _ in range(16)]
    for caller in callers:
        await caller.open()

    async def some(place: int) -> None:
        for number in range(place, AWAY, len(callers)):
            await callers[place].set(served.extensions[number * (PEOPLE // AWAY)], _lunch(), f"away-{number}")

    await asyncio.gather(*(some(place) for place in range(len(callers))))
    for caller in callers:
        caller.close()


async def _one(port: int, stream: bytes, board: str) -> bytes:
    """One receptionist's board, as it was sent."""
    writers: list[asyncio.StreamWriter] = []
    body = await _receptionist(port, stream, board, writers)
    for writer in writers:
        writer.close()
    return body


async def _crowd(port: int, stream: bytes, board: str) -> Figures:
    writers: list[asyncio.StreamWriter] = []
    each: list[float] = []
    began = time.perf_counter()

    async def one() -> int:
        size = len(await _receptionist(port, stream, board, writers))
        each.append(time.perf_counter() - began)
        return size

    sizes = await asyncio.gather(*(one() for _ in range(RECEPTIONISTS)))
    for writer in writers:
        writer.close()
    return Figures(max(each), each, max(sizes))


async def _while_changing(served: Running, stream: bytes, board: str) -> Figures:
    caller = Caller(served)
    await caller.open()

    async def change() -> None:
        number = 0
        while True:
            number += 1
            await caller.set(served.extensions[number % PEOPLE], _lunch(), f"busy-{number}")
            await asyncio.sleep(1 / 60)

    changing = asyncio.ensure_future(change())
    figures = await _crowd(served.port, stream, board)
    changing.cancel()
    await asyncio.gather(changing, return_exceptions=True)
    caller.close()
    return figures


async def _receptionist(port: int, stream: bytes, board: str, writers: list[asyncio.StreamWriter]) -> bytes:
    """Open the stream as the desk does, then fetch the board it names; the stream stays open."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writers.append(writer)
    writer.write(stream)
    await reader.readuntil(b"event: board_apart\n")
    since = json.loads((await reader.readline())[6:])["since"]
    return await _get(port, (board % since).encode(), writers)


async def _get(port: int, request: bytes, writers: list[asyncio.StreamWriter]) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    writers.append(writer)
    writer.write(request)
    answer = await reader.readuntil(b"\r\n\r\n")
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(answer.decode())
    at = answer.lower().index(b"content-length:") + 15
    return await reader.readexactly(int(answer[at : answer.index(b"\r", at)]))


def _file(folder: Path, content: bytes) -> Figures:
    """The same crowd fetching the file."""
    path, port = folder / "snapshot", free_port()
    path.write_bytes(content)
    env = {**os.environ, "KALIX_BENCH_FILE": str(path), "KALIX_BENCH_PORT": str(port)}
    with running(sys.executable, "-m", "benchmarks.static_file", log=folder / "file.log", env=env):
        wait_for(lambda: answers(port), "uvicorn")
        return asyncio.run(_file_crowd(port))


async def _file_crowd(port: int) -> Figures:
    writers: list[asyncio.StreamWriter] = []
    each: list[float] = []
    began = time.perf_counter()

    async def one() -> int:
        size = len(await _get(port, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n", writers))
        each.append(time.perf_counter() - began)
        return size

    sizes = await asyncio.gather(*(one() for _ in range(RECEPTIONISTS)))
    for writer in writers:
        writer.close()
    return Figures(max(each), each, max(sizes))


def _lunch() -> bytes:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    return json.dumps({"reason": "lunch", "until": until.isoformat()}).encode()
