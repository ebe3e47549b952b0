"""One process at a time may send: tray and command line take turns, so that changes arrive in the order they were made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kalix_presence.model.errors import Unavailable

PATIENCE = 15.0
"""Seconds to wait for the other process: longer than one request may take."""
_PAUSE = 0.02


@asynccontextmanager
async def process_lock(path: Path, *, patience: float = PATIENCE) -> AsyncIterator[None]:
    """Hold the turn while the block runs; raises Unavailable `outbox-busy` when another process keeps it.

    The lock is SQLite's on an empty file: it works on every platform and ends with its process, however that ends. Where no
    file can be made one goes without: idempotency keys still keep a change from being done twice.
    """
    import sqlite3  # only once there is something to send

    clock = asyncio.get_running_loop().time
    until, pause = clock() + patience, _PAUSE
    try:
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
    except sqlite3.Error:
        yield
        return
    try:
        while True:
            try:
                lock.execute("BEGIN EXCLUSIVE")
                break
            except sqlite3.Error as fault:
                if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    break
            if clock() >= until:
                raise Unavailable("outbox-busy")
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, 0.25)
        yield
    finally:
        lock.close()
