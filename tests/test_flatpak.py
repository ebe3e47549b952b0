"""What a software centre and flatpak-builder are given: by their own programs, and by what the client asks of the system."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "installer" / "packages"
ID = "se.kalix.presence"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same twice, to the byte."""
    folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
    for folder in folders:
        subprocess.run([sys.executable, PACKAGES / "flatpak.py", folder], check=True, capture_output=True)
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} for folder in folders)
    assert first == second
    return folders[0]


def _says(*command: str | Path) -> str:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"no {command[0]} here")
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def test_metainfo_and_entry_are_as_software_centres_want_them(made: Path) -> None:
    _says("appstreamcli", "validate", "--no-net", made / f"{ID}.metainfo.xml")
    for entry in (made / f"{ID}.desktop", PACKAGES / "debian" / "kalix-presence.desktop"):
        assert "warning" not in _says("desktop-file-validate", entry)


def test_each_language_of_the_program_has_its_words(made: Path) -> None:
    metainfo, entry = (made / f"{ID}.metainfo.xml").read_text("utf-8"), (made / f"{ID}.desktop").read_text("utf-8")
    for language in ("sv", "fi"):
        assert metainfo.count(f'xml:lang="{language}"') == metainfo.count("<p>") + 2
        assert re.search(rf"^Name\[{language}\]=", entry, re.MULTILINE)


def test_nothing_gets_in_but_pinned_files_and_nobody_is_asked_for_them(made: Path) -> None:
    manifest = json.loads((made / f"{ID}.json").read_text("utf-8"))
    assert manifest["id"] == ID
    assert (made / "pins.txt").read_bytes() == (ROOT / "installer" / "constraints" / "desktop.txt").read_bytes()
    (module,) = manifest["modules"]
    assert not [source for source in module["sources"] if "url" in source]
    installs = [command for command in module["build-commands"] if command.startswith("pip3 install")]
    assert all("--no-index" in command and "--no-deps" in command for command in installs)
    assert "--require-hashes -r pins.txt" in installs[0]
    for source in module["sources"]:
        assert (made / source["path"]).exists()
    assert not [
        each
        for each in manifest["finish-args"]
        if re.search(r"filesystem=(home|host)\b(?!-etc:ro)|--device=all|session-bus", each)
    ]
