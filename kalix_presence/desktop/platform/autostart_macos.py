"""Starting with the session on macOS: a launch agent of the person's own."""

from __future__ import annotations

import plistlib
from pathlib import Path
from xml.parsers.expat import ExpatError

LABEL = "se.kalix.presence"


class LaunchAgent:
    """The agent's file in `folder`; it counts from the next time the person logs in."""

    def __init__(self, folder: Path, command: list[str]) -> None:
        self._folder, self._command = folder, command
        self._path = folder / f"{LABEL}.plist"

    def is_on(self) -> bool:
        """Whether the file is there and not switched off."""
        try:
            agent = plistlib.loads(self._path.read_bytes())
        except (OSError, plistlib.InvalidFileException, ExpatError):
            return False
        return bool(agent.get("RunAtLoad")) and not agent.get("Disabled")

    def for_everybody(self) -> bool:
        """See `Autostart`: here a person's own entry counts before the computer's."""
        return False

    def program(self) -> str:
        """See `Autostart`."""
        try:
            named = plistlib.loads(self._path.read_bytes()).get("ProgramArguments") or [""]
        except (OSError, plistlib.InvalidFileException, ExpatError):
            return ""
        return str(named[0])

    def set(self, on: bool) -> None:
        """Write the file, or remove it."""
        if not on:
            self._path.unlink(missing_ok=True)
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        agent = {
            "Label": LABEL,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        self._path.write_bytes(plistlib.dumps(agent))
