"""The list of packages for the tests under Windows: what Windows takes, each with its hashes, and all that the client needs."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
PINNED = (ROOT / "installer" / "constraints" / "test.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def pinning() -> ModuleType:
    """The program that makes the list."""
    spec = importlib.util.spec_from_file_location("pinned_for_windows", ROOT / "installer/windows/pinned_for_windows.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_windows_gets_its_own_packages_and_no_other_systems(pinning: ModuleType) -> None:
    named = {found[1] for line in pinning.for_windows(PINNED) if (found := re.match(r"([^ =]+)==", line))}
    assert {"colorama", "pywin32-ctypes", "winrt-runtime"} <= named
    assert not {"dbus-fast", "jeepney", "secretstorage", "uvloop", "rubicon-objc"} & named
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {
        re.split(r"[<>=;]", one)[0].lower() for one in project["dependencies"] + project["optional-dependencies"]["client"]
    }
    assert wanted <= named


def test_each_package_keeps_its_hashes_and_loses_its_marker(pinning: ModuleType) -> None:
    lines = pinning.for_windows(PINNED)
    assert not [line for line in lines if ";" in line]
    for number, line in enumerate(lines):
        if "==" in line:
            assert line.endswith("\\"), line
            assert lines[number + 1].strip().startswith("--hash=sha256:"), line


def test_each_test_that_runs_under_windows_is_there() -> None:
    named = [
        line for line in (ROOT / "installer/windows/tests.txt").read_text("utf-8").splitlines() if not line.startswith("#")
    ]
    assert named
    assert [line for line in named if not (ROOT / line.removeprefix("--ignore=")).exists()] == []
