"""Build hook: turns translations/*.ts into the .qm files that the program loads. Also run by hand in a checkout.

Qt's lrelease does it, so building asks for PySide6 unless every .qm is built already (as in the sdist). A server that
builds the hub for itself sets KALIX_HUB_ONLY=1: then nothing of the desktop's texts is built and no Qt is fetched.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "translations"
BUILT = ROOT / "kalix_presence" / "desktop" / "translations"
HUB_ONLY = "KALIX_HUB_ONLY"
QT = "pyside6"


def build() -> list[Path]:
    """Make each .qm that is missing or older than its .ts; every .qm there is then. Raises SystemExit with what to do."""
    BUILT.mkdir(exist_ok=True)
    made = []
    for source in sorted(SOURCES.glob("*.ts")):
        target = _target(source)
        if _is_stale(source):
            _release(source, target)
        made.append(target)
    return made


def _target(source: Path) -> Path:
    return BUILT / f"{source.stem}.qm"


def _is_stale(source: Path) -> bool:
    target = _target(source)
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _release(source: Path, target: Path) -> None:
    package = find_spec("PySide6")
    if package is None or not package.submodule_search_locations:
        raise SystemExit("The translations cannot be built: install PySide6-Essentials first (pip install PySide6-Essentials).")
    folder = Path(package.submodule_search_locations[0])
    tools = [
        path for path in (folder / "lrelease", folder / "lrelease.exe", folder / "Qt" / "libexec" / "lrelease") if path.exists()
    ]
    ran = subprocess.run([tools[0], "-silent", source, "-qm", target], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(
            f"The translations cannot be built: {ran.stderr.strip()}\n"
            "On Debian and Ubuntu an administrator helps with: sudo apt-get install libglib2.0-0"
        )


class Translations(BuildHookInterface[Any]):
    """What hatchling calls for a wheel and for an editable install."""

    def dependencies(self) -> list[str]:
        """What has to be there to build: Qt as the client wants it, where texts are to be translated."""
        if _hub_only() or not any(_is_stale(source) for source in SOURCES.glob("*.ts")):
            return []
        return [each for each in self.metadata.core.optional_dependencies["client"] if each.lower().startswith(QT)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files are gathered, and have them gathered although git ignores them."""
        if _hub_only():
            return
        build_data["artifacts"].extend(f"/{path.relative_to(ROOT).as_posix()}" for path in build())


def _hub_only() -> bool:
    return os.environ.get(HUB_ONLY, "") not in ("", "0")


if __name__ == "__main__":
    sys.stdout.write("\n".join(str(path.relative_to(ROOT)) for path in build()) + "\n")
