"""Idle time on X11: the MIT-SCREEN-SAVER extension, over a connection of its own."""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_ulong, c_void_p
from typing import Any


class ScreenSaverInfo(ctypes.Structure):
    """XScreenSaverInfo; `idle` is in milliseconds."""

    _fields_ = (
        ("window", c_ulong),
        ("state", c_int),
        ("kind", c_int),
        ("til_or_since", c_ulong),
        ("idle", c_ulong),
        ("event_mask", c_ulong),
    )


class X11Idle:
    """Asks the X server each time: one round trip."""

    def __init__(self, x: Any, saver: Any, display: int) -> None:
        self._saver, self._display = saver, display
        self._info = ScreenSaverInfo()
        self._root = x.XDefaultRootWindow(display)

    @classmethod
    def connect_to_display(cls) -> X11Idle | None:
        """It, on a display that has the extension; None otherwise."""
        try:
            x, saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
        except OSError:
            return None
        x.XOpenDisplay.argtypes, x.XOpenDisplay.restype = (c_char_p,), c_void_p
        x.XDefaultRootWindow.argtypes, x.XDefaultRootWindow.restype = (c_void_p,), c_ulong
        x.XCloseDisplay.argtypes = (c_void_p,)
        saver.XScreenSaverQueryExtension.argtypes = (c_void_p, ctypes.POINTER(c_int), ctypes.POINTER(c_int))
        saver.XScreenSaverQueryInfo.argtypes = (c_void_p, c_ulong, ctypes.POINTER(ScreenSaverInfo))
        display = x.XOpenDisplay(None)
        if not display:
            return None
        first, errors = c_int(), c_int()
        if not saver.XScreenSaverQueryExtension(display, ctypes.byref(first), ctypes.byref(errors)):
            x.XCloseDisplay(display)
            return None
        return cls(x, saver, display)

    def seconds(self) -> float | None:
        """Seconds since the last input; None when the server does not say."""
        if not self._saver.XScreenSaverQueryInfo(self._display, self._root, ctypes.byref(self._info)):
            return None
        return float(self._info.idle) / 1000
