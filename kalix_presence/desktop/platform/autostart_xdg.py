"""Starting with the session on Linux: a desktop entry in the autostart folder (freedesktop.org autostart specification)."""

from __future__ import annotations

import re
from pathlib import Path

from kalix_presence.desktop.platform.autostart import NAME

# Besides the quoting rules of the specification, "%" begins a field code.
ESCAPES = {"\\": "\\\\\\\\", '"': '\\\\"', "`": "\\\\`", "$": "\\\\$", "%": "%%"}


class DesktopEntry:
    """The entry in `folder`. Some desktops switch it off by a line in it, so a file that is there may still be off."""

    def __init__(self, folder: Path, command: list[str]) -> None:
        self._folder, self._command = folder, command
        self._path = folder / f"{NAME}.desktop"

    def is_on(self) -> bool:
        """Whether the entry is there and not switched off."""
        try:
            lines = self._path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return False
        set_to = {key.strip().lower(): value.strip().lower() for key, _, value in (line.partition("=") for line in lines)}
        return set_to.get("hidden") != "true" and set_to.get("x-gnome-autostart-enabled") != "false"

    def for_everybody(self) -> bool:
        """See `Autostart`: here a person's own entry counts before the computer's."""
        return False

    def program(self) -> str:
        """See `Autostart`."""
        try:
            lines = self._path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return ""
        line = next((line.partition("=")[2].strip() for line in lines if line.partition("=")[0].strip() == "Exec"), "")
        return first_of(line)

    def set(self, on: bool) -> None:
        """Write the entry, or remove it."""
        if not on:
            self._path.unlink(missing_ok=True)
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            "Name=Kalix Presence",
            f"Exec={' '.join(quoted(part) for part in self._command)}",
            f"Icon={NAME}",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
        )
        self._path.write_text("\n".join(lines) + "\n", "utf-8")


def quoted(part: str) -> str:
    """One argument of an Exec line."""
    escaped = "".join(ESCAPES.get(sign, sign) for sign in part)
    return escaped if part and all(sign.isalnum() or sign in "/._-+:@,%" for sign in part) else f'"{escaped}"'


def first_of(line: str) -> str:
    """The program of an Exec line: what `quoted` made of it, undone."""
    whole = line.replace("\\\\", "\\")  # first as in every value of such a file, then the quotes
    if (found := re.match(r'"((?:[^"\\]|\\.)*)"', whole)) is not None:
        return re.sub(r"\\(.)", r"\1", found[1]).replace("%%", "%")
    return "".join(whole.split()[:1]).replace("%%", "%")
