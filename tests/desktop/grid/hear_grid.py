"""Inside a session bus of its own: starts the accessibility bus and a grid, and prints what is read of it, one JSON list."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from tests.desktop.grid.screen_reader import Place, ScreenReader
from tests.desktop.heard.bus_tree import bus_tree
from tests.desktop.heard.rules import faults_told
from tests.desktop.heard.targets import small_targets

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PATIENCE = 60.0


def main() -> int:
    """Roles and names of the grid's window, in order; with orders in the arguments, what is announced upon each; with
    "faults" alone, how many things there are and what breaks a rule."""
    launcher = subprocess.Popen([LAUNCHER, "--launch-immediately"])
    grid = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.grid.spoken_grid"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert grid.stdin is not None
        assert grid.stdout is not None
        assert grid.stdout.readline() == "ready\n"
        reader = ScreenReader()
        program = _program(reader)
        if not sys.argv[1:]:
            print(json.dumps([[reader.role(place), reader.name(place)] for place in reader.everything(program)]))
            return 0
        if sys.argv[1:] == ["faults"]:
            trees = [bus_tree(reader, window) for window in reader.children(program)]
            found = [[wrong, str(node)] for tree in trees for wrong, node in (*faults_told(tree), *small_targets(tree))]
            print(json.dumps([sum(1 for tree in trees for _ in tree.everything()), found]))
            return 0
        reader.listen()
        heard = []
        for order in sys.argv[1:]:
            grid.stdin.write(f"{order}\n")
            grid.stdin.flush()
            told = reader.announcement()
            while order.startswith("type") and " av " not in told[0]:
                told = reader.announcement()  # how many there were before
            heard.append(told)
        print(json.dumps(heard))
    finally:
        grid.kill()
        launcher.terminate()
    return 0


def _program(reader: ScreenReader) -> Place:
    """The grid's program, once the registry knows its window."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for program in reader.programs():
            if reader.children(program):
                return program
        time.sleep(0.1)
    raise TimeoutError("no program came to the accessibility bus")


if __name__ == "__main__":
    sys.exit(main())
