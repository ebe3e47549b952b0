"""Files that another program has open: Windows neither replaces nor removes them meanwhile, where Unix always does.

A virus scanner, an indexer or a backup opens each new file for a moment, and our own command line reads the tray's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

HELD = frozenset({5, 32, 33})
"""Windows' numbers for it: access denied (also said of a file that is being removed), sharing violation, lock violation."""
PATIENCE = 1.0
"""Seconds that it is waited for; a scanner takes less."""
_PAUSE = 0.02


def patiently(work: Callable[[], object]) -> None:
    """Do `work`, again and again for about a second while another program holds a file. Raises its OSError then."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            work()
        except OSError as fault:
            if not is_held(fault) or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def is_held(fault: OSError) -> bool:
    """Whether Windows refused because another program has the file open; nowhere else is anything refused for that."""
    return getattr(fault, "winerror", None) in HELD


def clear_away(path: Path) -> None:
    """Remove a file, or at least empty it where another program keeps it open: what was in it is gone then all the same.

    Raises OSError where neither works.
    """
    try:
        patiently(lambda: path.unlink(missing_ok=True))
    except OSError as fault:
        if not is_held(fault):
            raise
        with path.open("r+b") as file:
            file.truncate()
