"""Wheel and sdist: the same bytes from the same files wherever they are built, nothing of the tests, and one makes the other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path, PurePosixPath

import pytest
from packaging.metadata import Metadata

from kalix_presence import __version__

ROOT = Path(__file__).resolve().parent.parent
ROOTS = {
    *("kalix_presence", "resources", "translations", "installer", "docs"),
    *("PKG-INFO", "LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md", "pyproject.toml", ".gitignore"),
}


def _built(folder: Path, where: Path, **more: str) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", folder]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000", **more}
    ran = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


def _sums(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both, from this checkout."""
    return _built(tmp_path_factory.mktemp("built"), ROOT)


@pytest.fixture(scope="module")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is in the sdist, written as somebody else's machine writes it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        sdist.extractall(folder, filter="data")
    (root,) = folder.iterdir()
    for path in root.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
    return root


def test_what_is_built_from_the_sdist_without_qt_is_the_same_to_the_byte(built: Path, unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "PySide6.py").write_text("raise ImportError\n", "utf-8")
    again = _built(tmp_path / "again", unpacked, PYTHONPATH=str(tmp_path), PYTHONDONTWRITEBYTECODE="1")
    assert _sums(again) == _sums(built)


def test_the_sdist_holds_what_builds_and_runs_and_nothing_of_the_tests(unpacked: Path) -> None:
    assert {path.name for path in unpacked.iterdir()} == ROOTS
    assert {path.name for path in (unpacked / "installer").iterdir()} == {"build_translations.py", "constraints"}
    assert len(list((unpacked / "kalix_presence").rglob("*.qm"))) == 3
    known = set(subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines())
    found = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file() and path.suffix != ".qm"}
    assert found - known == {"PKG-INFO"}


def test_the_wheel_holds_the_program_and_says_what_it_is(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = [PurePosixPath(name) for name in wheel.namelist()]
        tops = {name.parts[0] for name in names}
        said = wheel.read(f"kalix_presence-{__version__}.dist-info/METADATA")
        assert not [name for name in wheel.namelist() if str(ROOT).encode() in wheel.read(name)]
    assert tops == {"kalix_presence", f"kalix_presence-{__version__}.dist-info"}
    assert not [name for name in names if "tests" in name.parts]
    told = Metadata.from_email(said, validate=True)
    assert str(told.version) == __version__
    assert message_from_bytes(said)["Description-Content-Type"] == "text/markdown"
