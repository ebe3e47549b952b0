"""In PostgreSQL a whole day of events goes with its table, while somebody changes something; the same day row by row beside it.

Minutes, so it is not among what runs when nothing is named: ./benchmarks/run forgetting-days
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from benchmarks.measuring import Row, percentile
from kalix_presence.hub.store import Store, Transaction, event_days, events
from kalix_presence.hub.store.event_days import REST
from kalix_presence.hub.store.named_values import put_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.schema import stored

EVENTS = 10_000_000
BY_ROWS = 200_000
"""So many of them are erased row by row; all of them would take hours."""
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
_FILL = """INSERT INTO {} (id, at, kind, extension, "full")
 SELECT {} + n, {} + n, 'standing', '2041', convert_to(repeat('x', 200), 'UTF8') FROM generate_series(1, {}) AS n"""


def measure() -> list[Row]:
    """One row."""
    from tests.postgresql import Cluster

    cluster = Cluster("fsync=on", "max_wal_size=4GB")
    try:
        with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
            made = cluster.made()
            database = Postgresql(cluster.conninfo(made), Path(name) / "kalix.db", name=made)
            store = Store(database)
            day = NOW - timedelta(days=9)
            asyncio.run(_written(store, lambda change: event_days.make_days(change, now=day)))
            with psycopg.connect(database.conninfo, autocommit=True) as sql:
                first = stored(day.replace(hour=0))
                sql.execute(_FILL.format(f"event_{day:%Y%m%d}", 0, first, EVENTS).encode())
                sql.execute(_FILL.format(REST, EVENTS, stored(NOW - timedelta(days=30)), BY_ROWS).encode())
                sql.execute("VACUUM ANALYZE")
                sql.execute("CHECKPOINT")
            idle, _ = asyncio.run(_waits(store, _nothing))
            whole, dropped = asyncio.run(_waits(store, _drop))
            rows, erased = asyncio.run(_waits(store, _erase))
            store.close()
    finally:
        cluster.remove()
    share = EVENTS / BY_ROWS
    return [
        Row(
            f"in PostgreSQL: changes while a day of {EVENTS:,} events goes with its table: longest wait for a commit",
            f"{max(whole) * 1000:.0f} ms once ({dropped:.2f} s in all)",
            f"{max(rows) * 1000:.0f} ms, again and again ({erased * share / 60:.0f} min row by row)",
            f"{dropped / (erased * share):.5f} × of the time",
            "",
        ),
        Row("the same with nothing to erase: p99, longest", f"{_shown(idle)} ms", "", "", ""),
    ]


def _shown(waits: list[float]) -> str:
    return f"{percentile(waits, 0.99) * 1000:.0f} / {max(waits) * 1000:.0f}"


async def _written(store: Store, work: object) -> object:
    return await store.write(work)  # type: ignore[arg-type]


async def _nothing(_store: Store) -> None:
    await asyncio.sleep(5)


async def _drop(store: Store) -> None:
    assert await store.write(lambda change: event_days.forget_days(change, before=NOW - timedelta(days=9))) == 1
    await asyncio.to_thread(store.database.clear_away)


async def _erase(store: Store) -> None:
    def forget(change: Transaction) -> bool:
        return events.forget_events(change, before=NOW - timedelta(days=8)) >= events.SLICE

    while await store.write(forget):
        await asyncio.sleep(0)


async def _waits(store: Store, erase: object) -> tuple[list[float], float]:
    """Seconds of each change meanwhile, and of all of it."""
    waits, began = list[float](), time.perf_counter()
    erasing = asyncio.create_task(erase(store))  # type: ignore[operator]
    while not erasing.done() or not waits:
        asked = time.perf_counter()
        await store.write(lambda change: put_setting(change.sql, "bench", str(asked)))  # noqa: B023 - awaited here
        waits.append(time.perf_counter() - asked)
        await asyncio.sleep(0.002)
    await erasing
    return waits, time.perf_counter() - began
