"""Run by Python for Windows: milliseconds from a start until the icon is made: timed_icon.py ROUNDS PROGRAM -- PROGRAM ...

That is Qt's window for the icon, which is there just before the shell is told of it. Wine's painting of icons is not measured.
"""

import ctypes
import subprocess
import sys
import time


def main() -> int:
    """See above; programs are divided by "--", and their rounds are in turn: a line each, in their order."""
    from ctypes import wintypes  # not to be had elsewhere

    rounds, *words = sys.argv[1:]
    programs: list[list[str]] = [[]]
    for word in words:
        if word == "--":
            programs.append([])
        else:
            programs[-1].append(word)
    user32 = ctypes.WinDLL("user32")
    kind = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)
    user32.EnumWindows.argtypes = (kind, wintypes.LPARAM)
    name, owner = ctypes.create_unicode_buffer(256), wintypes.DWORD()

    def has_icon(process: int) -> bool:
        found: list[int] = []

        def look(window: int, _more: int) -> bool:
            user32.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(owner))
            if owner.value == process:
                user32.GetClassNameW(wintypes.HWND(window), name, 256)
                if "TrayIconMessageWindow" in name.value:
                    found.append(window)
            return True

        user32.EnumWindows(kind(look), 0)
        return bool(found)

    for _ in range(int(rounds)):
        took = []
        for program in programs:
            began = time.perf_counter()
            process = subprocess.Popen(program, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while not has_icon(process.pid) and process.poll() is None:
                time.sleep(0.005)
            took.append(f"{(time.perf_counter() - began) * 1000:.0f}")
            process.kill()
            process.wait()
        print(*took, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
