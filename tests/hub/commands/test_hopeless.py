"""A real process whose vital task cannot be mended ends, says so, and leaves its place to the next one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.hub.commands.broken_hub import VITAL
from tests.hub.serving import made_config
from tests.hub.web.test_streams import until
from tests.pbx.asterisk_server import PATIENCE


@pytest.mark.parametrize("name", sorted(VITAL))
def test_a_hub_that_cannot_be_mended_from_inside_ends_and_the_next_one_serves(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "hub"
    made_config(folder)
    broken = subprocess.run(
        [sys.executable, "-m", "tests.hub.commands.broken_hub", name, folder], capture_output=True, text=True, timeout=PATIENCE
    )
    assert broken.returncode == 1, broken.stderr
    lines = [json.loads(line) for line in broken.stderr.splitlines()]
    told = [line for line in lines if line["event"] == "task-hopeless"]
    assert [line["task"] for line in told] == [name]
    assert any(line["event"] == "hub-stopped" for line in lines), "in order: nothing acknowledged is cut off"
    log = tmp_path / "log"
    with log.open("wb") as writing:
        command = [sys.executable, "-m", "kalix_presence.hub", "serve", "--config", folder]
        with subprocess.Popen(command, stdout=writing, stderr=writing) as process:
            try:
                until(lambda: "http://" in log.read_text("utf-8"), PATIENCE)
                url = "http://" + log.read_text("utf-8").split("http://")[1].split()[0]
                until(lambda: httpx.get(f"{url}/readyz", trust_env=False, timeout=60).status_code == 200, PATIENCE)
            finally:
                process.terminate()
