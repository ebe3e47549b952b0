"""A key combination that works whichever program has the keyboard, where the system lets programs have one."""

from __future__ import annotations

import sys
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

TAKEN = "shortcut-taken"
"""Another program has the combination."""
UNUSABLE = "shortcut-unusable"
"""This keyboard cannot make the combination, or it has no modifier that keeps it apart from typing."""
BY_SYSTEM = "shortcut-by-system"
"""Wayland: only the desktop itself gives out shortcuts."""
NOT_HERE = "shortcut-not-here"
"""This system has no way that the program can use."""


class Grab(Protocol):
    """One system's way to hold a combination."""

    def hold(self, key: int, modifiers: int) -> str | None:
        """Take Qt `key` with Qt `modifiers`; None when it works, else a reason code."""

    def release(self) -> None:
        """Let it go."""


class GlobalShortcut(QObject):
    """Holds at most one combination."""

    pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grab: Grab | None = None

    def start(self, sequence: str) -> str | None:
        """Hold `sequence` ("Ctrl+Alt+Space"): None when it works, else one of the reason codes above, to be said by `why`."""
        self.stop()
        trouble = unavailable()
        if trouble is not None:
            return trouble
        chord = chord_of(sequence)
        if chord is None:
            return UNUSABLE
        grab = self._make()
        if grab is None:
            return NOT_HERE
        trouble = grab.hold(*chord)
        if trouble is not None:
            grab.release()
            return trouble
        self._grab = grab
        return None

    def stop(self) -> None:
        """Let the combination go."""
        if self._grab is not None:
            self._grab.release()
            self._grab = None

    def _make(self) -> Grab | None:
        if QGuiApplication.platformName() == "xcb":
            from kalix_presence.desktop.platform.shortcut_x11 import X11Grab

            return X11Grab.connect_to_display(self.pressed.emit)
        if sys.platform == "win32":
            from kalix_presence.desktop.platform.shortcut_windows import WindowsGrab

            return WindowsGrab(self.pressed.emit)
        return None


def unavailable() -> str | None:
    """Why no shortcut at all can be held on this system; None where one can."""
    name = QGuiApplication.platformName()
    if name == "xcb" or (name == "windows" and sys.platform == "win32"):
        return None
    return BY_SYSTEM if name.startswith("wayland") else NOT_HERE


def chord_of(sequence: str) -> tuple[int, int] | None:
    """Qt key and modifiers of a combination; None when it is none that may be taken from all other programs."""
    keys = QKeySequence(sequence, QKeySequence.SequenceFormat.PortableText)
    if keys.count() != 1:
        return None
    combination = keys[0]  # type: ignore[index]  # the stubs lack it
    key, modifiers = combination.key().value, combination.keyboardModifiers().value
    shift = 0x02000000
    function_key = 0x01000030 <= key <= 0x01000052
    if key in (0, 0x01FFFFFF) or (not modifiers & ~shift and not function_key):
        return None
    return key, modifiers
