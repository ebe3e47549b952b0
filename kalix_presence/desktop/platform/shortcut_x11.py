"""The shortcut on X11: a passive grab of the key on the root window, over a connection of its own."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_int, c_uint, c_ulong, c_void_p
from typing import Any

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QKeySequence

from kalix_presence.desktop.platform.shortcut import NOT_HERE, TAKEN, UNUSABLE

KEY_PRESS, BAD_ACCESS, GRAB_ASYNC = 2, 10, 1
SHIFT, LOCK, CONTROL, ALT, SUPER = 1, 2, 4, 8, 64
MODIFIERS = (
    (Qt.KeyboardModifier.ShiftModifier.value, SHIFT),
    (Qt.KeyboardModifier.ControlModifier.value, CONTROL),
    (Qt.KeyboardModifier.AltModifier.value, ALT),
    (Qt.KeyboardModifier.MetaModifier.value, SUPER),
)
# Names of X keysyms for the keys whose Qt name is another; letters, digits and F-keys have the same.
NAMES = {
    "Return": "Return", "Enter": "KP_Enter", "Esc": "Escape", "Backspace": "BackSpace", "Del": "Delete", "Ins": "Insert",
    "PgUp": "Prior", "PgDown": "Next", "Space": "space", ",": "comma", ".": "period", "-": "minus", "+": "plus",
    "Å": "aring", "Ä": "adiaeresis", "Ö": "odiaeresis", "§": "section", "'": "apostrophe", "<": "less",
}  # fmt: skip


class XErrorEvent(ctypes.Structure):
    """Xlib's error, as given to the error handler."""

    _fields_ = (
        ("type", c_int),
        ("display", c_void_p),
        ("resourceid", c_ulong),
        ("serial", c_ulong),
        ("error_code", ctypes.c_ubyte),
        ("request_code", ctypes.c_ubyte),
        ("minor_code", ctypes.c_ubyte),
    )


class XModifierKeymap(ctypes.Structure):
    """Which keys are which modifier: eight rows of `max_keypermod` key codes."""

    _fields_ = (("max_keypermod", c_int), ("modifiermap", POINTER(ctypes.c_ubyte)))


class XEvent(ctypes.Union):
    """Large enough for every event; only its type is read."""

    _fields_ = (("type", c_int), ("pad", ctypes.c_long * 24))


ErrorHandler = ctypes.CFUNCTYPE(c_int, c_void_p, POINTER(XErrorEvent))


class X11Grab:
    """Holds one key with every combination of the locks, which are modifiers like any other to X."""

    def __init__(self, xlib: ctypes.CDLL, display: int, pressed: Callable[[], object]) -> None:
        self._xlib, self._display, self._pressed = xlib, display, pressed
        self._root = xlib.XDefaultRootWindow(display)
        self._notifier: QSocketNotifier | None = None

    @classmethod
    def connect_to_display(cls, pressed: Callable[[], object]) -> X11Grab | None:
        """A connection of its own: errors and events of it are nobody else's. None where there is no X to be had."""
        xlib = _xlib()
        display = xlib.XOpenDisplay(None) if xlib is not None else None
        return cls(xlib, display, pressed) if xlib is not None and display else None

    def hold(self, key: int, modifiers: int) -> str | None:
        """Take the key; None when it works."""
        code = self._key_code(key)
        if not code:
            return UNUSABLE
        mask = sum(x for qt, x in MODIFIERS if modifiers & qt)
        wanted = [mask | lock for lock in self._locks()]
        errors = self._catching_errors(
            lambda: [self._xlib.XGrabKey(self._display, code, each, self._root, 0, GRAB_ASYNC, GRAB_ASYNC) for each in wanted]
        )
        if errors:
            return TAKEN if BAD_ACCESS in errors else NOT_HERE
        self._notifier = QSocketNotifier(self._xlib.XConnectionNumber(self._display), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)
        return None

    def release(self) -> None:
        """Let the key go and close the connection."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        if self._display:
            self._xlib.XCloseDisplay(self._display)
            self._display = 0

    def _key_code(self, key: int) -> int:
        name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
        if len(name) == 1 and name.isascii() and name.isalnum():
            name = name.lower()
        symbol = self._xlib.XStringToKeysym(NAMES.get(name, name).encode())
        return int(self._xlib.XKeysymToKeycode(self._display, symbol)) if symbol else 0

    def _locks(self) -> set[int]:
        """Every combination of Caps Lock, Num Lock and Scroll Lock, whichever modifiers those are on this keyboard."""
        single = {LOCK} | {self._modifier_of(name) for name in (b"Num_Lock", b"Scroll_Lock")}
        found = {0}
        for lock in single:
            found |= {lock | other for other in found}
        return found

    def _modifier_of(self, name: bytes) -> int:
        code = self._xlib.XKeysymToKeycode(self._display, self._xlib.XStringToKeysym(name))
        table = self._xlib.XGetModifierMapping(self._display)
        width = table.contents.max_keypermod
        codes = table.contents.modifiermap[: 8 * width]
        self._xlib.XFreeModifiermap(table)
        return next((1 << (at // width) for at, each in enumerate(codes) if code and each == code), 0)

    def _catching_errors(self, call: Callable[[], object]) -> list[int]:
        """Xlib's own handler ends the process; this one notes what went wrong on our connection, and passes on the rest."""
        errors: list[int] = []

        def note(display: int, error: Any) -> int:
            if display == self._display:
                errors.append(error.contents.error_code)
                return 0
            return int(before(display, error)) if before else 0

        handler = ErrorHandler(note)
        before = self._xlib.XSetErrorHandler(handler)
        try:
            call()
            self._xlib.XSync(self._display, 0)
        finally:
            self._xlib.XSetErrorHandler(before)
        return errors

    def _read(self) -> None:
        event = XEvent()
        while self._display and self._xlib.XPending(self._display):
            self._xlib.XNextEvent(self._display, ctypes.byref(event))
            if event.type == KEY_PRESS:
                self._pressed()


def _xlib() -> ctypes.CDLL | None:
    """libX11 with its signatures, or None where it is not installed."""
    try:
        xlib = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
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
        ("XKeysymToKeycode", ctypes.c_ubyte, (c_void_p, c_ulong)),
        ("XGrabKey", c_int, (c_void_p, c_int, c_uint, c_ulong, c_int, c_int, c_int)),
        ("XGetModifierMapping", POINTER(XModifierKeymap), (c_void_p,)),
        ("XFreeModifiermap", c_int, (POINTER(XModifierKeymap),)),
        ("XSetErrorHandler", ErrorHandler, (ErrorHandler,)),
    )
    for name, result, arguments in signatures:
        function = getattr(xlib, name)
        function.restype, function.argtypes = result, arguments
    return xlib
