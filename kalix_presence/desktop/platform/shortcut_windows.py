"""The shortcut on Windows: RegisterHotKey, whose message arrives in the GUI thread's own queue."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, Qt

from kalix_presence.desktop.platform.shortcut import NOT_HERE, TAKEN, UNUSABLE

ALREADY_REGISTERED = 1409
WM_HOTKEY = 0x0312
NO_REPEAT = 0x4000
OURS = 0x4B50
"""The number of our hot key within this thread."""
MODIFIERS = (
    (Qt.KeyboardModifier.AltModifier.value, 1),
    (Qt.KeyboardModifier.ControlModifier.value, 2),
    (Qt.KeyboardModifier.ShiftModifier.value, 4),
    (Qt.KeyboardModifier.MetaModifier.value, 8),
)
# Virtual-key codes of keys that are neither letter, digit nor F-key.
CODES = {
    Qt.Key.Key_Space.value: 0x20, Qt.Key.Key_PageUp.value: 0x21, Qt.Key.Key_PageDown.value: 0x22, Qt.Key.Key_End.value: 0x23,
    Qt.Key.Key_Home.value: 0x24, Qt.Key.Key_Left.value: 0x25, Qt.Key.Key_Up.value: 0x26, Qt.Key.Key_Right.value: 0x27,
    Qt.Key.Key_Down.value: 0x28, Qt.Key.Key_Insert.value: 0x2D, Qt.Key.Key_Delete.value: 0x2E,
    Qt.Key.Key_Pause.value: 0x13,
}  # fmt: skip


class Message(ctypes.Structure):
    """The beginning of a Windows MSG, as far as it is read."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


def virtual_key(key: int, modifiers: int, scan: Callable[[str], int]) -> int:
    """The virtual-key code of a Qt key with Qt `modifiers`; 0 for one that this keyboard has not.

    `scan` says where a letter lies on the keyboard: its code, plus 256 with Shift, 512 with Ctrl, 1024 with Alt; else -1.
    """
    if Qt.Key.Key_A.value <= key <= Qt.Key.Key_Z.value or Qt.Key.Key_0.value <= key <= Qt.Key.Key_9.value:
        return key
    if Qt.Key.Key_F1.value <= key <= Qt.Key.Key_F24.value:
        return 0x70 + key - Qt.Key.Key_F1.value
    if key in CODES or not 0x20 < key < 0x100:
        return CODES.get(key, 0)
    found = scan(chr(key).lower())  # Å, Ä, Ö, comma, plus: each keyboard has them elsewhere
    needs_shift, needs_more = found >> 8 & 1, found >> 9
    if found < 0 or needs_more or (needs_shift and not modifiers & Qt.KeyboardModifier.ShiftModifier.value):
        return 0
    return found & 0xFF


def scan_layout(letter: str) -> int:
    """As `scan` above, on the keyboard that this thread types with."""
    if sys.platform != "win32":
        return -1
    user32 = ctypes.WinDLL("user32")
    user32.GetKeyboardLayout.restype = ctypes.c_void_p
    user32.VkKeyScanExW.argtypes = (ctypes.c_wchar, ctypes.c_void_p)
    user32.VkKeyScanExW.restype = ctypes.c_short
    return int(user32.VkKeyScanExW(letter, user32.GetKeyboardLayout(0)))


class WindowsGrab(QAbstractNativeEventFilter):
    """Holds one hot key of this thread."""

    def __init__(self, pressed: Callable[[], object]) -> None:
        super().__init__()
        self._pressed = pressed
        self._held = False

    def hold(self, key: int, modifiers: int) -> str | None:
        """Take the key; None when it works."""
        code = virtual_key(key, modifiers, scan_layout)
        application = QCoreApplication.instance()
        if not code:
            return UNUSABLE
        if sys.platform != "win32" or application is None:
            return NOT_HERE
        user32 = ctypes.WinDLL("user32", use_last_error=True)
        mask = sum(win for qt, win in MODIFIERS if modifiers & qt) | NO_REPEAT
        if not user32.RegisterHotKey(None, OURS, mask, code):
            return TAKEN if ctypes.get_last_error() == ALREADY_REGISTERED else UNUSABLE
        application.installNativeEventFilter(self)
        self._held = True
        return None

    def release(self) -> None:
        """Let the key go."""
        application = QCoreApplication.instance()
        if self._held and sys.platform == "win32" and application is not None:
            ctypes.WinDLL("user32").UnregisterHotKey(None, OURS)
            application.removeNativeEventFilter(self)
        self._held = False

    def nativeEventFilter(self, kind: QByteArray | bytes, message: int) -> tuple[bool, int]:  # type: ignore[override]  # noqa: N802
        """Take our hot key out of the queue; leave all else."""
        if bytes(kind) == b"windows_generic_MSG":  # type: ignore[arg-type]
            found = Message.from_address(int(message))
            if found.message == WM_HOTKEY and found.wparam == OURS:
                self._pressed()
                return True, 0
        return False, 0
