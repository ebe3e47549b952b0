"""What the installer of Windows and the tray know of each other: the tray is asked to end before its files are replaced.

An event of Windows with the process's number in its name (`installer/packages/windows/tray_keeper.c` sets it): the installer
runs as SYSTEM, whom a window's messages and the person's pipe do not reach across sessions. Who may set it is Windows' usual:
the person and SYSTEM.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

APP_ID = "Kalix Presence"
"""What Windows knows the program by: its shortcut in the start menu says it too, and notifications are shown under it."""
ALREADY_EXISTS = 183
FOR_EVER = 0xFFFFFFFF


def event_name(process: int) -> str:
    """The event of the process with this number, in the names of all sessions."""
    return f"Global\\kalix-presence-close-{process}"


def say_who_we_are() -> None:
    """Windows and notifications go under the entry of the start menu, not under whatever Python runs them."""
    if sys.platform == "win32":
        ctypes.WinDLL("shell32").SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(APP_ID))


class Listener(QObject):
    """Runs `end` in its own thread once the installer has asked; keep it for as long as that counts."""

    _heard = Signal()

    def __init__(self, end: Callable[[], None]) -> None:
        super().__init__()
        self._end = end
        self._heard.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def start(self, process: int | None = None) -> bool:
        """Listen; whether Windows lets us.

        Where it does not, the installer ends the process itself after ten seconds: what waits for the hub is on the disk.
        """
        if sys.platform != "win32":
            return False
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.CreateEventW.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_wchar_p)
        kernel32.CreateEventW.restype = ctypes.c_void_p
        handle = kernel32.CreateEventW(None, True, False, event_name(os.getpid() if process is None else process))
        if not handle:
            return False
        if ctypes.get_last_error() == ALREADY_EXISTS:  # somebody else's, who could end us whenever they like
            kernel32.CloseHandle(ctypes.c_void_p(handle))
            return False

        def wait() -> None:
            kernel32.WaitForSingleObject(ctypes.c_void_p(handle), FOR_EVER)
            self._heard.emit()

        # A thread that only waits: PySide's own notifier (QWinEventNotifier) cannot hand a handle to Python.
        threading.Thread(target=wait, name="kalix-installer", daemon=True).start()
        return True

    @Slot()
    def _run(self) -> None:
        self._end()
