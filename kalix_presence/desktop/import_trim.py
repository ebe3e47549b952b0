"""PySide6 without reading the source of every module that is imported after it: 6 MB kept and 40 ms for nothing here.

It looks there for modules that want its `__feature__` switches, and `linecache` keeps what was read. No module here wants them.
"""

from __future__ import annotations

import linecache
import sys


def leave_sources_unread() -> None:
    """To be called before anything else of the desktop is imported. A PySide6 without this habit is left as it is."""
    import PySide6.QtCore  # noqa: F401 - brings the habit

    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False  # type: ignore[union-attr]
    linecache.clearcache()
