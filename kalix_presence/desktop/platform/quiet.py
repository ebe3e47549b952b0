"""Whether the screen must not be disturbed now: something fills it (a presentation, a film), or "do not disturb" is on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QGuiApplication


class QuietScreen(Protocol):
    """One system's way to tell."""

    def is_quiet(self) -> bool:
        """Whether nothing should come up by itself just now; False where the system cannot tell. Waits for nobody."""


class NeverQuiet:
    """A system that tells nothing: everything comes up at once."""

    def is_quiet(self) -> bool:
        """Never."""
        return False


class AnyQuiet:
    """Several ways to tell, of which one that says so is enough."""

    def __init__(self, *ways: QuietScreen) -> None:
        self._ways = ways

    def is_quiet(self) -> bool:
        """Whether one of them says so."""
        return any(way.is_quiet() for way in self._ways)


class LazyQuiet:
    """Finds this system's way when it is first asked: the start is not made slower by it.

    Until a system that must be asked has answered for the first time the screen counts as one that must not be disturbed; then
    `changed` is called. That takes a moment, and a few seconds where somebody does not answer.
    """

    def __init__(self, make: Callable[[Callable[[], None]], QuietScreen] | None = None) -> None:
        self._make = make or quiet_screen
        self.changed: Callable[[], None] = lambda: None
        self._way: QuietScreen | None = None

    def __call__(self) -> bool:
        """Whether the screen must not be disturbed."""
        if self._way is None:
            self._way = self._make(lambda: self.changed())
        return self._way.is_quiet()


def quiet_screen(changed: Callable[[], None]) -> QuietScreen:
    """This system's way; `changed` when it knows at last what it was asked before. Needs the QGuiApplication."""
    name = QGuiApplication.platformName()
    if sys.platform == "win32":
        from kalix_presence.desktop.platform.quiet_windows import WindowsQuiet

        return WindowsQuiet()
    if sys.platform == "darwin" or not (name == "xcb" or name.startswith("wayland")):
        # macOS tells no program of Focus or full screens; its notification centre keeps back what is sent through it.
        return NeverQuiet()
    from kalix_presence.desktop.platform.quiet_freedesktop import InhibitedNotifications

    if name == "xcb":
        from kalix_presence.desktop.platform.quiet_x11 import FullScreenWindow

        return AnyQuiet(FullScreenWindow(), InhibitedNotifications(changed))
    return InhibitedNotifications(changed)
