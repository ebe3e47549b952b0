"""A server is installed without anything of the desktop: the wheel with [hub], from the pinned versions, in an environment of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import httpx
import pytest

from tests.pbx.asterisk_server import PATIENCE, wait_until

ROOT = Path(__file__).resolve().parent.parent
OF_THE_DESKTOP = ("pyside6", "shiboken6", "keyring", "desktop-notifier", "segno", "secretstorage")

pytestmark = pytest.mark.timeout(900)


def _ran(*command: str | Path, **more: str) -> str:
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment as docs/administrators.md has it made; its `bin` holds the programs."""
    folder = tmp_path_factory.mktemp("server")
    venv.create(folder / "venv", with_pip=True)
    pip = [folder / "venv" / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    shelf = folder / "shelf"
    _ran(*pip[:3], "download", *pip[4:], "--require-hashes", "-r", ROOT / "installer" / "constraints" / "hub.txt", "-d", shelf)
    _ran(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", shelf, KALIX_HUB_ONLY="1")
    # From the folder alone, as at a site without internet: whatever the pinned list lacks is missed here.
    alone = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(shelf),
        "PIP_INDEX_URL": "",
        "PIP_EXTRA_INDEX_URL": "",
    }
    _ran(*pip, "kalix-presence[hub]", **alone)
    return folder / "venv"


def test_nothing_of_the_desktop_comes_along_and_what_came_fits_together(server: Path) -> None:
    listed = _ran(server / "bin" / "python", "-m", "pip", "list", "--format", "freeze").lower()
    assert "litestar==" in listed
    assert not [name for name in OF_THE_DESKTOP if re.search(rf"^{name}.*==", listed, re.MULTILINE)]
    assert not list(server.rglob("*PySide6*"))
    _ran(server / "bin" / "python", "-m", "pip", "check")


def test_the_hub_serves_from_there_and_the_client_says_what_it_lacks(server: Path, tmp_path: Path) -> None:
    bare = {"PYTHONPATH": "", "LC_ALL": "C.UTF-8"}
    assert "serve" in _ran(server / "bin" / "kalix-hub", "--help", **bare)
    _ran(server / "bin" / "kalix-hub", "init", "--sample", "--port", "0", tmp_path / "hub", **bare)
    with (tmp_path / "log").open("w+b") as log:
        command = [server / "bin" / "kalix-hub", "serve", "--config", tmp_path / "hub"]
        with subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path) as hub:
            try:
                said = tmp_path / "log"
                wait_until(lambda: re.search(r"http://\S+\n", said.read_text("utf-8")), "the hub did not start")
                url = re.findall(r"http://\S+", said.read_text("utf-8"))[0]
                assert httpx.get(f"{url}/readyz", timeout=PATIENCE, trust_env=False).status_code == 200
            finally:
                hub.terminate()
    client = subprocess.run([server / "bin" / "kalix-presence"], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert client.returncode == 1
    assert 'pip install "kalix-presence[client]"' in client.stderr
