"""Starting with the session on Windows: a value under the person's Run key, or the computer's, which holds for all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE = "Kalix Presence"
TRAY = "kalix-presence-tray.exe"
"""The program without a console window; closing one would end the tray."""


class RunKey:
    """The value in HKEY_CURRENT_USER; one in HKEY_LOCAL_MACHINE (of a package, of Group Policy) is only read."""

    def __init__(self, command: list[str]) -> None:
        self._command = command

    def line(self) -> str:
        """The command as Windows reads it; `pythonw` so that no console window opens."""
        first, *rest = self._command
        if first.lower().endswith("python.exe"):
            first = f"{first[: -len('python.exe')]}pythonw.exe"
        return subprocess.list2cmdline([first, *rest])

    def is_on(self) -> bool:
        """Whether a value is there, the person's or everybody's."""
        return self.for_everybody() or self._is_own()

    def for_everybody(self) -> bool:
        """See `Autostart`."""
        if sys.platform != "win32":
            return False
        import winreg

        return _is_there(winreg.HKEY_LOCAL_MACHINE)

    def program(self) -> str:
        """See `Autostart`."""
        if sys.platform != "win32":
            return ""
        import winreg

        line = _value(winreg.HKEY_CURRENT_USER) or _value(winreg.HKEY_LOCAL_MACHINE) or ""
        return line[1:].partition('"')[0] if line.startswith('"') else line.partition(" ")[0]

    def set(self, on: bool) -> None:
        """Write the value, or remove it. Where the computer starts it for everybody a second value would start it twice."""
        if sys.platform != "win32":
            raise OSError("the Run key is a thing of Windows")
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, KEY) as key:
            if on and not self.for_everybody():
                winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, self.line())
            elif self._is_own():
                winreg.DeleteValue(key, VALUE)

    def _is_own(self) -> bool:
        if sys.platform != "win32":
            return False
        import winreg

        return _is_there(winreg.HKEY_CURRENT_USER)


def _is_there(root: int) -> bool:
    return _value(root) is not None


def _value(root: int) -> str | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(root, KEY) as key:
            return str(winreg.QueryValueEx(key, VALUE)[0])
    except FileNotFoundError:
        return None


def tray_command(started_as: str, python: str, scripts: str) -> list[str]:
    """What starts the tray again without a console window.

    `started_as` is argv[0], `python` the program that runs (a package's own tray, or an interpreter), `scripts` where pip puts
    programs. Nothing is searched for in PATH: Windows looks into the current folder first.
    """
    for folder in (Path(started_as).parent, Path(python).parent, Path(scripts)):
        tray = folder / TRAY
        if folder.is_absolute() and tray.is_file():
            return [str(tray)]
    return [python, "-m", "kalix_presence"]
