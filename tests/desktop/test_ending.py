"""The program ends when it is told to, also on a desktop that has no tray and shows a window in its place."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.desktop.virtual_screen import PATIENCE, virtual_screen

pytestmark = pytest.mark.desktop


def test_a_session_that_ends_ends_it_although_its_only_window_refuses_to_close(tmp_path: Path) -> None:
    with virtual_screen(tmp_path / "screen") as screen:
        screen.environment |= {"KALIX_HOME": str(tmp_path / "home"), "LANG": "en_GB.UTF-8"}
        program = screen.start(sys.executable, "-m", "kalix_presence")
        screen.wait(lambda: screen.ask("xdotool", "search", "--onlyvisible", "--name", "^My status"), "the window")
        program.send_signal(signal.SIGTERM)
        assert program.wait(PATIENCE) == 0
