"""Starting with the session: what is written where, on each system."""

from __future__ import annotations

import plistlib
import re
from pathlib import Path

import pytest

from kalix_presence.desktop.platform.autostart import autostart, command
from kalix_presence.desktop.platform.autostart_macos import LaunchAgent
from kalix_presence.desktop.platform.autostart_xdg import DesktopEntry, first_of, quoted


def test_it_is_off_until_somebody_wants_it(tmp_path: Path) -> None:
    assert not DesktopEntry(tmp_path, ["kalix-presence"]).is_on()
    assert not LaunchAgent(tmp_path, ["kalix-presence"]).is_on()


def test_the_desktop_entry_starts_the_program(tmp_path: Path) -> None:
    entry = DesktopEntry(tmp_path / "not" / "there yet", ["/opt/kalix/kalix-presence"])
    entry.set(True)
    assert entry.is_on()
    [path] = (tmp_path / "not" / "there yet").iterdir()
    assert path.name == "kalix-presence.desktop"
    assert "Exec=/opt/kalix/kalix-presence\n" in path.read_text("utf-8")
    entry.set(False)
    assert not entry.is_on()
    entry.set(False)  # off stays off


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_the_desktop_switched_off_is_off(tmp_path: Path, line: str) -> None:
    (tmp_path / "kalix-presence.desktop").write_text(f"[Desktop Entry]\nType=Application\n{line}\n", "utf-8")
    assert not DesktopEntry(tmp_path, ["kalix-presence"]).is_on()


@pytest.mark.parametrize("part", ["/home/Åsa Öhman/bin/kalix-presence", 'a "quoted" name', "a$b`c", "back\\slash"])
def test_a_path_with_signs_that_mean_something_stays_one_argument(part: str) -> None:
    # A desktop file is read in two steps: first \\ becomes \ in the whole value, then the quotes are undone.
    value = quoted(part).replace("\\\\", "\\")
    assert value[0] == value[-1] == '"'
    assert re.sub(r"\\(.)", r"\1", value[1:-1]) == part
    assert first_of(f"{quoted(part)} --more") == part


@pytest.mark.parametrize("line", ["", '"', '"never ended', "  "])
def test_an_exec_line_that_somebody_broke_names_at_worst_nothing(line: str) -> None:
    assert first_of(line) in ("", line.split(" ")[0])


def test_a_launch_agent_names_its_program(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path, ["/Applications/Kalix Presence.app", "tray"])
    assert agent.program() == ""
    agent.set(True)
    assert agent.program() == "/Applications/Kalix Presence.app"


def test_a_percent_sign_is_no_field_code() -> None:
    assert quoted("/srv/100%") == "/srv/100%%"


def test_the_entry_lies_where_the_session_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    autostart().set(True)
    assert (tmp_path / "autostart" / "kalix-presence.desktop").is_file()


def test_a_relative_config_folder_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", "somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    autostart().set(True)
    assert (tmp_path / ".config" / "autostart" / "kalix-presence.desktop").is_file()


def test_the_launch_agent_starts_the_program(tmp_path: Path) -> None:
    agent = LaunchAgent(tmp_path / "LaunchAgents", ["/Applications/Kalix Presence.app/run", "tray"])
    agent.set(True)
    assert agent.is_on()
    [path] = (tmp_path / "LaunchAgents").iterdir()
    assert plistlib.loads(path.read_bytes())["ProgramArguments"] == ["/Applications/Kalix Presence.app/run", "tray"]
    agent.set(False)
    assert not agent.is_on()


def test_a_broken_launch_agent_is_off(tmp_path: Path) -> None:
    (tmp_path / "se.kalix.presence.plist").write_bytes(b"<plist>")
    assert not LaunchAgent(tmp_path, ["x"]).is_on()


def test_the_program_is_started_as_it_was_started_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "kalix-presence"
    script.touch()
    monkeypatch.setattr("sys.argv", [str(script)])
    assert command() == [str(script)]
