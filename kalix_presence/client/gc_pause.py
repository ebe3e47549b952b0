"""What keeps a program small and smooth: httpx without its own command line, and no garbage search among what is kept."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Iterator[None]:
    """While so many objects come that are kept: looking for garbage among 50 000 people stops every thread for 0.1 s.

    Threads take turns oftener meanwhile, so that the window's own never waits long for its turn. What is there afterwards is
    not looked through again. May be nested, and be used by several threads at once.
    """
    global _busy, _searching
    if not _busy:
        _searching = gc.isenabled()  # a desk has it done by its own thread alone
    _busy += 1
    gc.disable()
    sys.setswitchinterval(OFTEN)
    try:
        yield
    finally:
        _busy -= 1
        if not _busy:
            gc.freeze()
            if _searching:
                gc.enable()
            sys.setswitchinterval(USUALLY)


_busy, _searching = 0, True
OFTEN, USUALLY = 0.00005, sys.getswitchinterval()
"""Seconds that a thread may go on while another wants to."""


def import_httpx() -> None:
    """Load httpx; after this, `import httpx` costs nothing. It falls back by itself when a part of it cannot be imported.

    Its command line brings in click, rich and pygments: 0.2 s and 7 MB that a tray never uses.
    """
    if "httpx" in sys.modules:
        return
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
    try:
        import httpx  # noqa: F401
    finally:
        del sys.modules["httpx._main"]
