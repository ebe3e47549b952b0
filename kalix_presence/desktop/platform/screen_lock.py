"""Whether this computer's screen is locked, each system's own way. It is read here and told to nobody but this program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication


class LockReader(Protocol):
    """One system's way to hear of the lock; it calls back in the GUI thread, perhaps more than once for one lock."""

    def start(self, changed: Callable[[bool], None]) -> bool:
        """Listen, and call `changed(locked)` for what holds now and whenever it may have changed; whether the system tells."""

    def stop(self) -> None:
        """Listen no more."""


class ScreenLock(QObject):
    """Says each change once. `known` is False where the system does not tell, or before `start`."""

    locked = Signal()
    unlocked = Signal()

    def __init__(self, reader: LockReader | None = None) -> None:
        super().__init__()
        self._reader = reader
        self.known = False
        self.is_locked = False

    def start(self) -> bool:
        """Listen from now on; whether this system tells."""
        if not self.known:
            self._reader = self._reader or lock_reader()
            self.known = self._reader is not None and self._reader.start(self._on_lock_changed)
        return self.known

    def stop(self) -> None:
        """Listen no more."""
        if self.known and self._reader is not None:
            self._reader.stop()
        self.known = self.is_locked = False

    def _on_lock_changed(self, locked: bool) -> None:
        if locked is self.is_locked:
            return
        self.is_locked = locked
        (self.locked if locked else self.unlocked).emit()


def lock_reader() -> LockReader | None:
    """This system's way; None where there is none."""
    if sys.platform == "win32":
        from kalix_presence.desktop.platform.screen_lock_windows import SessionNotice

        return SessionNotice()
    if sys.platform == "darwin":
        from kalix_presence.desktop.platform.screen_lock_macos import DistributedNotice

        return DistributedNotice()
    if QGuiApplication.platformName() == "offscreen":
        return None  # nobody sits before it
    from kalix_presence.desktop.platform.screen_lock_dbus import DesktopBuses

    return DesktopBuses()
