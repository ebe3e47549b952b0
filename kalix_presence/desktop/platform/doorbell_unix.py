"""The bell as a Unix socket and a lock, which the system itself lets go when its holder ends, however it ends.

Qt's own local server would bring its whole network library, 3 MB, into a tray that has no other use for it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import stat
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSocketNotifier

from kalix_presence.desktop.platform.doorbell import LONGEST, PATIENCE


class SocketBell:
    """See `doorbell.Doorbell`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock: int | None = None

    def claim(self, word: str, rung: Callable[[str], None]) -> bool:
        """See `doorbell.Doorbell`. Where there is no folder of one's own for it, every start counts as the first."""
        try:
            path = private_folder() / self._name
            lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return True
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            _ring(path, word)
            return False
        self._lock = lock
        with contextlib.suppress(OSError):  # the path is too long for a socket, say: then it is the first, and cannot be rung
            self._hang(path, rung)
        return True

    def _hang(self, path: Path, rung: Callable[[str], None]) -> None:
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(str(path))
        self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read)

        def read() -> None:
            with contextlib.suppress(BlockingIOError):
                rung(self._socket.recv(LONGEST).decode("ascii", "replace"))

        self._notifier.activated.connect(read)


def private_folder() -> Path:
    """A folder that nobody else can write to: the session's own, or one in the folder for temporary files.

    Raises OSError when there is none to be had.
    """
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given and _is_private(Path(given)):
        return Path(given)
    made = Path(tempfile.gettempdir()) / f"kalix-presence-{os.getuid()}"
    made.mkdir(mode=0o700, exist_ok=True)
    if not _is_private(made):
        raise PermissionError(f"{made} belongs to somebody else")
    return made


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _ring(path: Path, word: str) -> None:
    """Ring; the first instance may just be about to hang its bell."""
    until = time.monotonic() + PATIENCE
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ringing:
        while True:
            try:
                ringing.sendto(word.encode("ascii", "replace")[:LONGEST], str(path))
            except OSError:
                if time.monotonic() > until:
                    return
                time.sleep(0.02)
            else:
                return
