"""Starting with the session, each system's own way."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Protocol

NAME = "kalix-presence"


class Autostart(Protocol):
    """Whether the program starts when the person signs in to the computer."""

    def is_on(self) -> bool:
        """Whether it does."""

    def for_everybody(self) -> bool:
        """Whether the computer starts it for everybody, which a person changes nothing of."""

    def program(self) -> str:
        """The program that is started, as its entry names it; "" where nothing says."""

    def set(self, on: bool) -> None:
        """Have it start, or not; raises OSError when the system refuses."""


def autostart() -> Autostart:
    """This system's way."""
    if sys.platform == "win32":
        import sysconfig

        from kalix_presence.desktop.platform.autostart_windows import RunKey, tray_command

        return RunKey(tray_command(sys.argv[0], sys.executable, sysconfig.get_path("scripts")))
    if sys.platform == "darwin":
        from kalix_presence.desktop.platform.autostart_macos import LaunchAgent

        return LaunchAgent(Path.home() / "Library" / "LaunchAgents", command())
    from kalix_presence.desktop.platform.autostart_xdg import DesktopEntry

    chosen = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return DesktopEntry((chosen if chosen.is_absolute() else Path.home() / ".config") / "autostart", command())


def command() -> list[str]:
    """What starts the program again: its own script where there is one, else this Python with the module."""
    started_as = Path(sys.argv[0])
    if started_as.stem == NAME and started_as.exists():
        return [str(started_as.absolute())]
    installed = shutil.which(NAME)
    if installed:
        return [installed]
    return [sys.executable, "-m", "kalix_presence"]
