"""httpx without its own command line, which brings in click, rich and pygments: 0.2 s and 7 MB that a tray never uses."""

from __future__ import annotations

import sys


def import_httpx() -> None:
    """Load httpx; after this, `import httpx` costs nothing. It falls back by itself when a part of it cannot be imported."""
    if "httpx" in sys.modules:
        return
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
    try:
        import httpx  # noqa: F401
    finally:
        del sys.modules["httpx._main"]
