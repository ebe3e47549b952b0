"""The lock on macOS: two distributed notifications that the system sends, heard through Core Foundation."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Callable
from typing import Any

NAMES = {"com.apple.screenIsLocked": True, "com.apple.screenIsUnlocked": False}
UTF8 = 0x08000100
DELIVER_AT_ONCE = 4
CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class DistributedNotice:
    """Hears of the lock; the main run loop, which Qt runs, calls back in the GUI thread."""

    def __init__(self) -> None:
        self._core: Any = None
        self._heard: list[tuple[Any, Any]] = []

    def start(self, changed: Callable[[bool], None]) -> bool:
        """Listen; whether Core Foundation is there."""
        if sys.platform != "darwin":
            return False
        path = ctypes.util.find_library("CoreFoundation")
        if path is None:
            return False
        self._core = _declared(ctypes.CDLL(path))
        for name, locked in NAMES.items():
            # The callback and the name must live as long as they are listened for.
            callback = CALLBACK(lambda *_told, locked=locked: changed(locked))
            text = self._core.CFStringCreateWithCString(None, name.encode(), UTF8)
            center = self._core.CFNotificationCenterGetDistributedCenter()
            self._core.CFNotificationCenterAddObserver(center, id(self), callback, text, None, DELIVER_AT_ONCE)
            self._heard.append((callback, text))
        return True

    def stop(self) -> None:
        """Listen no more."""
        if self._core is None:
            return
        self._core.CFNotificationCenterRemoveEveryObserver(self._core.CFNotificationCenterGetDistributedCenter(), id(self))
        for _callback, text in self._heard:
            self._core.CFRelease(text)
        self._heard, self._core = [], None


def _declared(core: Any) -> Any:
    pointer = ctypes.c_void_p
    core.CFStringCreateWithCString.argtypes = (pointer, ctypes.c_char_p, ctypes.c_uint32)
    core.CFStringCreateWithCString.restype = pointer
    core.CFNotificationCenterGetDistributedCenter.restype = pointer
    core.CFNotificationCenterAddObserver.argtypes = (pointer, pointer, CALLBACK, pointer, pointer, ctypes.c_long)
    core.CFNotificationCenterAddObserver.restype = None
    core.CFNotificationCenterRemoveEveryObserver.argtypes = (pointer, pointer)
    core.CFNotificationCenterRemoveEveryObserver.restype = None
    core.CFRelease.argtypes = (pointer,)
    core.CFRelease.restype = None
    return core
