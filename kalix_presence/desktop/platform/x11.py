"""A connection to the X server of one's own: its errors and events are nobody else's, and no error of it ends the process."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_int, c_long, c_ubyte, c_uint, c_ulong, c_void_p
from typing import Any

ANY_TYPE = 0


class XErrorEvent(ctypes.Structure):
    """Xlib's error, as given to the error handler."""

    _fields_ = (
        ("type", c_int),
        ("display", c_void_p),
        ("resourceid", c_ulong),
        ("serial", c_ulong),
        ("error_code", c_ubyte),
        ("request_code", c_ubyte),
        ("minor_code", c_ubyte),
    )


class XModifierKeymap(ctypes.Structure):
    """Which keys are which modifier: eight rows of `max_keypermod` key codes."""

    _fields_ = (("max_keypermod", c_int), ("modifiermap", POINTER(c_ubyte)))


class XEvent(ctypes.Union):
    """Large enough for every event; only its type is read."""

    _fields_ = (("type", c_int), ("pad", c_long * 24))


ErrorHandler = ctypes.CFUNCTYPE(c_int, c_void_p, POINTER(XErrorEvent))


class X11Connection:
    """`xlib` with its signatures, the open `display` and its `root` window."""

    def __init__(self, xlib: ctypes.CDLL, display: int) -> None:
        self.xlib, self.display = xlib, display
        self.root: int = xlib.XDefaultRootWindow(display)

    @classmethod
    def open(cls) -> X11Connection | None:
        """A new connection; None where there is no X to be had."""
        xlib = _xlib()
        display = xlib.XOpenDisplay(None) if xlib is not None else None
        return cls(xlib, display) if xlib is not None and display else None

    def close(self) -> None:
        """Hang up; the connection is of no use afterwards."""
        if self.display:
            self.xlib.XCloseDisplay(self.display)
            self.display = 0

    def errors_of(self, call: Callable[[], object]) -> list[int]:
        """Do `call`; the codes of what went wrong. Xlib's own handler ends the process; this one notes the errors of this
        connection, and passes on the rest."""
        errors: list[int] = []

        def note(display: int, error: Any) -> int:
            if display == self.display:
                errors.append(error.contents.error_code)
                return 0
            return int(before(display, error)) if before else 0

        handler = ErrorHandler(note)
        before = self.xlib.XSetErrorHandler(handler)
        try:
            call()
            self.xlib.XSync(self.display, 0)
        finally:
            self.xlib.XSetErrorHandler(before)
        return errors

    def atom(self, name: str) -> int:
        """The number of a name."""
        return int(self.xlib.XInternAtom(self.display, name.encode("ascii"), 0))

    def numbers(self, window: int, name: str) -> list[int]:
        """A property of a window that holds numbers (windows, atoms); empty where it has none or is gone."""
        found: list[int] = []
        kind, form, count, left = c_ulong(), c_int(), c_ulong(), c_ulong()
        data = c_void_p()

        def query() -> None:
            status = self.xlib.XGetWindowProperty(
                self.display, window, self.atom(name), 0, 64, 0, ANY_TYPE,
                ctypes.byref(kind), ctypes.byref(form), ctypes.byref(count), ctypes.byref(left), ctypes.byref(data),
            )  # fmt: skip
            # Numbers of 32 bits come as C longs, whatever a long is here.
            if status == 0 and data.value and form.value == 32:
                found.extend(ctypes.cast(data, POINTER(c_ulong))[: count.value])

        errors = self.errors_of(query)
        if data.value:
            self.xlib.XFree(data)
        return [] if errors else found


def _xlib() -> ctypes.CDLL | None:
    """libX11 with its signatures, or None where it is not installed."""
    try:
        xlib = ctypes.CDLL("libX11.so.6")  # its name wherever it is; to look for it would start programs
    except OSError:
        return None
    signatures: tuple[tuple[str, Any, tuple[Any, ...]], ...] = (
        ("XOpenDisplay", c_void_p, (c_char_p,)),
        ("XCloseDisplay", c_int, (c_void_p,)),
        ("XDefaultRootWindow", c_ulong, (c_void_p,)),
        ("XConnectionNumber", c_int, (c_void_p,)),
        ("XPending", c_int, (c_void_p,)),
        ("XNextEvent", c_int, (c_void_p, c_void_p)),
        ("XSync", c_int, (c_void_p, c_int)),
        ("XStringToKeysym", c_ulong, (c_char_p,)),
        ("XKeysymToKeycode", c_ubyte, (c_void_p, c_ulong)),
        ("XGrabKey", c_int, (c_void_p, c_int, c_uint, c_ulong, c_int, c_int, c_int)),
        ("XGetModifierMapping", POINTER(XModifierKeymap), (c_void_p,)),
        ("XFreeModifiermap", c_int, (POINTER(XModifierKeymap),)),
        ("XSetErrorHandler", ErrorHandler, (ErrorHandler,)),
        ("XInternAtom", c_ulong, (c_void_p, c_char_p, c_int)),
        ("XFree", c_int, (c_void_p,)),
        (
            "XGetWindowProperty",
            c_int,
            (
                c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong,
                POINTER(c_ulong), POINTER(c_int), POINTER(c_ulong), POINTER(c_ulong), POINTER(c_void_p),
            ),
        ),
    )  # fmt: skip
    for name, result, arguments in signatures:
        function = getattr(xlib, name)
        function.restype, function.argtypes = result, arguments
    return xlib
