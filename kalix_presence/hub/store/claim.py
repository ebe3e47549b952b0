"""One hub for each database: a lock that the system itself lets go when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kalix_presence.model.errors import Conflict


@contextmanager
def claimed(database: Path) -> Iterator[None]:
    """Have the database to oneself as the hub that serves it, or to replace it.

    Raises Conflict `hub-serving-already`. Two hubs on one database would give out the same event numbers.
    """
    if sys.platform == "win32":  # no such lock there; the port that both would listen on has to do
        yield
        return
    import fcntl

    lock = os.open(database.with_name(f"{database.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Conflict("hub-serving-already", database=str(database)) from None
        yield
    finally:
        os.close(lock)
