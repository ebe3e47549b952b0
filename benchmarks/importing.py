"""50,000 people are imported beside a hub that serves, where a status is changed five times a second: how long that waits."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.hub import BIN, Running, ask, hub
from benchmarks.measuring import Row, percentile, wait_for

PEOPLE = 50_000
LEAVING = 200
EVERY = 0.2
QUIET = 10.0
"""Seconds without an import, which the others are compared with."""


def measure() -> list[Row]:
    """A row for the quiet hub, and one for each import."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name, hub(Path(name), PEOPLE) as running:
        place, file = Path(name) / "hub", Path(name) / "people.csv"
        whole = file.read_text("utf-8")
        one = whole.replace(
            f"{running.extensions[7]},Test,Person{running.extensions[7]}", f"{running.extensions[7]},Test,Other"
        )
        gone = set(running.extensions[-LEAVING:])
        fewer = "\n".join(line for line in one.splitlines() if line[:5] not in gone)
        rows = [_row("nobody imports", running, lambda: time.sleep(QUIET))]
        for what, text in (("nobody has changed", whole), ("one has changed", one), (f"{LEAVING} have left", fewer)):
            file.write_text(text, "utf-8")
            rows.append(_row(what, running, lambda: _imported(place, file)))
        wait_for(
            lambda: ask(running.port, "GET", f"/api/v1/people/{max(gone)}", token=running.receptionist)[0] == 404, "the end"
        )
    return rows


def _imported(place: Path, file: Path) -> None:
    command = [BIN / "kalix-hub", "import", "--config", place, "--remove-missing", file]
    subprocess.run(command, check=True, capture_output=True)
    time.sleep(2)  # the hub takes it over meanwhile


def _row(what: str, running: Running, work: Callable[[], object]) -> Row:
    began = time.perf_counter()
    with changing(running) as waits:
        work()
    seconds = time.perf_counter() - began
    shown = " / ".join(f"{percentile(waits, part) * 1000:.0f}" for part in (0.5, 0.99, 1.0))
    return Row(
        f"{PEOPLE:,} people imported, {what} ({seconds:.1f} s): others' changes, 5/s, wait p50 / p99 / longest",
        f"{shown} ms",
        "-",
        "-",
        "longest < 50 ms more than when nobody imports",
    )


@contextmanager
def changing(running: Running) -> Iterator[list[float]]:
    """Somebody's status is set every fifth of a second, until the block ends; what each has waited for its answer."""
    waits, over = list[float](), threading.Event()

    def change_on() -> None:
        number = 0
        while not over.wait(EVERY):
            number += 1
            until = (datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1, minutes=number % 60)).isoformat()
            path = f"/api/v1/people/{running.extensions[1]}/absence"
            began = time.perf_counter()
            try:
                status, answer = ask(running.port, "PUT", path, {"reason": "meeting", "until": until}, running.receptionist)
            finally:
                waits.append(time.perf_counter() - began)
            if status != 200:
                raise RuntimeError(f"a change was answered {status}: {answer}")

    other = threading.Thread(target=change_on)
    other.start()
    try:
        yield waits
    finally:
        over.set()
        other.join()
