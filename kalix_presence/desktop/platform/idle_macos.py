"""Idle time on macOS: the event source's own count, from Core Graphics."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys

from kalix_presence.desktop.platform.idle import IdleTime

COMBINED_SESSION = 0
ANY_INPUT = 0xFFFFFFFF


def event_source() -> IdleTime | None:
    """Core Graphics' count; None where it is not to be found. It needs no permission: it says when, never what."""
    path = ctypes.util.find_library("CoreGraphics") if sys.platform == "darwin" else None
    if path is None:
        return None
    seconds_since = ctypes.CDLL(path).CGEventSourceSecondsSinceLastEventType
    seconds_since.argtypes = (ctypes.c_int32, ctypes.c_uint32)
    seconds_since.restype = ctypes.c_double

    def seconds() -> float | None:
        return float(seconds_since(COMBINED_SESSION, ANY_INPUT))

    return seconds
