"""Many readers in one process of their own, who look whether each numbered message has come to each of them, once, and when."""

from __future__ import annotations

import multiprocessing
import re
import select
import socket
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

QUIET = 2.0
"""Seconds without a message after which no more is waited for."""
MARK = re.compile(rb"id: (\d+)\.")
_KEPT = 32
"""Bytes of a reader's last read that may hold half a mark."""
Open = Callable[[], socket.socket]


@dataclass
class Came:
    """What came to one group of readers: in all, to whom a number did not come, or came again or too late; the clock at which
    the last of them had each number."""

    count: int = 0
    missed: int = 0
    doubled: int = 0
    last: dict[int, float] = field(default_factory=dict)


class NumberedCrowd:
    """The crowd as the measuring process sees it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def begin(self) -> None:
        """Forget what has come."""
        self._pipe.send("begin")
        self._pipe.recv()

    def ended(self) -> list[Came]:
        """Wait until nothing comes any longer; what came to each group since `begin`."""
        self._pipe.send("end")
        found: list[Came] = self._pipe.recv()
        return found


@contextmanager
def numbered_crowd(groups: Sequence[Sequence[Open]]) -> Iterator[NumberedCrowd]:
    """Readers by groups, each with the connection that it opens itself."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_read, args=(theirs, groups), daemon=True)
    process.start()
    try:
        if ours.recv() != "ready":
            raise RuntimeError("the crowd did not come together")
        yield NumberedCrowd(ours)
    finally:
        process.kill()
        process.join()


class _Reader:
    def __init__(self, group: int, connection: socket.socket) -> None:
        self.group, self.connection, self.tail = group, connection, b""
        connection.setblocking(False)
        self.forget()

    def forget(self) -> None:
        self.count, self.newest, self.doubled = 0, 0, 0

    def read(self, data: bytes, last: dict[int, float], now: float) -> bool:
        """Count what is in `data`; whether anything is."""
        data = self.tail + data
        end = 0
        for found in MARK.finditer(data):
            number, end = int(found[1]), found.end()
            self.count += 1
            self.doubled += number <= self.newest
            self.newest = max(number, self.newest)
            last[number] = now
        self.tail = data[max(end, len(data) - _KEPT) :]
        return end > 0


def _read(pipe: Connection, groups: Sequence[Sequence[Open]]) -> None:
    poll, readers = select.epoll(), dict[int, _Reader]()
    for number, group in enumerate(groups):
        for each in group:
            reader = _Reader(number, each())
            readers[reader.connection.fileno()] = reader
            poll.register(reader.connection, select.EPOLLIN)
    poll.register(pipe.fileno(), select.EPOLLIN)
    pipe.send("ready")
    buffer = memoryview(bytearray(262_144))
    last: dict[int, dict[int, float]] = defaultdict(dict)
    ending, heard = False, 0.0
    while True:
        for fileno, _ in poll.poll(0.2):
            if fileno == pipe.fileno():
                ending, heard = pipe.recv() == "end", time.perf_counter()
                if not ending:
                    last.clear()
                    for reader in readers.values():
                        reader.forget()
                    pipe.send("go")
                continue
            reader = readers[fileno]
            try:
                size = reader.connection.recv_into(buffer)
            except BlockingIOError:
                continue
            if not size:
                poll.unregister(fileno)
            elif reader.read(bytes(buffer[:size]), last[reader.group], now := time.perf_counter()):
                heard = now
        if ending and time.perf_counter() - heard > QUIET:
            pipe.send(_came(groups, readers.values(), last))
            ending = False


def _came(groups: Sequence[object], readers: Iterable[_Reader], last: dict[int, dict[int, float]]) -> list[Came]:
    every = len(set().union(*last.values())) if last else 0
    found = [Came(last=last[number]) for number in range(len(groups))]
    short = Counter[int]()
    for reader in readers:
        came = found[reader.group]
        came.count += reader.count
        came.doubled += reader.doubled
        short[reader.group] += every - (reader.count - reader.doubled)
    for number, came in enumerate(found):
        came.missed = short[number]
    return found
