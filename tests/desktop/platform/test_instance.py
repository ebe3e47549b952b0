"""One tray per person, over either system's bell."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.instance import Instance
from kalix_presence.desktop.platform.doorbell_unix import SocketBell, private_folder
from kalix_presence.desktop.platform.doorbell_windows import PipeBell

SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from kalix_presence.desktop.instance import Instance
from kalix_presence.desktop.platform.doorbell_unix import SocketBell
from kalix_presence.desktop.platform.doorbell_windows import PipeBell
app = QCoreApplication([])
sys.exit(0 if Instance(bell=globals()[sys.argv[1]](sys.argv[2])).claim(sys.argv[3]) else 7)
"""

Bell = type[SocketBell] | type[PipeBell]


@pytest.fixture(params=[SocketBell, PipeBell])
def bell(request: pytest.FixtureRequest) -> Bell:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(autouse=True)
def _own_runtime_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    # As on a machine without a session manager; the folder is one for each person, like there.
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)


@pytest.fixture
def name() -> str:
    return f"kalix-test-{uuid.uuid4().hex}"


def test_a_second_start_raises_the_first_with_the_window_it_wants(qtbot: QtBot, bell: Bell, name: str) -> None:
    first = Instance(bell=bell(name))
    assert first.claim()
    with qtbot.waitSignal(first.raised, timeout=60_000) as raised:
        second = subprocess.Popen([sys.executable, "-c", SECOND, bell.__name__, name, "colleagues"])
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert raised.args == ["colleagues"]
    assert second.returncode == 7


def test_what_a_second_start_may_not_ask_for_is_ignored(qtbot: QtBot, bell: Bell, name: str) -> None:
    first = Instance(bell=bell(name))
    assert first.claim()
    with qtbot.waitSignal(first.raised) as raised:
        assert not Instance(bell=bell(name)).claim("../../etc")
    assert raised.args == [""]


def test_what_a_crash_left_behind_does_not_stop_a_start(qtbot: QtBot, bell: Bell, name: str) -> None:
    crash = f"import os; {SECOND.replace('sys.exit', 'print')}\nos.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", crash, bell.__name__, name, ""], check=False, timeout=60)
    assert Instance(bell=bell(name)).claim()


def test_a_folder_that_others_can_write_to_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert private_folder() != tmp_path
    tmp_path.chmod(0o700)
    assert private_folder() == tmp_path


def test_a_folder_made_ready_by_somebody_else_stops_no_start(
    qtbot: QtBot, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"kalix-presence-{os.getuid()}").mkdir()
    (tmp_path / f"kalix-presence-{os.getuid()}").chmod(0o777)
    assert Instance(bell=SocketBell(name)).claim()
    assert list((tmp_path / f"kalix-presence-{os.getuid()}").iterdir()) == []
