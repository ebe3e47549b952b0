"""Idle time on Windows: GetLastInputInfo, in ticks that wrap after 49 days."""

from __future__ import annotations

import ctypes
import sys

WRAP = 2**32


class LastInput(ctypes.Structure):
    """LASTINPUTINFO."""

    _fields_ = (("size", ctypes.c_uint32), ("ticks", ctypes.c_uint32))


def seconds_idle() -> float | None:
    """Seconds since the last input of this session; None when Windows does not say."""
    if sys.platform != "win32":
        return None
    last = LastInput(ctypes.sizeof(LastInput))
    if not ctypes.WinDLL("user32").GetLastInputInfo(ctypes.byref(last)):
        return None
    ticks = ctypes.WinDLL("kernel32").GetTickCount
    ticks.restype = ctypes.c_uint32
    return between(last.ticks, ticks())


def between(last: int, now: int) -> float:
    """Seconds from tick `last` to tick `now`, of which the counter may have begun anew meanwhile."""
    return (now - last) % WRAP / 1000
