"""The lock on Windows: WTSRegisterSessionNotification, whose message comes to a window of our own that nobody sees."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QWindow

from kalix_presence.desktop.platform.shortcut_windows import Message

WM_WTSSESSION_CHANGE = 0x02B1
SESSION_LOCK, SESSION_UNLOCK = 7, 8
THIS_SESSION = 0


class SessionNotice(QAbstractNativeEventFilter):
    """Hears of the lock of this session."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: Callable[[bool], None] | None = None
        self._window: QWindow | None = None

    def start(self, changed: Callable[[bool], None]) -> bool:
        """Listen; whether Windows lets us."""
        application = QCoreApplication.instance()
        if sys.platform != "win32" or application is None:
            return False
        self._window = QWindow()
        self._window.create()
        if not ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(self._handle(), THIS_SESSION):
            self._window = None
            return False
        self._changed = changed
        application.installNativeEventFilter(self)
        return True

    def stop(self) -> None:
        """Listen no more."""
        application = QCoreApplication.instance()
        if self._window is not None and sys.platform == "win32" and application is not None:
            ctypes.WinDLL("wtsapi32").WTSUnRegisterSessionNotification(self._handle())
            application.removeNativeEventFilter(self)
        self._window, self._changed = None, None

    def nativeEventFilter(self, kind: QByteArray | bytes, message: int) -> tuple[bool, int]:  # type: ignore[override]  # noqa: N802
        """Read the session's changes; all else is left alone, and so are they."""
        if bytes(kind) == b"windows_generic_MSG" and self._changed is not None:  # type: ignore[arg-type]
            found = Message.from_address(int(message))
            if found.message == WM_WTSSESSION_CHANGE and found.wparam in (SESSION_LOCK, SESSION_UNLOCK):
                self._changed(found.wparam == SESSION_LOCK)
        return False, 0

    def _handle(self) -> ctypes.c_void_p:
        assert self._window is not None  # noqa: S101 - only while it listens
        return ctypes.c_void_p(int(self._window.winId()))
