"""Inside a session bus of its own: starts the accessibility bus and a grid, and prints what is read of it, one JSON list."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from tests.desktop.grid.screen_reader import Place, ScreenReader

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PATIENCE = 60.0


def main() -> int:
    """Roles and names of the grid's window, in order."""
    launcher = subprocess.Popen([LAUNCHER, "--launch-immediately"])
    grid = subprocess.Popen([sys.executable, "-m", "tests.desktop.grid.spoken_grid"], stdout=subprocess.PIPE, text=True)
    try:
        assert grid.stdout is not None
        assert grid.stdout.readline() == "ready\n"
        reader = ScreenReader()
        program = _program(reader)
        print(json.dumps([[reader.role(place), reader.name(place)] for place in reader.everything(program)]))
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
