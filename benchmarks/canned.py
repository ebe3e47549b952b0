"""The canned hub as the measuring process sees it."""

from __future__ import annotations

import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Canned:
    """`ask` for changes; the answer comes once they are sent."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.address = f"http://127.0.0.1:{self.answer()}"

    def ask(self, line: str) -> None:
        """As the canned hub reads it."""
        assert self._process.stdin is not None
        print(line, file=self._process.stdin, flush=True)

    def has_answered(self) -> bool:
        """Whether `answer` would not wait."""
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def answer(self) -> str:
        """One line."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the canned hub has ended")
        return line.strip()


@contextmanager
def canned(count: int) -> Iterator[Canned]:
    """One with so many people, until the block ends."""
    command = [sys.executable, "-m", "benchmarks.canned_hub", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Canned(process)
        finally:
            process.kill()
