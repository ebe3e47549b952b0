"""By which package this program came to the computer: another one of the same kind takes its place."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

DEBIAN = Path("/usr/lib/kalix-presence")
"""Where the Debian package has it."""
RELEASE = Path("/etc/os-release")


def own_package(
    *, platform: str = sys.platform, program: Path = Path(__file__), python: Path = Path(sys.prefix), debian: Path = DEBIAN
) -> str:
    """`debian-12`, `windows-x64`, as feeds name packages; "" where it came another way, as from a checkout or a Flatpak."""
    if platform == "win32":
        return "windows-x64" if (python.parent / "bin" / "kalix-presence.exe").is_file() else ""
    if platform != "linux" or debian not in program.resolve().parents:
        return ""
    system = _release(RELEASE)
    return f"{system['ID']}-{system['VERSION_ID']}" if {"ID", "VERSION_ID"} <= system.keys() else ""


def _release(file: Path) -> Mapping[str, str]:
    try:
        lines = file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    return {name: value.strip("\"'") for name, _, value in (line.partition("=") for line in lines) if value}
