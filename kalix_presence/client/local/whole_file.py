"""Writes a file whole or not at all: whoever reads it finds the old one or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kalix_presence.client.local.held_file import patiently


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that others see either old or new, never half, and only its owner may read."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # before its name: a machine that loses power keeps the old one or the new one whole
        patiently(lambda: written.replace(path))
    except OSError:
        written.unlink(missing_ok=True)
        raise
