"""Run by Python for Windows: what UI Automation tells a screen reader of each window that is seen, a line each: type, name.

Wine 8 answers for windows alone: it has no way to what is in them (UiaNavigate is not made). Each is let go again, for a program
whose reader has ended without that answers no other one.
"""

import ctypes
import sys

NAME, CONTROL_TYPE, MADE_BY = 30005, 30003, 30024
TEXT = 8
"""VT_BSTR."""


class Variant(ctypes.Structure):
    """One value of any kind."""

    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("reserved", ctypes.c_ushort * 3),
        ("value", ctypes.c_void_p),
        ("rest", ctypes.c_void_p),
    )


def main() -> int:
    """See above."""
    from ctypes import wintypes  # not to be had elsewhere

    ctypes.OleDLL("ole32").CoInitializeEx(None, 0)
    automation, user32 = ctypes.WinDLL("uiautomationcore"), ctypes.WinDLL("user32")
    automation.UiaNodeFromHandle.argtypes = (wintypes.HWND, ctypes.POINTER(ctypes.c_void_p))
    automation.UiaGetPropertyValue.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Variant))
    automation.UiaNodeRelease.argtypes = (ctypes.c_void_p,)
    kind = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    user32.EnumWindows.argtypes = (kind, wintypes.LPARAM)

    def said(node: ctypes.c_void_p, what: int) -> str:
        found = Variant()
        automation.UiaGetPropertyValue(node, what, ctypes.byref(found))
        return ctypes.wstring_at(found.value) if found.kind == TEXT and found.value else str(found.value)

    def look(window: int, _more: int) -> bool:
        if user32.IsWindowVisible(wintypes.HWND(window)) and user32.GetWindowTextLengthW(wintypes.HWND(window)):
            node = ctypes.c_void_p()
            automation.UiaNodeFromHandle(window, ctypes.byref(node))
            if node:
                lines.append(f"{said(node, MADE_BY)} {said(node, CONTROL_TYPE)} {said(node, NAME)}")
                automation.UiaNodeRelease(node)
        return True

    lines: list[str] = []
    user32.EnumWindows(kind(look), 0)
    sys.stdout.reconfigure(encoding="cp1252", errors="replace")  # type: ignore[union-attr]
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
