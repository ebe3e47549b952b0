"""A file that nobody but its owner reads: it holds what is held on them."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from kalix_presence.model.errors import BadInput


def refuse_taken(file: Path) -> None:
    """Raise BadInput `file-there` (`file`) where there is one of that name, before work is done for nothing."""
    if file.exists():
        raise BadInput("file-there", field="file", file=str(file))


def write_private(file: Path, text: str, *, over: bool = False) -> None:
    """Write it, whole or not at all. Raises BadInput `file-there` (`file`) where it is there and not `over`; OSError."""
    descriptor, half = tempfile.mkstemp(dir=file.parent, prefix=".kalix-")  # for its owner alone from the beginning
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(text)
        if over:
            Path(half).replace(file)
            return
        with open(file, "x", encoding="utf-8"):  # noqa: PTH123  (takes the name, or says that it is taken)
            pass
        Path(half).replace(file)
    except FileExistsError:
        raise BadInput("file-there", field="file", file=str(file)) from None
    finally:
        with suppress(FileNotFoundError):
            Path(half).unlink()
