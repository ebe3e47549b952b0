"""From a start to an icon that is seen, and memory afterwards, beside the barest tray program."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.hub import BIN, hub
from benchmarks.measuring import Row, memory_mib, running, wait_for
from benchmarks.screen import has_icon, screen

ROUNDS = 11
SETTLED = 4.0
"""Seconds until a program is signed in, connected and at rest."""


def measure() -> list[Row]:
    """Median of rounds in turn, so that whatever else the machine does meets both."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        with hub(folder, 0) as served, screen(folder) as env:
            ours_env = env | {
                "KALIX_HUB": f"http://127.0.0.1:{served.port}",
                "KALIX_TOKEN": served.receptionist,
                "KALIX_HOME": str(folder / "home"),
            }
            ours: list[tuple[float, float]] = []
            bare: list[tuple[float, float]] = []
            for turn in range(ROUNDS + 1):
                one = started(folder, ours_env, "kalix-presence", BIN / "kalix-presence")
                other = started(folder, env, "bare-tray", sys.executable, Path(__file__).with_name("bare_tray.py"))
                if turn:  # the first fills the caches: the file system's, and the tray's own of the last known state
                    ours.append(one)
                    bare.append(other)
    rows = []
    for place, (what, unit, goal) in enumerate(
        (("start to visible icon", "ms", "≤ 1.5 ×"), ("resident memory", "MiB", "≤ 1.6 ×"))
    ):
        mine, least = (statistics.median(each[place] for each in measured) for measured in (ours, bare))
        rows.append(Row(what, f"{mine:.0f} {unit}", f"{least:.0f} {unit} (barest tray)", f"{mine / least:.2f} ×", goal))
    return rows


def started(folder: Path, env: dict[str, str], name: str, *command: str | Path) -> tuple[float, float]:
    """Milliseconds until the icon is in the tray, and MiB once at rest."""
    wait_for(lambda: not has_icon(env, name), "an empty tray")
    began = time.perf_counter()
    with running(*command, log=folder / "tray.log", env=env) as process:
        wait_for(lambda: has_icon(env, name), f"the icon of {name}", every=0.001)
        seen = time.perf_counter() - began
        time.sleep(SETTLED)
        return seen * 1000, memory_mib(process.pid)
