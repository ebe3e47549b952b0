"""The shortcut on X11: a passive grab of the key on the root window, over a connection of its own."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QKeySequence

from kalix_presence.desktop.platform.shortcut import NOT_HERE, TAKEN, UNUSABLE
from kalix_presence.desktop.platform.x11 import X11Connection, XEvent

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


class X11Grab:
    """Holds one key with every combination of the locks, which are modifiers like any other to X."""

    def __init__(self, connection: X11Connection, pressed: Callable[[], object]) -> None:
        self._x, self._pressed = connection, pressed
        self._notifier: QSocketNotifier | None = None

    @classmethod
    def connect_to_display(cls, pressed: Callable[[], object]) -> X11Grab | None:
        """None where there is no X to be had."""
        connection = X11Connection.open()
        return cls(connection, pressed) if connection is not None else None

    def hold(self, key: int, modifiers: int) -> str | None:
        """Take the key; None when it works."""
        code = self._key_code(key)
        if not code:
            return UNUSABLE
        mask = sum(x for qt, x in MODIFIERS if modifiers & qt)
        wanted = [mask | lock for lock in self._locks()]
        grab, display, root = self._x.xlib.XGrabKey, self._x.display, self._x.root
        errors = self._x.errors_of(lambda: [grab(display, code, each, root, 0, GRAB_ASYNC, GRAB_ASYNC) for each in wanted])
        if errors:
            return TAKEN if BAD_ACCESS in errors else NOT_HERE
        self._notifier = QSocketNotifier(self._x.xlib.XConnectionNumber(self._x.display), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)
        return None

    def release(self) -> None:
        """Let the key go and close the connection."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        self._x.close()

    def _key_code(self, key: int) -> int:
        name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
        if len(name) == 1 and name.isascii() and name.isalnum():
            name = name.lower()
        symbol = self._x.xlib.XStringToKeysym(NAMES.get(name, name).encode())
        return int(self._x.xlib.XKeysymToKeycode(self._x.display, symbol)) if symbol else 0

    def _locks(self) -> set[int]:
        """Every combination of Caps Lock, Num Lock and Scroll Lock, whichever modifiers those are on this keyboard."""
        single = {LOCK} | {self._modifier_of(name) for name in (b"Num_Lock", b"Scroll_Lock")}
        found = {0}
        for lock in single:
            found |= {lock | other for other in found}
        return found

    def _modifier_of(self, name: bytes) -> int:
        code = self._x.xlib.XKeysymToKeycode(self._x.display, self._x.xlib.XStringToKeysym(name))
        table = self._x.xlib.XGetModifierMapping(self._x.display)
        width = table.contents.max_keypermod
        codes = table.contents.modifiermap[: 8 * width]
        self._x.xlib.XFreeModifiermap(table)
        return next((1 << (at // width) for at, each in enumerate(codes) if code and each == code), 0)

    def _read(self) -> None:
        event = XEvent()
        while self._x.display and self._x.xlib.XPending(self._x.display):
            self._x.xlib.XNextEvent(self._x.display, ctypes.byref(event))
            if event.type == KEY_PRESS:
                self._pressed()
