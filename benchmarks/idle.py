"""What the tray costs while nothing happens, its event stream open."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.hub import BIN, hub
from benchmarks.measuring import Row, running, wait_for
from benchmarks.screen import has_icon, screen

SETTLED = 6.0
SECONDS = 60.0


def measure() -> list[Row]:
    """CPU time and wake-ups over a minute."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        with hub(folder, 0) as served, screen(folder) as env:
            env |= {
                "KALIX_HUB": f"http://127.0.0.1:{served.port}",
                "KALIX_TOKEN": served.receptionist,
                "KALIX_HOME": str(folder / "home"),
            }
            with running(BIN / "kalix-presence", log=folder / "tray.log", env=env) as process:
                wait_for(lambda: has_icon(env, "kalix-presence"), "the icon")
                time.sleep(SETTLED)
                before, began = spent(process.pid), time.perf_counter()
                time.sleep(SECONDS)
                after, took = spent(process.pid), time.perf_counter() - began
    busy, woken = (later - earlier for earlier, later in zip(before, after, strict=True))
    return [
        Row("idle, CPU", f"{100 * busy / took:.3f} %", "", "", "< 0.1 %"),
        Row("idle, wake-ups", f"{woken / took:.1f}/s", "", "", ""),
    ]


def spent(pid: int) -> tuple[float, float]:
    """CPU seconds by the scheduler's own account, and times any thread gave up the processor to wait."""
    cpu = woken = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        cpu += int((task / "schedstat").read_text("ascii").split()[0]) / 1e9
        for line in (task / "status").read_text("ascii", "replace").splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                woken += int(line.split()[1])
    return cpu, woken
