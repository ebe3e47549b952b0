"""Bells of both kinds as the tests hang them, also in a process of their own:

python -m tests.desktop.platform.bells KIND NAME WORD [wait]

claims and exits with 0 as the first, with 7 else. With `wait` it says "ready" and claims when a line comes; the first stays until
the next line.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from kalix_presence.desktop.instance import Instance
from kalix_presence.desktop.platform.doorbell import Doorbell
from kalix_presence.desktop.platform.doorbell_windows import PipeBell

FIRST, SECOND = 0, 7
KINDS = ("pipe",) if sys.platform == "win32" else ("socket", "pipe")


class LockedFile:
    """What the mutex does on Windows, for a pipe's bell elsewhere: one process has it, and it ends with that process."""

    def __init__(self, name: str) -> None:
        self._path = Path(tempfile.gettempdir()) / f"{name}.claim"
        self._held: int | None = None

    def take(self) -> bool:
        if sys.platform == "win32":
            raise AssertionError("Windows has the mutex")
        import fcntl

        if self._held is None:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(file)
                return False
            self._held = file
        return True


def bell_of(kind: str, name: str) -> Doorbell:
    """A bell of this kind."""
    if kind == "pipe":
        return PipeBell(name) if sys.platform == "win32" else PipeBell(name, LockedFile(name))
    from kalix_presence.desktop.platform.doorbell_unix import SocketBell

    return SocketBell(name)


def main() -> int:
    from PySide6.QtCore import QCoreApplication

    _application = QCoreApplication([])
    kind, name, word, *wait = sys.argv[1:]
    instance = Instance(bell=bell_of(kind, name))
    if wait:
        print("ready", flush=True)
        sys.stdin.readline()
    first = instance.claim(word)
    if wait:
        print("first" if first else "second", flush=True)
        sys.stdin.readline()
    sys.stdout.flush()
    os._exit(FIRST if first else SECOND)  # as a crash ends: nothing is put away


if __name__ == "__main__":
    sys.exit(main())
