"""The colleague grid with a large organisation, beside QSortFilterProxyModel over the same data in the same process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measuring import Row

SIZES = (10_000, 50_000)


def measure() -> list[Row]:
    """Each size in a process of its own, so that memory is its own."""
    rows: list[Row] = []
    for people in SIZES:
        with tempfile.TemporaryDirectory(prefix="kalix-bench-") as home:
            env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "KALIX_HOME": home}
            command = [sys.executable, str(Path(__file__).with_name("grid_window.py"))]
            subprocess.run([*command, "keep", str(people)], env=env, check=True, capture_output=True)
            done = subprocess.run([*command, "show", str(people)], env=env, check=True, capture_output=True)
            rows += _rows(people, json.loads(done.stdout))
    return rows


def _rows(people: int, seen: dict[str, float]) -> list[Row]:
    named = f"grid of {people:,}:"
    many = people == max(SIZES)
    key, proxy = seen["key_p50"], seen["proxy_p50"]
    worst, proxy_worst = seen["key_p99"], seen["proxy_p99"]
    return [
        Row(
            f"{named} asked for → people on screen, from what was known last",
            f"{seen['visible']:.0f} ms",
            "",
            "",
            "",
        ),
        Row(f"{named} longest stop of the window meanwhile", f"{seen['loading_block']:.1f} ms", "", "", "≤ 16 ms"),
        Row(
            f"{named} key → painted, p50",
            f"{key:.1f} ms",
            f"{proxy:.0f} ms (QSortFilterProxyModel)",
            f"{key / proxy:.2f} ×",
            "≤ 16 ms" if many else "",
        ),
        Row(
            f"{named} key → painted, p99",
            f"{worst:.1f} ms",
            f"{proxy_worst:.0f} ms (QSortFilterProxyModel)",
            f"{worst / proxy_worst:.2f} ×",
            "≤ 33 ms" if many else "",
        ),
        Row(
            f"{named} 2,000 changes a second, p99 of the window's stops",
            f"{seen['block_p99']:.1f} ms",
            "",
            "",
            "≤ 16 ms",
        ),
        Row(
            f"{named} changes a second, all the window can take", f"{seen['most']:,.0f}/s", "", "", "≥ 2,000/s" if many else ""
        ),
        Row(f"{named} resident memory", f"{seen['memory']:.0f} MiB", "", "", ""),
    ]
