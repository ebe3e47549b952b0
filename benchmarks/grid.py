"""The colleague grid with a large organisation, beside QSortFilterProxyModel over the same people in the same process.

Words: *a key waits* for whatever the window is doing at the moment it is pressed, by the clock, which other programs on the
machine lengthen. *Own work* is what the GUI thread computes before it looks for a key again (a turn of its event loop), which
they hardly lengthen; turns without work are not counted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measuring import Row
from benchmarks.turns import Spread

SIZES = (10_000, 50_000)
PROXY = "QSortFilterProxyModel"


def measure() -> list[Row]:
    """Each size in a process of its own, so that memory is its own."""
    rows: list[Row] = []
    for people in SIZES:
        with tempfile.TemporaryDirectory(prefix="kalix-bench-") as home:
            env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "KALIX_HOME": home}
            command = [sys.executable, "-m", "benchmarks.grid_window", str(people)]
            done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[1])
            rows += _rows(f"{people:,} people:", json.loads(done.stdout))
    return rows


def _rows(of: str, seen: dict[str, Any]) -> list[Row]:
    loading, loading_cpu = seen["loading"]
    changes, changes_cpu = seen["changes"]
    ours, theirs = seen["visible"], seen["proxy_visible"]
    key, proxy = seen["key"], seen["proxy_key"]
    return [
        Row(
            f"{of} asked for → painted, from what was known last",
            f"{ours:.0f} ms",
            f"{theirs:.0f} ms ({PROXY}, no hub)",
            "",
            "",
        ),
        Row(f"{of} all live and searched by everything", f"{seen['loaded'] / 1000:.1f} s", "", "", ""),
        Row(f"{of} a key waits meanwhile, p50 / p99 / longest", _spread(loading), "", "", "p99 ≤ 16 ms"),
        Row(f"{of} own work in a turn then", _spread(loading_cpu), "", "", ""),
        Row(
            f"{of} key → found and painted, p50 / p99 / longest",
            _spread(key),
            f"{_spread(proxy)} ({PROXY})",
            f"{key[0] / proxy[0]:.3f} × / {key[1] / proxy[1]:.3f} ×",
            "p50 ≤ 16, p99 ≤ 33 ms",
        ),
        Row(f"{of} a key waits at 2,000 changes a second, p50 / p99 / longest", _spread(changes), "", "", "p99 ≤ 16 ms"),
        Row(f"{of} own work in a turn then", _spread(changes_cpu), "", "", ""),
        Row(
            f"{of} changes a second, as many as are taken",
            f"{seen['most']:,.0f}/s over HTTP",
            f"{seen['proxy_most']:,.0f}/s ({PROXY}, within one process)",
            "",
            "≥ 2,000/s",
        ),
        Row(f"{of} resident memory of window and session", f"{seen['memory']:.0f} MiB", "", "", ""),
    ]


def _spread(spread: Spread) -> str:
    middle, high, longest = spread
    return f"{middle:.1f} / {high:.1f} / {longest:.1f} ms"
