"""Starting with Windows: without a console window, and once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kalix_presence.desktop.platform.autostart_windows import KEY, TRAY, VALUE, RunKey, tray_command


def test_windows_opens_no_console_and_keeps_spaces_together() -> None:
    line = RunKey([r"C:\Program Files\Python\python.exe", "-m", "kalix_presence"]).line()
    assert line == r'"C:\Program Files\Python\pythonw.exe" -m kalix_presence'


@pytest.mark.parametrize("place", [0, 1, 2])
def test_windows_starts_the_program_without_a_console_wherever_it_lies(tmp_path: Path, place: int) -> None:
    folders = [tmp_path / name for name in ("started from", "python", "scripts")]
    for folder in folders:
        folder.mkdir()
    started_as, python, scripts = str(folders[0] / "kalix-presence"), str(folders[1] / "python.exe"), str(folders[2])
    assert tray_command(started_as, python, scripts) == [python, "-m", "kalix_presence"]
    (folders[place] / TRAY).touch()
    assert tray_command(started_as, python, scripts) == [str(folders[place] / TRAY)]


def test_windows_believes_no_program_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / TRAY).touch()
    assert tray_command("kalix-presence", "python.exe", "Scripts") == ["python.exe", "-m", "kalix_presence"]


@pytest.mark.skipif(sys.platform != "win32", reason="the registry is a thing of Windows")
def test_what_the_computer_starts_for_everybody_gets_no_second_start() -> None:
    if sys.platform != "win32":
        return
    import winreg

    key = RunKey(["kalix-presence-tray.exe"])
    with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, KEY) as machine:
        key.set(True)
        assert (key.is_on(), key.for_everybody()) == (True, False)
        assert key.program() == "kalix-presence-tray.exe"
        winreg.SetValueEx(machine, VALUE, 0, winreg.REG_SZ, "kalix-presence-tray.exe")
        key.set(True)
        assert (key.is_on(), key.for_everybody()) == (True, True)
        winreg.DeleteValue(machine, VALUE)
        assert not key.is_on()
