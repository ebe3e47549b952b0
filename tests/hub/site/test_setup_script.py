"""kalix-hub-setup as root at a server: the hub's own command first, then the services, then what check says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "resources" / "server" / "kalix-hub-setup"
TELLS = (
    '#!/bin/sh\nprintf "%s" "${0##*/}" >>"$TOLD"; for word in "$@"; do printf " %s" "$word" >>"$TOLD"; done; echo >>"$TOLD"\n'
)


def test_options_reach_the_hubs_own_command_whole_and_check_is_last(tmp_path: Path) -> None:
    programs, told = tmp_path / "bin", tmp_path / "told"
    programs.mkdir()
    for name in ("runuser", "systemctl"):
        (programs / name).write_text(TELLS)
        (programs / name).chmod(0o755)
    (programs / "id").write_text("#!/bin/sh\necho 0\n")
    (programs / "id").chmod(0o755)
    if Path("/run/systemd/system").is_dir():
        pytest.skip("a running systemd is not for tests to change")
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "TOLD": str(told),
        "KALIX_HUB": "kalix-hub",
        "LC_ALL": "fi_FI",
    }
    subprocess.run(["sh", SCRIPT, "--organisation", "Kalix kommun"], env=environment, check=True)
    lines = told.read_text("utf-8").splitlines()
    begins = "runuser -u kalix-hub -- env LC_ALL=fi_FI KALIX_HUB_CONFIG=/var/lib/kalix-hub kalix-hub"
    assert lines == [f"{begins} setup --no-check --organisation Kalix kommun /var/lib/kalix-hub", f"{begins} check"]
    (programs / "id").write_text("#!/bin/sh\necho 1000\n")
    assert subprocess.run(["sh", SCRIPT], env=environment, capture_output=True, check=False).returncode == 1
