"""One hub for each database, by whatever path: locks that the system itself lets go when their holder ends, however it ends."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kalix_presence.model.errors import BadInput, Conflict


@contextmanager
def claimed(database: Path) -> Iterator[None]:
    """Have the database to oneself as the hub that serves it, or to replace it.

    Raises Conflict `hub-serving-already` and, on a disk that cannot be written to, BadInput `folder-unwritable`. Two hubs on
    one database would give out the same event numbers.
    """
    whole = database.resolve()
    with ExitStack() as held:
        for file, made in _files(whole):
            try:
                descriptor = os.open(
                    file, (os.O_RDWR | os.O_CREAT if made else os.O_RDONLY) | getattr(os, "O_CLOEXEC", 0), 0o600
                )
            except OSError as fault:
                raise BadInput("folder-unwritable", folder=str(file.parent), problem=type(fault).__name__) from None
            held.callback(os.close, descriptor)
            if not _locked(descriptor):
                raise Conflict("hub-serving-already", database=str(database))
        yield


def _files(whole: Path) -> Iterator[tuple[Path, bool]]:
    """What is locked, and whether it is made: a file beside the database, which stays when that is replaced; and the very file
    that it is, to which a hard link or a bind mount leads from elsewhere."""
    yield whole.with_name(f"{whole.name}.lock"), True
    if sys.platform != "win32":
        if whole.exists():
            yield whole, False  # SQLite uses locks of another kind, which these do not touch
        return
    with suppress(OSError):  # there a lock would keep SQLite out: the file's number stands for it
        found = whole.stat()
        yield Path(tempfile.gettempdir()) / f"kalix-hub-{found.st_dev:x}-{found.st_ino:x}.lock", True


def _locked(descriptor: int) -> bool:
    from filelock import lock_descriptor  # only what serves or replaces a database needs it

    return bool(lock_descriptor(descriptor, blocking=False))
