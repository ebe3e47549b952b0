"""Whether somebody sits before this computer, by its lock and, where they chose so, its idle time. Told to this desk only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from kalix_presence.desktop.platform.idle import IdleTime, idle_time
from kalix_presence.desktop.platform.screen_lock import ScreenLock
from kalix_presence.model.leaving import IDLE_IS_AWAY

LOOK = 20_000
"""Milliseconds between two looks at the idle time."""


class Attendance(QObject):
    """Joins lock and idle time into going and coming. `left_at` is when they went, None while they are here."""

    left = Signal()
    returned = Signal(object)
    """Somebody is here again; the moment at which they had left."""

    def __init__(self, clock: Callable[[], datetime], lock: ScreenLock | None = None, idle: IdleTime | None = None) -> None:
        super().__init__()
        self._clock, self._lock, self._idle = clock, lock or ScreenLock(), idle
        self._lock.locked.connect(self._locked)
        self._lock.unlocked.connect(self._back)
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self.look)
        self.left_at: datetime | None = None

    @property
    def is_locked(self) -> bool:
        """Whether the screen is locked now, as far as this system tells."""
        return self._lock.is_locked

    def start(self, *, lock: bool, idle: bool) -> None:
        """Watch the lock, the idle time, or nothing; may be called again when that was changed."""
        if lock or idle:
            self._lock.start()
        else:
            self._lock.stop()
        if idle and self._idle is None:
            self._idle = idle_time()
        if idle and self._idle is not None:
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._lock.stop()
        self._timer.stop()
        self.left_at = None

    def look(self) -> None:
        """Read the idle time now."""
        seconds = self._idle() if self._idle is not None else None
        if seconds is None or self._lock.is_locked:
            return
        if self.left_at is None and seconds >= IDLE_IS_AWAY.total_seconds():
            self._go(self._clock() - timedelta(seconds=seconds))
        elif self.left_at is not None and seconds < IDLE_IS_AWAY.total_seconds():
            self._back()

    def _locked(self) -> None:
        if self.left_at is None:
            self._go(self._clock())

    def _go(self, at: datetime) -> None:
        self.left_at = at
        self.left.emit()

    def _back(self) -> None:
        if self.left_at is not None:
            left_at, self.left_at = self.left_at, None
            self.returned.emit(left_at)
