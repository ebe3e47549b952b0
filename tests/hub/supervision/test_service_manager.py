"""systemd hears from a real hub process when it answers, and that it goes on."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

from tests.journeys.hub_process import BIN, HubProcess
from tests.pbx.asterisk_server import PATIENCE


def test_the_service_manager_hears_ready_once_it_answers_and_signs_of_life_after(tmp_path: Path) -> None:
    place = HubProcess(tmp_path)._place
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, (tmp_path / "log").open("wb") as log:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE)
        told = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000", "WATCHDOG_PID": ""}
        command = [BIN / "kalix-hub", "serve", "--config", place]
        with subprocess.Popen(command, env=told, stdout=log, stderr=log) as hub:
            try:
                heard = [manager.recv(100)]
                while b"READY=1" not in heard or len(heard) < 4:
                    heard.append(manager.recv(100))
            finally:
                hub.terminate()
    assert heard.count(b"READY=1") == 1
    assert set(heard) == {b"READY=1", b"WATCHDOG=1"}
