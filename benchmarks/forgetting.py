"""A million old events are erased while somebody changes something: how long each change waits for its commit."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.measuring import Row, percentile
from kalix_presence.hub.store import Store, Transaction, events
from kalix_presence.hub.store.schema import stored

EVENTS = 1_000_000
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def measure() -> list[Row]:
    """One row."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        path = Path(name) / "kalix.db"
        Store(path).close()
        old = stored(NOW - timedelta(days=30))
        with closing(sqlite3.connect(path)) as sql, sql:
            sql.executemany(
                "INSERT INTO event(id, at, kind, extension, full) VALUES (?, ?, 'standing', '2041', ?)",
                ((number, old, b"x" * 200) for number in range(1, EVENTS + 1)),
            )
        waits, seconds = asyncio.run(_erase(path))
    shown = " / ".join(f"{percentile(waits, part) * 1000:.1f}" for part in (0.5, 0.99))
    return [
        Row(
            f"changes while {EVENTS:,} old events are erased ({seconds:.0f} s): commit p50 / p99, longest",
            f"{shown} ms, {max(waits) * 1000:.1f} ms",
            "-",
            "-",
            "longest < 50 ms",
        )
    ]


async def _erase(path: Path) -> tuple[list[float], float]:
    store, waits, began = Store(path), list[float](), time.perf_counter()

    def forget(change: Transaction) -> bool:
        return events.forget_events(change, before=NOW - timedelta(days=7)) >= events.SLICE

    def work(change: Transaction) -> None:
        change.sql.execute("INSERT INTO setting(name, value) VALUES ('bench', '1') ON CONFLICT(name) DO UPDATE SET value = '2'")

    async def erase() -> None:
        while await store.write(forget):
            await asyncio.sleep(0)

    erasing = asyncio.create_task(erase())
    while not erasing.done():
        asked = time.perf_counter()
        await store.write(work)
        waits.append(time.perf_counter() - asked)
        await asyncio.sleep(0.005)
    await erasing
    store.close()
    return waits, time.perf_counter() - began
