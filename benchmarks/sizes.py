"""How long a hub of a large organisation takes to begin and holds in memory, beside the barest program that reads it.

Minutes, so it is not among what runs when nothing is named: ./benchmarks/run sizes
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from benchmarks.hub import BIN, ask, furnished, moved_to
from benchmarks.measuring import Row, memory_mib, running, wait_for

PEOPLE = 50_000, 200_000
_READS = """
import sys, time
began = time.process_time()
if sys.argv[1].startswith("postgresql"):
    import psycopg
    with psycopg.connect(sys.argv[1]) as sql:
        rows = {table: sql.execute(f"SELECT * FROM {table}").fetchall() for table in ("person", "account")}
else:
    import sqlite3
    sql = sqlite3.connect(sys.argv[1])
    rows = {table: sql.execute(f"SELECT * FROM {table}").fetchall() for table in ("person", "account")}
resident = int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20
print(time.process_time() - began, resident)
"""


def measure() -> list[Row]:
    """Two rows for each size and each database; both are measured with the same people."""
    from tests.postgresql import Cluster

    cluster, rows = Cluster("fsync=on"), list[Row]()
    try:
        for people in PEOPLE:
            with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
                place = furnished(Path(name), people)
                rows += _rows(Path(name), place, people, "SQLite", str(place / "kalix.db"))
                url = f"postgresql://kalix@{quote(str(cluster.folder), safe='')}/{cluster.made()}"
                moved_to(place, url)
                rows += _rows(Path(name), place, people, "PostgreSQL", url)
    finally:
        cluster.remove()
    return rows


def _rows(folder: Path, place: Path, people: int, what: str, address: str) -> list[Row]:
    _begun(folder, place)  # the first start after an import confirms what changed
    taken, cpu, resident = _begun(folder, place)
    said = subprocess.run([sys.executable, "-c", _READS, address], check=True, capture_output=True, text=True).stdout.split()
    least_cpu, least_resident = float(said[0]), float(said[1])
    return [
        Row(
            f"{people:,} people, {what}: start to ready",
            f"{taken:.1f} s ({cpu:.1f} s of a processor)",
            f"{least_cpu:.1f} s of a processor (reads the rows alone)",
            f"{cpu / least_cpu:.1f} ×",
            "",
        ),
        Row(
            f"{people:,} people, {what}: resident memory",
            f"{resident:,.0f} MiB",
            f"{least_resident:,.0f} MiB (holds the rows alone)",
            f"{resident / least_resident:.1f} ×",
            "",
        ),
    ]


def _begun(folder: Path, place: Path) -> tuple[float, float, float]:
    """Seconds until it is ready, seconds of a processor until then, and MiB that it holds."""
    log = folder / "hub.log"
    began = time.perf_counter()
    with running(BIN / "kalix-hub", "serve", "--config", place, log=log) as process:
        wait_for(lambda: "http://" in log.read_text("utf-8") and log.read_text("utf-8").endswith("\n"), "the hub", seconds=600)
        address = next(word for word in log.read_text("utf-8").split() if word.startswith("http://"))
        wait_for(lambda: ask(int(address.rsplit(":", 1)[1]), "GET", "/readyz")[0] == 200, "the hub", seconds=600)
        return time.perf_counter() - began, _processor(process.pid), memory_mib(process.pid)


def _processor(pid: int) -> float:
    spent = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")
