"""The installer asks a running tray to end, and no other process."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.callbacks.notification_centre import APP
from kalix_presence.desktop.platform.autostart_windows import TRAY, VALUE
from kalix_presence.desktop.platform.installer_windows import APP_ID, Listener, event_name

PACKAGES = Path(__file__).parents[3] / "installer" / "packages"
windows = pytest.mark.skipif(sys.platform != "win32", reason="events are a thing of Windows")


def set_event(name: str) -> bool:
    """As tray-keeper does; whether there is such an event."""
    if sys.platform != "win32":
        return False
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.OpenEventW.restype = ctypes.c_void_p
    handle = kernel32.OpenEventW(2, 0, ctypes.c_wchar_p(name))
    if not handle:
        return False
    kernel32.SetEvent(ctypes.c_void_p(handle))
    kernel32.CloseHandle(ctypes.c_void_p(handle))
    return True


@windows
def test_the_tray_ends_once_when_the_installer_asks(qtbot: QtBot) -> None:
    ended: list[bool] = []
    listener = Listener(lambda: ended.append(threading.current_thread() is threading.main_thread()))
    assert listener.start()
    assert not set_event(event_name(os.getpid() + 1))
    assert set_event(event_name(os.getpid()))
    qtbot.waitUntil(lambda: bool(ended))
    qtbot.wait(50)
    assert ended == [True]


@windows
def test_a_whole_tray_ends_well_when_the_installer_asks(tmp_path: Path, qtbot: QtBot) -> None:
    environment = {**os.environ, "KALIX_HOME": str(tmp_path)}
    program = "import os; from kalix_presence.desktop.main import run; print(os.getpid(), flush=True); raise SystemExit(run())"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as tray:
        assert tray.stdout is not None
        name = event_name(int(tray.stdout.readline()))
        qtbot.waitUntil(lambda: set_event(name), timeout=60_000)
        assert tray.wait(60) == 0


@windows
def test_an_event_that_somebody_else_made_ends_nothing(qtbot: QtBot) -> None:
    if sys.platform != "win32":
        return
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.CreateEventW.restype = ctypes.c_void_p
    theirs = kernel32.CreateEventW(None, 1, 1, ctypes.c_wchar_p(event_name(7)))
    ended: list[bool] = []
    assert not Listener(lambda: ended.append(True)).start(process=7)
    qtbot.wait(50)
    assert ended == []
    kernel32.CloseHandle(ctypes.c_void_p(theirs))


def test_elsewhere_nobody_is_heard() -> None:
    if sys.platform != "win32":
        assert not Listener(lambda: None).start()


def test_what_the_installer_asks_is_what_the_tray_listens_to() -> None:
    keeper = (PACKAGES / "windows" / "tray_keeper.c").read_text("utf-8")
    assert event_name(0).removesuffix("0").replace("\\", "\\\\") + "%lu" in keeper
    assert f'L"{TRAY}"' in keeper


def test_run_key_shortcut_and_notifications_are_one_programs() -> None:
    assert APP_ID == APP == VALUE
    assert f'NAME = "{APP_ID}"' in (PACKAGES / "msi_tables.py").read_text("utf-8")
