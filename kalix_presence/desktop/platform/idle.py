"""How long nobody has touched keyboard or mouse, each system's own way. Read only when somebody chose to be reminded by it."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

IdleTime = Callable[[], float | None]
"""Seconds since the last key or pointer movement; None when the system does not say."""


def idle_time() -> IdleTime | None:
    """This system's way; None where there is none."""
    if sys.platform == "win32":
        from kalix_presence.desktop.platform.idle_windows import seconds_idle

        return seconds_idle
    if sys.platform == "darwin":
        from kalix_presence.desktop.platform.idle_macos import event_source

        return event_source()
    return _on_linux()


def _on_linux() -> IdleTime | None:
    name = QGuiApplication.platformName()
    if name == "offscreen":
        return None
    from kalix_presence.desktop.platform.idle_mutter import Mutter

    mutter = Mutter.on_bus()
    if mutter is not None:
        return mutter.seconds
    if name != "xcb":
        return None
    from kalix_presence.desktop.platform.idle_x11 import X11Idle

    display = X11Idle.connect_to_display()
    return display.seconds if display is not None else None
