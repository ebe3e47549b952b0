"""Processes beside the hub find the program where a package has put it: in a folder that no Python looks into by itself."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import kalix_presence

HUB = """
import asyncio, json, os, sys
sys.path.insert(0, sys.argv[1])
from kalix_presence.hub.supervision.own_process import begin

async def main():
    os.environ["KALIX_SECRET"] = "hidden"
    process = await begin(sys.argv[2])
    said, _ = await process.communicate(b"")
    print(json.dumps([process.returncode, said.decode()]))

asyncio.run(main())
"""
MODULES = [
    "kalix_presence.hub.calendars.reading_process",
    "kalix_presence.hub.sync.ldap_process",
    "kalix_presence.report.paper_process",
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder as `/usr/lib/kalix-hub/site` is: the program and its libraries side by side."""
    folder = tmp_path / "site"
    folder.mkdir()
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if each.name != "kalix_presence":
            (folder / each.name).symlink_to(each)
    (folder / "kalix_presence").symlink_to(Path(kalix_presence.__file__).parent)
    return folder


def _ran(site: Path, module: str) -> tuple[int, str, str]:
    python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    ran = subprocess.run([python, "-I", "-c", HUB, site, module], capture_output=True, text=True, timeout=60, check=True)
    code, said = json.loads(ran.stdout)
    return code, said, ran.stderr


@pytest.mark.parametrize("module", MODULES)
def test_each_is_found_beside_the_hubs_own_libraries(site: Path, module: str) -> None:
    _, _, errors = _ran(site, module)
    assert "ModuleNotFoundError" not in errors


def test_it_has_nothing_of_the_environment_but_what_starts_it(site: Path) -> None:
    (site / "kalix_tells.py").write_text("import json, os; print(json.dumps(dict(os.environ)))", "utf-8")
    code, said, _ = _ran(site, "kalix_tells")
    assert code == 0
    assert "KALIX_SECRET" not in json.loads(said)
