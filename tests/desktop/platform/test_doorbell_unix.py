"""The folder of the bell on Unix: nobody else's, or none."""

from __future__ import annotations

import os
import sys
import uuid
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

if sys.platform == "win32":
    pytest.skip("Windows has the bell of doorbell_windows", allow_module_level=True)

from kalix_presence.desktop.instance import Instance
from kalix_presence.desktop.platform.doorbell_unix import SocketBell, private_folder


def test_a_folder_that_others_can_write_to_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert private_folder() != tmp_path
    tmp_path.chmod(0o700)
    assert private_folder() == tmp_path


def test_a_folder_made_ready_by_somebody_else_stops_no_start(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / f"kalix-presence-{os.getuid()}").mkdir()
    (tmp_path / f"kalix-presence-{os.getuid()}").chmod(0o777)
    assert Instance(bell=SocketBell(f"kalix-test-{uuid.uuid4().hex}")).claim()
    assert list((tmp_path / f"kalix-presence-{os.getuid()}").iterdir()) == []
