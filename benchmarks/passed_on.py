"""From Enter in the colleagues' list to the colleague's phone, for a receptionist who passes on twenty calls a minute."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import PATIENCE, Row, percentile

CALLS = 40
EVERY = 3.0
"""Seconds from one call to the next: twenty a minute."""


def measure() -> list[Row]:
    """The desk lives in a process of its own; PBX, hub and phones are real."""
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run([sys.executable, "-m", __name__], env=env, stdout=subprocess.PIPE, check=True, timeout=600)
    taken = [float(each) for each in json.loads(ran.stdout.splitlines()[-1])]
    p50, p95, worst = (percentile(taken, part) * 1000 for part in (0.5, 0.95, 1.0))
    return [
        Row("Enter in the list → the colleague's phone rings, p50", f"{p50:.0f} ms", "", "", ""),
        Row("the same, p95 (20 calls a minute)", f"{p95:.0f} ms", f"{worst:.0f} ms at worst", "", "≤ 150 ms"),
    ]


def taken() -> list[float]:
    """Seconds of each call."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QSystemTrayIcon

    from benchmarks.timed_phone import TimedPhone
    from kalix_presence.client.local import settings as kept
    from kalix_presence.client.local.folders import Folders
    from kalix_presence.desktop.controller import DesktopController
    from kalix_presence.wire import CallState
    from tests.desktop.grid.seen import names, sentences
    from tests.journeys.hub_process import WITH_DUTIES, HubProcess
    from tests.pbx.asterisk_server import AsteriskServer

    def until(holds: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{what} did not come")
            QTest.qWait(5)

    app = QApplication([])
    with tempfile.TemporaryDirectory(prefix="kalix-bench-") as name:
        folder = Path(name)
        (folder / "pbx").mkdir()
        server = AsteriskServer(folder / "pbx").start()
        hub = HubProcess(folder, server, people=WITH_DUTIES).start().connected()
        os.environ["KALIX_HOME"] = str(folder / "home")
        with hub.client("maria") as maria:
            os.environ["KALIX_TOKEN"] = maria.headers["authorization"].removeprefix("Bearer ")
        kept.save(Folders.usual().config, kept.Settings(hub=hub.url, username="maria", language="en", shortcut=""))
        desk = DesktopController(app, QSystemTrayIcon(), Folders.usual(), hosted=True)
        desk.start()
        outside, own, colleague = (TimedPhone(server, number) for number in ("outside", "2044", "2042"))
        found = list[float]()
        try:
            until(lambda: desk.presence.people, "the desk")
            desk.tray.colleagues_asked.emit()
            grid, calls = desk.grid_controller.grid, desk.grid_controller.calls
            assert grid is not None
            for _ in range(CALLS + 1):  # the first one loads what is needed
                began = time.perf_counter()
                call = outside.dial("2044", headers="P-Asserted-Identity: <sip:+46701234567@trunk>\r\n")
                until(lambda: own._ringing() is not None, "the call")
                talk = own.pick_up()
                until(lambda: calls.chosen is not None and calls.chosen.state is CallState.TALKING, "the talk")
                grid.search.setText("per berg")
                until(lambda: names(grid)[:1] == ["Per Berg"], "the colleague")
                pressed = time.perf_counter()
                QTest.keyClick(grid.search, Qt.Key.Key_Return)
                until(lambda: colleague._ringing() is not None, "the ring")
                found.append(colleague.rung_at - pressed)
                until(lambda talk=talk: talk.over, "the way out")  # type: ignore[misc]
                outside.put_down(call)
                server.all_calls_over()
                until(lambda: calls.chosen is None and "Ringing" not in sentences(grid)[0], "the end")
                grid.search.setText("")
                QTest.qWait(max(0, int((EVERY - (time.perf_counter() - began)) * 1000)))
        finally:
            for phone in (outside, own, colleague):
                phone.close()
            desk.grid_controller.forget_windows()
            desk.stop()
            hub.stop()
            server.stop()
        return found[1:]


if __name__ == "__main__":
    print(json.dumps(taken()))
