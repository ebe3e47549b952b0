"""Under Wine: from a start of what the MSI installed to its icon, beside the barest tray program there. Builds the MSI."""

from __future__ import annotations

import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.measuring import Row
from tests.windows.computer import ROOT, Computer, NotSeen, on_z, out, windows_folder

TRAY = r"C:\Program Files\Kalix Presence\bin\kalix-presence-tray.exe"
ROUNDS = 7
HERE = Path(__file__).parent


def measure() -> list[Row]:
    """Median of rounds in turn, the first left out: it fills the caches."""
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name, ExitStack() as stack:
        work, windows = Path(name), windows_folder()
        out(sys.executable, str(ROOT / "installer/packages/build_msi.py"), str(work))
        computer = Computer(stack, work, windows)
        (package,) = work.glob("*.msi")
        if (code := computer.run("msiexec", "/i", on_z(package), "/qn")[0]) != 0:
            raise NotSeen(f"an installation ({code})")
        bare = (computer.python, "-I", on_z(HERE / "bare_tray.py"))
        timed = (computer.python, "-I", on_z(HERE / "timed_icon.py"), str(ROUNDS + 1))
        code, said = computer.run(*timed, TRAY, "--", *bare)
        rounds = [line.split() for line in said.splitlines()]
        taken = [(float(line[0]), float(line[1])) for line in rounds if len(line) == 2 and all(each.isdigit() for each in line)]
        if code or len(taken) != ROUNDS + 1:
            raise NotSeen(f"{ROUNDS} starts ({code}: {said})")
        ours, least = (statistics.median(one[place] for one in taken[1:]) for place in (0, 1))
        what = "start to icon, as the MSI installs it (Wine)"
        return [Row(what, f"{ours:.0f} ms", f"{least:.0f} ms (barest tray there)", f"{ours / least:.2f} ×", "≤ 1.5 ×")]
