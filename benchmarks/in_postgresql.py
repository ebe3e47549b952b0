"""The same changes with everything in PostgreSQL, beside a durable commit there and the PBX, and beside SQLite."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from benchmarks.hub import beside_both, hub
from benchmarks.in_force import AT_ONCE, ONE_BY_ONE, PEOPLE, commits, many, one_by_one, round_trips
from benchmarks.measuring import Row, percentile


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one change and of the least that it can cost; changes a second when many come at once."""

    p50: float
    p99: float
    least: float
    rate: float


def measure() -> list[Row]:
    """PostgreSQL's rows; SQLite is measured in turn with it, so that whatever else the machine does meets both."""
    from tests.pbx.asterisk_server import SECRET

    with beside_both() as (folder, cluster, server):
        found = {url: _measured(folder, server.address, SECRET, url) for url in ("", _url(cluster))}
    file, there = found.values()
    return [
        Row(
            "in PostgreSQL: status → in force, p50",
            f"{there.p50:.2f} ms",
            f"{there.least:.2f} ms (commit there + DBPut + DBGet)",
            f"{there.p50 / there.least:.1f} ×",
            "≤ 3 ×",
        ),
        Row("in PostgreSQL: status → in force, p99", f"{there.p99:.2f} ms", "", "", ""),
        Row(
            f"in PostgreSQL: changes a second, {AT_ONCE} at once",
            f"{there.rate:,.0f}/s",
            f"{file.rate:,.0f}/s (in SQLite)",
            f"{there.rate / file.rate:.2f} ×",
            "",
        ),
        Row(
            "in SQLite, in the same run: status → in force, p50",
            f"{file.p50:.2f} ms",
            f"{file.least:.2f} ms (commit + DBPut + DBGet)",
            f"{file.p50 / file.least:.1f} ×",
            "≤ 3 ×",
        ),
    ]


def _url(cluster: object) -> str:
    return f"postgresql://kalix@{quote(str(cluster.folder), safe='')}/{cluster.made()}"  # type: ignore[attr-defined]


def _measured(folder: Path, host: str, secret: str, url: str) -> Measured:
    address = {"host": host, "port": 5038, "username": "kalix", "secret": secret}
    place = folder / ("there" if url else "here")
    place.mkdir()
    with hub(place, PEOPLE, address, store=url) as running:
        floor = [_commits(place, url), round_trips(host, secret)]
        ours = asyncio.run(one_by_one(running))
        floor_after = [_commits(place, url), round_trips(host, secret)]
        rate = asyncio.run(many(running))
    least = [sum(percentile(each, 0.5) for each in one) * 1000 for one in (floor, floor_after)]
    return Measured(percentile(ours, 0.5) * 1000, percentile(ours, 0.99) * 1000, sum(least) / 2, rate)


def _commits(folder: Path, url: str) -> list[float]:
    """Seconds of one durable commit of one small row, many times."""
    if not url:
        return commits(folder)
    taken = []
    with psycopg.connect(url, autocommit=True, prepare_threshold=1) as sql:
        sql.execute("CREATE TABLE IF NOT EXISTS yardstick (id BIGINT GENERATED ALWAYS AS IDENTITY, body TEXT)")
        for _ in range(ONE_BY_ONE):
            began = time.perf_counter()
            sql.execute("INSERT INTO yardstick (body) VALUES (%s)", ("x" * 300,))
            taken.append(time.perf_counter() - began)
    return taken
