"""The event loop that the hub serves on, and what is done once as it begins to answer, alone or as one of several."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Coroutine
from typing import Any

GARBAGE_AFTER = 20_000
"""New objects before the youngest are looked through; Python's own 700 suits programs that make fewer."""


def run_loop(work: Coroutine[Any, Any, None]) -> None:
    """Do `work` on an event loop of its own, and end that."""
    if sys.platform == "win32":
        asyncio.run(work)
    else:
        import uvloop

        uvloop.run(work)


def keep_what_was_loaded() -> None:
    """What was loaded stays for good; looking through it again and again for garbage costs every answer a little."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER, 20, 20)
