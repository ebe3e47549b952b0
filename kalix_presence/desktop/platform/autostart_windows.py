"""Starting with the session on Windows: a value under the person's own Run key."""

from __future__ import annotations

import subprocess
import sys

KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE = "Kalix Presence"


class RunKey:
    """The value in HKEY_CURRENT_USER; needs no administrator."""

    def __init__(self, command: list[str]) -> None:
        self._command = command

    def line(self) -> str:
        """The command as Windows reads it; `pythonw` so that no console window opens."""
        first, *rest = self._command
        if first.lower().endswith("python.exe"):
            first = f"{first[: -len('python.exe')]}pythonw.exe"
        return subprocess.list2cmdline([first, *rest])

    def is_on(self) -> bool:
        """Whether the value is there."""
        if sys.platform != "win32":
            return False
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, KEY) as key:
                winreg.QueryValueEx(key, VALUE)
        except FileNotFoundError:
            return False
        return True

    def set(self, on: bool) -> None:
        """Write the value, or remove it."""
        if sys.platform != "win32":
            raise OSError("the Run key is a thing of Windows")
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, KEY) as key:
            if on:
                winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, self.line())
            elif self.is_on():
                winreg.DeleteValue(key, VALUE)
