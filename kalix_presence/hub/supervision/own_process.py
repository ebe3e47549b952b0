"""Another Python with this program beside the hub, for what may take much memory, hang or crash."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterable
from pathlib import Path

import kalix_presence

_ROOT = str(Path(kalix_presence.__file__).parents[1])
_KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "TZDIR", "SYSTEMROOT")
"""Of the environment: what starts Python, and no secret."""


async def begin(module: str, *, kept: Iterable[str] = (), errors: int | None = None) -> Process:
    """A process that runs `module` of this program, asked by its standard input and heard by its output.

    Of the environment it has what starts Python and the names in `kept`; `errors` is where its standard error goes (None: to
    the hub's). Raises OSError.
    """
    environment = {name: os.environ[name] for name in (*_KEPT, *kept) if name in os.environ}
    # A package may have put the program where no Python looks by itself.
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (_ROOT, environment.get("PYTHONPATH"))))
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module), stdin=PIPE, stdout=PIPE, stderr=errors, env=environment
    )
