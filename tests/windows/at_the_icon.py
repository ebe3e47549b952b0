"""Run by Python for Windows: tells the icon's window of a running Qt program what the shell would: at_the_icon.py look|select|menu.

Wine gives the icon a window of X, which it leaves unpainted or without a place in some starts; the message is what Windows' own shell
sends for a click (NOTIFYICON_VERSION_4), and it needs no picture. Ends with 1 where no program has an icon.
"""

import ctypes
import sys

OF_QT = 0x8000 + 101
"""WM_APP + 101, by which Qt has itself told (MYWM_NOTIFYICON of its qwindowssystemtrayicon.cpp)."""
SAID = {"select": 0x0400, "menu": 0x007B}
"""NIN_SELECT and WM_CONTEXTMENU."""
AT = (500, 300)
"""Where the pointer is said to be."""


def main() -> int:
    """See above."""
    from ctypes import wintypes  # not to be had elsewhere, where its numbers are read

    user32 = ctypes.WinDLL("user32")
    kind = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    user32.EnumWindows.argtypes = (kind, wintypes.LPARAM)
    user32.PostMessageW.argtypes = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
    found: list[int] = []

    def look(window: int, _more: int) -> bool:
        name = ctypes.create_unicode_buffer(256)
        user32.GetClassNameW(wintypes.HWND(window), name, 256)
        if "TrayIconMessageWindow" in name.value:
            found.append(window)
        return True

    user32.EnumWindows(kind(look), 0)
    for window in found:
        if sys.argv[1] != "look":
            user32.PostMessageW(window, OF_QT, AT[0] | AT[1] << 16, SAID[sys.argv[1]])
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
