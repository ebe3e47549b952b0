"""One tray per person."""

from __future__ import annotations

import os
import subprocess
import sys

from pytestqt.qtbot import QtBot

from kalix_presence.desktop.instance import Instance

SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from kalix_presence.desktop.instance import Instance
app = QCoreApplication([])
sys.exit(0 if Instance(sys.argv[1]).claim(sys.argv[2]) else 7)
"""


def test_a_second_start_raises_the_first_with_the_window_it_wants(qtbot: QtBot) -> None:
    name = f"kalix-test-{os.getpid()}-a"
    first = Instance(name)
    assert first.claim()
    with qtbot.waitSignal(first.raised, timeout=20_000) as raised:
        second = subprocess.Popen([sys.executable, "-c", SECOND, name, "colleagues"])
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert raised.args == ["colleagues"]
    assert second.returncode == 7


def test_what_a_second_start_may_not_ask_for_is_ignored(qtbot: QtBot) -> None:
    name = f"kalix-test-{os.getpid()}-b"
    first = Instance(name)
    assert first.claim()
    with qtbot.waitSignal(first.raised) as raised:
        assert not Instance(name).claim("../../etc")
    assert raised.args == [""]


def test_what_a_crash_left_behind_does_not_stop_a_start(qtbot: QtBot) -> None:
    name = f"kalix-test-{os.getpid()}-c"
    crash = f"import os; {SECOND.replace('sys.exit', 'print')}\nos.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", crash, name, ""], check=False, timeout=30)
    assert Instance(name).claim()
