"""Runs the measurements that are asked for and prints one table in Markdown."""

from __future__ import annotations

import sys
from collections.abc import Callable

from benchmarks import (
    abandoned,
    answer_point,
    counting,
    directory,
    fan_out,
    forgetting,
    forgetting_days,
    grid,
    idle,
    importing,
    in_force,
    in_postgresql,
    inbox,
    ldap,
    passed_on,
    policy_report,
    pop_up,
    scim,
    set_up,
    sizes,
    snapshot,
    start,
    takeover,
    three_hubs,
    two_hubs,
    windows_start,
)
from benchmarks.measuring import Row, machine

MEASUREMENTS: dict[str, Callable[[], list[Row]]] = {
    "start": start.measure,
    "in-force": in_force.measure,
    "in-postgresql": in_postgresql.measure,
    "fan-out": fan_out.measure,
    "idle": idle.measure,
    "pop-up": pop_up.measure,
    "inbox": inbox.measure,
    "grid": grid.measure,
    "snapshot": snapshot.measure,
    "directory": directory.measure,
    "importing": importing.measure,
    "scim": scim.measure,
    "ldap": ldap.measure,
    "forgetting": forgetting.measure,
    "policy-report": policy_report.measure,
    "counting": counting.measure,
    "set-up": set_up.measure,
    "passed-on": passed_on.measure,
    "abandoned": abandoned.measure,
    "windows-start": windows_start.measure,
    "answer-point": answer_point.measure,
    "two-hubs": two_hubs.measure,
    "takeover": takeover.measure,
}
BY_NAME: dict[str, Callable[[], list[Row]]] = {
    "sizes": sizes.measure,
    "forgetting-days": forgetting_days.measure,
    "three-hubs": three_hubs.measure,
}
"""What takes so long that it is measured only where it is named."""


def main() -> int:
    """Everything, or what the arguments name; 2 for a name that is none."""
    asked = sys.argv[1:] or list(MEASUREMENTS)
    unknown = [name for name in asked if name not in MEASUREMENTS | BY_NAME]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(MEASUREMENTS | BY_NAME)}.", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in asked:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        rows += (MEASUREMENTS | BY_NAME)[name]()
    print("| what | kalix-presence | yardstick | ratio | goal |\n|---|---|---|---|---|")
    for row in rows:
        print(f"| {row.what} | {row.ours} | {row.yardstick} | {row.ratio} | {row.goal} |")
    print(f"\nMeasured on {machine()}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
