"""A test program in a process of its own that is talked to line by line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


class Talking:
    """`script` stands beside this file; it runs with these words and with what `environment` adds."""

    def __init__(self, script: str, environment: Mapping[str, str], *words: str) -> None:
        self._program = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name(script)), *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, line: str) -> str:
        """Send a command and read the answer."""
        assert self._program.stdin is not None
        self._program.stdin.write(f"{line}\n")
        self._program.stdin.flush()
        return self.next_line()

    def next_line(self) -> str:
        """The next thing it says, waited for."""
        assert self._program.stdout is not None
        return self._program.stdout.readline().strip()

    def end(self) -> int:
        """End it; its exit code."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        code = self._program.wait()
        self._program.stdout.close()
        return code

    def kill(self) -> None:
        """End it whatever it does."""
        self._program.kill()
        self.end()
