"""Many readers in one process of their own, counting what arrives: for the hub's streams and for mosquitto alike."""

from __future__ import annotations

import multiprocessing
import os
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

PATIENCE = 20.0
"""Seconds without anything that arrives."""
Greet = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Arrived:
    """What a crowd got since it was last asked: `count` messages of `size` bytes in all, the clock of the last, and each
    reader's first."""

    count: int
    size: int
    last: float
    firsts: list[float]


class Crowd:
    """The crowd as the measuring process sees it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._expected = pipe, 0

    def expect(self, total: int) -> None:
        """Begin anew; `arrived` then waits for `total` messages."""
        self._expected = total
        self._pipe.send(total)
        self._pipe.recv()

    def arrived(self) -> Arrived:
        """Wait for all that was expected; RuntimeError when no more comes: nobody wins by losing some."""
        found: Arrived = self._pipe.recv()
        if found.count < self._expected:
            raise RuntimeError(f"only {found.count:,} of {self._expected:,} messages arrived")
        return found


@contextmanager
def crowd(port: int, readers: int, greet: Greet, mark: bytes, *, core: int | None = None) -> Iterator[Crowd]:
    """`readers` connections to `port`, each greeted; a message is counted by `mark`, which stands in it once. They read on
    `core` alone, where one is named."""
    ours, theirs = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=_read, args=(theirs, port, readers, greet, mark), daemon=True)
    process.start()
    if core is not None:
        os.sched_setaffinity(process.pid or 0, {core})
    if ours.recv() != "ready":
        raise RuntimeError("the crowd did not come together")
    try:
        yield Crowd(ours)
    finally:
        process.kill()
        process.join()


def _read(pipe: Connection, port: int, readers: int, greet: Greet, mark: bytes) -> None:
    poll = select.epoll()
    sockets: dict[int, socket.socket] = {}
    for _ in range(readers):
        connection = socket.create_connection(("127.0.0.1", port), 30)
        greet(connection)
        connection.setblocking(False)
        sockets[connection.fileno()] = connection
        poll.register(connection, select.EPOLLIN)
    pipe.send("ready")
    poll.register(pipe.fileno(), select.EPOLLIN)
    total, count, volume, firsts, deadline = 0, 0, 0, dict[int, float](), 0.0
    tails: dict[int, bytes] = {}
    keep = len(mark) - 1
    # One buffer for all: a new one for each of them would cost more than what is measured.
    buffer = memoryview(bytearray(262_144))
    while True:
        for fileno, _ in poll.poll(1.0):
            if fileno == pipe.fileno():
                total, count, volume, firsts, deadline = pipe.recv(), 0, 0, {}, time.perf_counter() + PATIENCE
                pipe.send("go")
                continue
            try:
                size = sockets[fileno].recv_into(buffer)
            except BlockingIOError:
                continue
            now = time.perf_counter()
            volume += size
            if not size:
                poll.unregister(fileno)
                continue
            data = bytes(buffer[:size])
            found = (tails.get(fileno, b"") + data).count(mark)
            tails[fileno] = data[-keep:]
            if found:
                count += found
                deadline = now + PATIENCE
                firsts.setdefault(fileno, now)
        if total and (count >= total or time.perf_counter() > deadline):
            pipe.send(Arrived(count, volume, time.perf_counter(), list(firsts.values())))
            total = 0
