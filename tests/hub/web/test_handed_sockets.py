"""The hub serves on sockets that the service manager holds: who connects while it begins anew waits, and is answered."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kalix_presence.hub.commands.program import program
from kalix_presence.hub.site.config import Config, Listen
from kalix_presence.hub.web import handed_sockets as room
from kalix_presence.hub.web.handed_sockets import handed_sockets
from kalix_presence.model.errors import BadInput
from tests.journeys.hub_process import BIN, HubProcess
from tests.pbx.asterisk_server import PATIENCE

AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], [sys.argv[2], "serve", "--config", sys.argv[3]])
"""
PLAIN, SECURE = Config(), Config(listen=Listen(certificate="hub.crt", key="hub.key"))


def _asked(port: int) -> socket.socket:
    asking = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    asking.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return asking


def test_whoever_connects_while_no_hub_runs_waits_for_the_next_and_is_answered(tmp_path: Path) -> None:
    place = HubProcess(tmp_path)._place
    with socket.create_server(("127.0.0.1", 0), backlog=16) as held, (tmp_path / "log").open("w+b") as log:
        port = held.getsockname()[1]
        for _ in range(2):
            with _asked(port) as asking:  # no hub yet
                command = [sys.executable, "-c", AS_SYSTEMD, str(held.fileno()), BIN / "kalix-hub", place]
                with subprocess.Popen(command, stdout=log, stderr=log, pass_fds=[held.fileno()]) as hub:
                    try:
                        assert asking.recv(100).startswith(b"HTTP/1.1 200 "), (tmp_path / "log").read_text("utf-8")
                    finally:
                        hub.terminate()
    assert (tmp_path / "log").read_text("utf-8").count(f"http://127.0.0.1:{port}\n") == 2


def _hand(monkeypatch: pytest.MonkeyPatch, given: socket.socket, *, pid: int | None = None) -> None:
    monkeypatch.setattr(room, "FIRST", given.detach())
    monkeypatch.setenv("LISTEN_PID", str(os.getpid() if pid is None else pid))
    monkeypatch.setenv("LISTEN_FDS", "1")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_passwords_travel_in_the_clear_over_no_network_whoever_opened_the_socket(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    _hand(monkeypatch, socket.create_server((host, 0), family=family))
    with pytest.raises(BadInput) as refused:
        handed_sockets(PLAIN)
    assert refused.value.code == "config-tls-needed"
    _hand(monkeypatch, socket.create_server((host, 0), family=family))
    (taken,) = handed_sockets(SECURE)
    with taken:
        assert not taken.get_inheritable()
        assert "LISTEN_FDS" not in os.environ


def test_what_does_not_listen_is_refused_and_somebody_elses_sockets_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for strange in (socket.socket(), socket.socket(type=socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX)):
        _hand(monkeypatch, strange)
        with pytest.raises(BadInput) as refused:
            handed_sockets(PLAIN)
        assert refused.value.code == "socket-strange"
    other = socket.create_server(("127.0.0.1", 0))
    _hand(monkeypatch, other, pid=os.getppid())
    assert handed_sockets(PLAIN) == []
    os.close(room.FIRST)


def test_a_port_that_systemd_holds_for_the_hub_is_not_somebody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, manager = HubProcess(tmp_path)._place, tmp_path / "bin" / "systemctl"
    manager.parent.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as held:
        settings = place / "kalix-hub.toml"
        settings.write_text(
            re.sub(r"^port = 0$", f"port = {held.getsockname()[1]}", settings.read_text("utf-8"), flags=re.M), "utf-8"
        )
        monkeypatch.setenv("PATH", f"{manager.parent}:{os.environ['PATH']}")
        for answer, said in (("exit 3", "Another program listens"), ('[ "$3" = kalix-hub.socket ]', "")):
            manager.write_text(f"#!/bin/sh\n{answer}\n")
            manager.chmod(0o755)
            checked = CliRunner(env={"LC_ALL": "en_US.UTF-8"}).invoke(program, ["check", "--config", str(place)])
            assert ("Another program listens" in checked.output) == bool(said)
