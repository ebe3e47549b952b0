"""Where the hub stands, looked at by its start, `check` and `/readyz`: room on the disk, its port, its clock."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import socket
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from kalix_presence.hub.store.database import Database
from kalix_presence.hub.store.events import last_moment
from kalix_presence.model.errors import BadInput, Conflict, StoreFull, Unavailable

FULL_BYTES = 16 * 1024 * 1024
"""With less room than that the disk counts as full: the write-ahead log alone grows to a few MiB between two of its ends."""
LOW_BYTES = 512 * 1024 * 1024
JUMP_SECONDS = 5.0
"""How far the clock may be from the machine's steady one between two looks; what steps it gently stays far below."""
LOOK_SECONDS = 10.0
REMEMBERED = timedelta(hours=1)
"""How long a clock that was set is told."""

log = structlog.get_logger("kalix.place")


def free_bytes(folder: Path) -> int:
    """Room that is left in `folder`. Raises Unavailable `store-unreadable` when it cannot be reached."""
    try:
        return shutil.disk_usage(folder).free
    except OSError as fault:
        raise Unavailable("store-unreadable", problem=type(fault).__name__) from None


def require_room(folder: Path) -> None:
    """Raises StoreFull `disk-full` when nothing more can be kept, and `disk-low` when that is near."""
    free = free_bytes(folder)
    if free < FULL_BYTES:
        raise StoreFull("disk-full", folder=str(folder), megabytes=free // 1_000_000)
    if free < LOW_BYTES:
        raise StoreFull("disk-low", folder=str(folder), megabytes=free // 1_000_000)


def require_writable(database: Path, *, in_a_file: bool = True) -> None:
    """Raises BadInput `folder-unwritable`: the database, or files beside it, cannot be written (rights, a read-only disk)."""
    probe = database.with_name(f"{database.name}.probe-{os.getpid()}")
    try:
        with probe.open("xb"):
            pass
        probe.unlink()
        if in_a_file:
            with database.open("r+b"):
                pass
    except OSError as fault:
        reason = errno.errorcode.get(fault.errno or 0, type(fault).__name__)
        raise BadInput("folder-unwritable", folder=str(database.parent), problem=reason) from None


def require_port(host: str, port: int) -> None:
    """Raises Conflict `port-busy` or BadInput `port-forbidden`, `listen-unknown`. A free port (0) is always there."""
    if not port:
        return
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise BadInput("listen-unknown", host=host) from None
    with ExitStack() as open_ones:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            try:
                trial = open_ones.enter_context(socket.socket(family, kind, protocol))
            except OSError:  # no such addresses on this machine
                continue
            if os.name == "posix":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                trial.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                trial.bind(address)
                trial.listen(1)
            except PermissionError:
                raise BadInput("port-forbidden", port=port) from None
            except OSError as fault:
                if fault.errno == errno.EADDRINUSE:
                    raise Conflict("port-busy", host=host, port=port) from None
                raise BadInput("listen-unknown", host=host) from None


def require_clock(kept: Database, *, now: datetime) -> None:
    """Raises Unavailable `clock-back` when the clock stands before what the hub noted last."""
    with kept.looking() as sql:
        last = last_moment(sql)
    if last is not None and (behind := last - now) > timedelta(minutes=1):
        raise Unavailable("clock-back", minutes=int(behind.total_seconds() // 60))


class ClockWatch:
    """Notices that somebody set the machine's clock while the hub runs, by its steady one."""

    def __init__(self, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._clock, self._steady = clock, steady
        self._last = clock(), steady()
        self._set_at: float | None = None

    def look(self) -> float:
        """Seconds by which the clock was set since the last look; 0.0 when it was not."""
        before, now = self._last, (self._clock(), self._steady())
        self._last = now
        off = (now[0] - before[0]).total_seconds() - (now[1] - before[1])
        if abs(off) < JUMP_SECONDS:
            return 0.0
        self._set_at = now[1]
        log.warning("clock-set", seconds=round(off))
        return off

    @property
    def lately(self) -> bool:
        """Whether it was set within the last hour."""
        return self._set_at is not None and self._steady() - self._set_at < REMEMBERED.total_seconds()

    async def run(self) -> None:
        """Look from time to time, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self.look()
